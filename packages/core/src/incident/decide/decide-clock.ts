import { missedBefore } from "./clock-events.ts"
import type { ClockCommand } from "../commands/command-clock.ts"
import type { PlannedChange } from "../commands/command-envelope.ts"
import type { IncidentEvent } from "../events/event.ts"
import { illegalTransition } from "../legal.ts"
import { runningClock, type Stamp } from "./clock-events.ts"
import type { ExistingIncident } from "../state/state.ts"
import { firstReplyGoal } from "../vocabulary.ts"

/** The events of a command about clocks. */
export function decideClock(command: ClockCommand, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  switch (command.type) {
    case "miss-deadline": {
      const clock = state.clocks.findLast((candidate) => candidate.goal === command.goal)
      if (clock === undefined || clock.dueAt > at) {
        throw illegalTransition(command.type, state, `no clock of the goal "${command.goal}" is past its due time`)
      }
      return clock.stoppedAt !== null || sleeps(command.goal, state) ? [] : missedBefore(clock, at, command, "at-due")
    }
    case "escalate": {
      const { goal, level } = command
      const clock = state.clocks.findLast((candidate) => candidate.goal === goal)
      const mark = clock?.marks.find((candidate) => candidate.level === level)
      if (clock === undefined || mark === undefined || mark.at > at) {
        throw illegalTransition(command.type, state, `the step "${level}" of the goal "${goal}" is not reached`)
      }
      if (clock.stoppedAt !== null || clock.pausedAt !== null || mark.noticedAt !== null || sleeps(goal, state)) return []
      return [{ type: "escalation-raised", schemaVersion: 1, at, by, goal, level, dueAt: mark.at, noticedAt: at }]
    }
    case "change-policy":
      return changePolicies(state, command.changes, command)
  }
}

/**
 * Brings running clocks under other policies. Start, elapsed time and pauses stay; a breach of the old term is written down first, since a
 * later due time must not hide it.
 */
export function changePolicies(state: ExistingIncident, changes: readonly PlannedChange[], stamp: Stamp): readonly IncidentEvent[] {
  const { at, by } = stamp
  return changes.flatMap((change): readonly IncidentEvent[] => {
    const clock = runningClock(state.clocks, change.goal)
    if (clock === undefined) return []
    const { goal, mode, policyId, policyVersion } = change
    const event = { type: "policy-changed", schemaVersion: 1, at, by, goal, mode, policyId, policyVersion } as const
    if (mode === "new-only")
      return [{ ...event, dueAt: clock.dueAt, marks: clock.marks.map(({ level, at: markAt }) => ({ level, at: markAt })) }]
    return [...missedBefore(clock, at, stamp, "at-due"), { ...event, dueAt: change.dueAt, marks: change.marks ?? [] }]
  })
}

/** Of a merged incident only the citizen's own clock is awake: the others are the business of the incident that it was merged into. */
function sleeps(goal: string, state: ExistingIncident): boolean {
  return state.status === "merged" && goal !== firstReplyGoal
}
