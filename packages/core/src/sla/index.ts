export { createCalendar, type Calendar, type CalendarDay } from "./calendar.ts"
export type { CalendarException, CalendarOptions, Slot } from "./calendar-schema.ts"
export type { WallSlot } from "./work-block.ts"
export { addWorkingTime, workingTimeBetween } from "./working-time.ts"
export { addLocalDays, addWorkingDays } from "./working-days.ts"
export { policySchema, termSchema, type Policy, type PolicyInput, type Term } from "./policy.ts"
export type { Calendars } from "./calendars.ts"
export { deadline } from "./deadline.ts"
export { choosePolicy, type ClockFacts, type PassedPolicy, type PolicyChoice } from "./choose-policy.ts"
export { createClockPlanner, planClocks, type ClockHandling, type ClockPlanner } from "./planner.ts"
export { explainDeadline, type DeadlineExplanation, type ExplainedInterval } from "./explain.ts"
export type { IntervalReason } from "./day-pieces.ts"
export type { DeadlineWording } from "./wording.ts"
export { isWorkingDay } from "./working-days.ts"
export { dateOf, dayStart, epochDayOf, localDayAt, type EpochDay } from "./local-day.ts"
export { zoneSchema } from "./zone.ts"
export type { PolicyMoment } from "./policy-moment.ts"
export { policyPresets, presetCalendarId, type PolicyPreset } from "./presets/index.ts"
export {
  simulatePolicies,
  type IncidentHistory,
  type PolicySimulation,
  type SimulatedGoal,
  type SimulationTotals,
  type SimulatedClock,
} from "./simulate.ts"
export { pausedDeadline } from "./paused-deadline.ts"
export { escalationMarks, escalationStepSchema, type EscalationStep } from "./escalation.ts"
export { wakeUps, type WakeUp } from "./wake-ups.ts"
