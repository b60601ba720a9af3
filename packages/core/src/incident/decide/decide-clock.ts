import { changePolicies, missedBefore } from "./clock-events.ts"
import type { ClockCommand } from "../commands/command-clock.ts"
import type { IncidentEvent } from "../events/event.ts"
import { illegalTransition } from "../legal.ts"
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
      return changePolicies(state.clocks, command.changes, command)
  }
}

/**
 * Of a merged incident only the citizen's own clock is awake: the others are the business of the incident that it was
 * merged into.
 */
function sleeps(goal: string, state: ExistingIncident): boolean {
  return state.status === "merged" && goal !== firstReplyGoal
}
