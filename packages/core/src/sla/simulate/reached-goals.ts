import type { Instant } from "../../base/index.ts"
import {
  acceptanceGoal,
  approvalGoal,
  finalReplyGoal,
  firstReplyGoal,
  type GoalId,
  type Incident,
  type IncidentEvent,
} from "../../incident/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { SimulatedHandling } from "./handling.ts"

/** What an event does to the clocks of goals, whether or not a clock ran for them. */
export interface ReachedGoals {
  readonly stop: readonly GoalId[]
  readonly pause: readonly GoalId[]
  /** When it stops or pauses them. */
  readonly moment: Instant
  /** Whether every clock that stands still goes on. */
  readonly resume: boolean
  /** `all` that run, but those in `kept`. */
  readonly cancel: readonly GoalId[] | "all"
  readonly kept: readonly GoalId[]
}

/** The kinds of reply that are a first one. */
function answers(handling: SimulatedHandling): readonly string[] {
  return handling.questionIsFirstReply ? ["interim", "final", "redirect", "clarify"] : ["interim", "final", "redirect"]
}

/**
 * The goals that an event reaches or gives up.
 *
 * @param before - what the incident was
 * @param after - what it is
 */
export function reachedBy(event: IncidentEvent, before: Incident, after: Incident, handling: SimulatedHandling): ReachedGoals {
  const nothing: ReachedGoals = { stop: [], pause: [], moment: event.at, resume: false, cancel: [], kept: [] }
  switch (event.type) {
    case "reply-published": {
      if (before.status !== "publishing") return nothing
      const first = isUnderOwn(event.messageKey, before) && answers(handling).includes(before.draft.replyKind) ? [firstReplyGoal] : []
      const final = before.draft.replyKind === "final" && after.status === "replied-final" ? [finalReplyGoal] : []
      const pause = after.status === "needs-info" ? handling.pausedByQuestion : []
      return { ...nothing, stop: [...first, ...final], pause, moment: event.publishedAt }
    }
    case "wait-ended":
      return { ...nothing, resume: true }
    case "reply-waived":
      return { ...doneUnpublished(before, after, nothing, handling), cancel: [...whatIsWaived(after), ...finalGivenUp(before, after)] }
    case "joint-reply-published":
      return isUnderOwn(event.messageKey, before) && ["interim", "final", "redirect"].includes(event.replyKind)
        ? { ...nothing, stop: [firstReplyGoal], moment: event.publishedAt }
        : nothing
    case "late-reply-published":
      return isUnderOwn(event.messageKey, before) && answers(handling).includes(event.replyKind)
        ? { ...nothing, stop: [firstReplyGoal], moment: event.publishedAt }
        : nothing
    case "work-taken":
    case "assignment-refused":
      return { ...nothing, stop: [acceptanceGoal] }
    case "draft-approved":
      return { ...doneUnpublished(before, after, nothing, handling), stop: [approvalGoal], cancel: finalGivenUp(before, after) }
    case "draft-returned":
      return { ...nothing, stop: [approvalGoal] }
    case "incident-assigned":
    case "owner-decided":
    case "owner-not-found":
      return { ...nothing, cancel: [acceptanceGoal] }
    case "incident-transferred":
      return { ...nothing, cancel: [acceptanceGoal, approvalGoal] }
    case "incident-converted":
      return { ...nothing, cancel: "all", kept: [firstReplyGoal] }
    case "incident-dismissed":
      return { ...nothing, resume: true, cancel: "all" }
    case "incident-closed":
    case "incident-reopened":
      return { ...nothing, cancel: "all" }
    default:
      return nothing
  }
}

/** Only a reply under the incident's own message answers its author: others belong to incidents that were merged into it. */
function isUnderOwn(messageKey: MessageKey, before: Incident): boolean {
  return before.status !== "none" && before.messages.some((message) => message.messageKey === messageKey && message.isOwn)
}

/** A reply whose messages were all waived is done without being published. */
function doneUnpublished(before: Incident, after: Incident, nothing: ReachedGoals, handling: SimulatedHandling): ReachedGoals {
  return before.status !== after.status && after.status === "needs-info" ? { ...nothing, pause: handling.pausedByQuestion } : nothing
}

function finalGivenUp(before: Incident, after: Incident): readonly GoalId[] {
  return before.status !== after.status && after.status === "replied-final" ? [finalReplyGoal] : []
}

/** When nobody is left to be answered, the citizen's clock has nothing to wait for. */
function whatIsWaived(after: Incident): readonly GoalId[] {
  if (after.status === "none") return []
  return after.messages.every(({ role, isOwn, waiver }) => role === "follow-up" || !isOwn || waiver !== null) ? [firstReplyGoal] : []
}
