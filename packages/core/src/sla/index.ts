export { createCalendar, type Calendar, type CalendarDay, type WallSlot } from "./calendar.ts"
export type { CalendarData, CalendarException, CalendarOptions, CalendarWeek, Slot, Weekday } from "./calendar-schema.ts"
export { addLocalDays, addWorkingDays, addWorkingTime, isWorkingDay, workingTimeBetween } from "./working-time.ts"
export { dateOf, dateSchema, dayStart, epochDayOf, localDayAt, weekdayOf, type EpochDay } from "./days.ts"
export { blockMillis, offsetAt, offsetSpans, zoneSchema } from "./zone.ts"
export {
  policySchema,
  termSchema,
  type CalendarDaysTerm,
  type Policy,
  type PolicyConditions,
  type PolicyInput,
  type PolicyMoment,
  type Term,
  type WallTerm,
  type WorkingDaysTerm,
  type WorkingTerm,
} from "./policy.ts"
export { choosePolicy, type ClockFacts, type PassedPolicy, type PolicyChoice } from "./policy-choice.ts"
export { deadline, pausedDeadline, type Calendars } from "./deadline.ts"
export { escalationMarks, escalationStepSchema, type EscalationStep } from "./escalation.ts"
export { createClockPlanner, planClocks, type ClockHandling, type ClockPlanner } from "./planner.ts"
export { wakeUps, type WakeUp } from "./wake-ups.ts"
export { explainDeadline, type DeadlineExplanation, type ExplainedInterval } from "./explain.ts"
export type { IntervalReason } from "./explain-pieces.ts"
export type { DeadlineWording } from "./explain-wording.ts"
export { policyPresets, presetCalendarId, type PolicyPreset } from "./presets.ts"
export { plansOf } from "./replay.ts"
export {
  simulatePolicies,
  type IncidentHistory,
  type PolicySimulation,
  type SimulatedClock,
  type SimulatedGoal,
  type SimulationTotals,
} from "./simulate.ts"
