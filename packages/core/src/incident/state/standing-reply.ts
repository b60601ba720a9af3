import { addMinutes, type Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { cycleOf, isRegistered } from "./cycle.ts"
import type { DraftState, MessageState, StandingReplyState } from "./state-parts.ts"
import type { ExistingIncident, Incident, IncidentStatus } from "./state.ts"

/** A standing reply ends so many hours after its approval at the latest. Our choice: a person looks again by then. */
export const longestStandingHours = 72

/** The states in which newcomers may get a standing reply: the incident is worked on, or was answered. */
export const standingStatuses = [
  "assigned",
  "in-work",
  "needs-info",
  "reply-review",
  "publishing",
  "replied-interim",
  "replied-final",
] as const satisfies readonly IncidentStatus[]

/**
 * The standing reply that newcomers get; null where there is none, where it ended, and while the incident is merged
 * into another: unmerged, it goes on.
 *
 * @param incident - the state
 */
export function standingReplyOf(incident: Incident): StandingReplyState | null {
  if (incident.status === "merged") return null
  const reply = "standingReply" in incident ? incident.standingReply : null
  return reply?.end === null ? reply : null
}

/**
 * The draft that may be approved as a standing reply: the answer of the present cycle that is published, or being
 * published. Null where there is none: what says that the problem is fixed tells a newcomer nothing.
 *
 * @param incident - the state
 */
export function standingDraftOf(incident: ExistingIncident): DraftState | null {
  if (!isRegistered(incident)) return null
  const draft = incident.status === "publishing" ? incident.draft : incident.standing
  if (draft === null || (draft.replyKind !== "interim" && draft.replyKind !== "final")) return null
  if (draft.outcome?.value === "fix-claimed") return null
  const cycle = cycleOf(incident)
  const isOfCycle = incident.status === "publishing" || incident.replies.some((one) => one.draftId === draft.draftId && one.cycle === cycle)
  return isOfCycle ? draft : null
}

/**
 * Messages that came here from other incidents and have not got the standing reply: complaints within its time, without
 * a waiver.
 *
 * @param incident - the state
 * @param reply - its standing reply
 */
export function newcomersOf(incident: ExistingIncident, reply: StandingReplyState): readonly MessageKey[] {
  return incident.messages
    .filter((message) => message.joinedFrom.length > 0 && message.publishedAt >= reply.since && mayGet(incident, reply, message))
    .map(({ messageKey }) => messageKey)
}

/**
 * Whether a message may get a standing reply: a complaint that is still there, has none of this draft, and is not on
 * its way to one.
 */
export function mayGet(
  { replies }: Pick<ExistingIncident, "replies">,
  { draftId, uses }: StandingReplyState,
  message: MessageState,
): boolean {
  const { messageKey, role, waiver, deletedAt, erasedAt, commentsClosedAt } = message
  return (
    role === "complaint" &&
    [waiver, deletedAt, erasedAt, commentsClosedAt].every((end) => end === null) &&
    !uses.some((use) => use.messageKey === messageKey) &&
    !replies.some((one) => one.draftId === draftId && one.messageKey === messageKey)
  )
}

/**
 * How many more newcomers may get a standing reply at a moment: the ceiling less those of the hour before.
 *
 * @param reply - the standing reply
 * @param at - the moment
 */
export function standingRoom({ uses, perHour }: Pick<StandingReplyState, "uses" | "perHour">, at: Instant): number {
  const since = addMinutes(at, -60)
  return Math.max(0, perHour - uses.filter((use) => use.at > since).length)
}
