import type { Instant } from "../base/index.ts"
import {
  firstReplyGoal,
  standingReplyOf,
  surveyOf,
  unansweredMessages,
  waitingOf,
  type ClockState,
  type ExistingIncident,
  type GoalId,
} from "../incident/index.ts"

/** Something that a moment brings, with what it asks for. */
export type WakeUp =
  | {
      /** When. */
      readonly at: Instant
      readonly kind: "breach"
      /** The goal of the clock. */
      readonly goal: GoalId
    }
  | {
      /** When. */
      readonly at: Instant
      readonly kind: "escalation"
      /** The goal of the clock. */
      readonly goal: GoalId
      /** The step of the ladder. */
      readonly level: string
    }
  | {
      /** When. */
      readonly at: Instant
      readonly kind: "wait-end"
    }
  | {
      /** When. */
      readonly at: Instant
      readonly kind: "window-end"
    }
  | {
      /** When. */
      readonly at: Instant
      readonly kind: "survey"
    }
  | {
      /** When. */
      readonly at: Instant
      readonly kind: "standing-reply-end"
    }

/**
 * Everything that time alone will bring to an incident, the earliest first: breaches, steps of the ladder, the end of a
 * wait, the end of the window for objections, the survey, the end of a standing reply. It follows from the state alone,
 * so that nothing is lost by a stop of the process; what is on record already is not among it.
 *
 * @param incident - the state
 */
export function wakeUps(incident: ExistingIncident): readonly WakeUp[] {
  if (incident.status === "rejected" || incident.status === "dismissed") return []
  const awake = incident.clocks.filter((clock) => incident.status !== "merged" || clock.goal === firstReplyGoal)
  const found: WakeUp[] = awake.flatMap(clockWakeUps)
  if (incident.status === "needs-info") found.push({ at: incident.wait.until, kind: "wait-end" })
  // While a message waits for its answer the end of the window closes nothing: the answer will bring the question up
  // again.
  if (incident.status === "replied-final" && incident.window !== null && unansweredMessages(incident).length === 0) {
    found.push({ at: incident.window.until, kind: "window-end" })
  }
  const standing = standingReplyOf(incident)
  if (standing !== null) found.push({ at: standing.until, kind: "standing-reply-end" })
  // Who waits for an answer is answered before being asked how it was.
  const survey = incident.status === "replied-final" || incident.status === "closed" ? surveyOf(incident) : null
  if (survey?.endedAt === null && waitingOf(incident) === null) found.push({ at: survey.sendAt, kind: "survey" })
  return found.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

function clockWakeUps(clock: ClockState): readonly WakeUp[] {
  const { goal, dueAt, marks } = clock
  if (clock.stoppedAt !== null || clock.pausedAt !== null) return []
  const steps = marks.flatMap(({ level, at, noticedAt }): readonly WakeUp[] =>
    noticedAt === null ? [{ at, kind: "escalation", goal, level }] : [],
  )
  return clock.missedNoticedAt === null ? [{ at: dueAt, kind: "breach", goal }, ...steps] : steps
}
