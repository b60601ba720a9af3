import type { Instant } from "../../base/index.ts"
import { DeskError } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { isAnswer, isWholeWaived, messagesToAnswer, waitingOf } from "../state/answered.ts"
import { changeClocks, resumeClocks, type ClockWishes, type Stamp } from "./clock-events.ts"
import type { StageFacts } from "../commands/command-envelope.ts"
import type { RecordLateReply, RecordPublication, ReplyCommand, SubmitDraft, WaiveReply } from "../commands/command-reply.ts"
import { completionWishes, firstReplyKinds } from "./completion.ts"
import { cycleOf } from "../state/cycle.ts"
import type { IncidentEvent } from "../events/event.ts"
import { expectDraft, expectMessage, expectStatus } from "./expect.ts"
import { illegalTransition } from "../legal.ts"
import { checkApproval, checkDraft, checkPromise } from "./reply-guards.ts"
import type { ExistingIncident, Publishing } from "../state/state.ts"
import type { DraftState, PublishedReply } from "../state/state-parts.ts"
import { approvalGoal, firstReplyGoal, followUpGoal, type GoalId } from "../vocabulary.ts"

/** The events of a command about replies. */
export function decideReply(command: ReplyCommand, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  const clocks = (wishes: ClockWishes) => changeClocks(state.clocks, cycleOf(state), command, wishes)
  switch (command.type) {
    case "submit-draft": {
      checkDraft(command, state)
      const answers = command.replyKind === "follow-up" ? wordsToAnswer(command, state) : null
      const { draftId, textHash, replyKind, outcome, guidanceId, override } = command
      const waitMinutes = replyKind === "clarify" ? (command.waitMinutes ?? null) : null
      const planned = (command.clocks ?? []).filter((clock) => clock.goal === approvalGoal)
      const drafted = {
        draftId,
        textHash,
        replyKind,
        outcome,
        waitMinutes,
        ...(guidanceId === undefined ? {} : { guidanceId }),
        ...(override === undefined ? {} : { override }),
        ...(answers === null ? {} : { answers }),
      }
      return [{ type: "draft-submitted", ...stamp, ...drafted }, ...clocks({ start: planned })]
    }
    case "approve-draft": {
      const { draft, ...rest } = expectStatus(command, state, "reply-review")
      checkApproval(command, draft)
      checkPromise(draft.outcome, command)
      const { draftId, textHash, override } = command
      const approved = { type: "draft-approved", ...stamp, draftId, textHash, ...(override === undefined ? {} : { override }) } as const
      const stop = { goals: [approvalGoal], at }
      if (messagesToAnswer(rest, draft).length > 0) return [approved, ...clocks({ stop })]
      // Every message was waived: there is nothing to publish, and the reply is done with its approval.
      const left = { ...state, clocks: state.clocks.filter(({ goal }) => goal !== approvalGoal) }
      return [approved, ...clocks({ stop }), ...completed(command, left, draft, at, "waived", command.stage)]
    }
    case "return-draft":
      expectDraft(command.draftId, expectStatus(command, state, "reply-review").draft.draftId)
      return [{ type: "draft-returned", ...stamp, draftId: command.draftId }, ...clocks({ stop: { goals: [approvalGoal], at } })]
    case "extend-reply": {
      const replied = expectStatus(command, state, "replied-interim", "replied-final", "closed")
      if (replied.standing === null) throw illegalTransition(command.type, state, "no reply stands")
      expectDraft(command.draftId, replied.standing.draftId)
      if (messagesToAnswer(replied, replied.standing).length === 0)
        throw illegalTransition(command.type, state, "every message has the reply")
      if (replied.status === "closed" && (replied.window === null || at > replied.window.until)) {
        throw illegalTransition(command.type, state, "it is closed, and the window for objections is over")
      }
      return [{ type: "reply-extended", ...stamp, draftId: command.draftId }]
    }
    case "record-publication":
      return publish(command, expectStatus(command, state, "publishing"))
    case "record-refusal": {
      const { draft } = expectStatus(command, state, "publishing")
      const { draftId, messageKey, reason } = command
      expectDraft(draftId, draft.draftId)
      expectMessage(messageKey, state)
      return [{ type: "reply-refused", ...stamp, draftId, messageKey, reason }]
    }
    case "record-uncertainty": {
      const { draft } = expectStatus(command, state, "publishing")
      const { draftId, messageKey } = command
      expectDraft(draftId, draft.draftId)
      expectMessage(messageKey, state)
      return draft.uncertain.includes(messageKey) ? [] : [{ type: "reply-uncertain", ...stamp, draftId, messageKey }]
    }
    case "record-unpublishable": {
      const { draft } = expectStatus(command, state, "publishing")
      const { draftId, messageKey, why } = command
      expectDraft(draftId, draft.draftId)
      expectMessage(messageKey, state)
      return draft.unpublishable.includes(messageKey) ? [] : [{ type: "reply-unpublishable", ...stamp, draftId, messageKey, why }]
    }
    case "waive-reply":
      return waive(command, state)
    case "record-late-reply":
      return publishLate(command, state)
    case "record-duplicate-reply": {
      const { draftId, messageKey, replyKey, url, publishedAt } = command
      expectMessage(messageKey, state)
      if ([...state.replies, ...state.duplicates].some((reply) => reply.replyKey === replyKey)) return []
      if (!state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === messageKey))
        throw illegalTransition(command.type, state, "the reply itself is not recorded")
      return [{ type: "reply-duplicated", ...stamp, draftId, messageKey, replyKey, url, publishedAt }]
    }
    case "record-retraction": {
      const { messageKey, replyKey } = command
      const isShown = state.duplicates.some((copy) => copy.replyKey === replyKey && copy.retractedAt === null)
      return isShown ? [{ type: "duplicate-retracted", ...stamp, messageKey, replyKey }] : []
    }
    case "end-wait": {
      const { wait } = expectStatus(command, state, "needs-info")
      if (command.cause === "expired" && at < wait.until) throw illegalTransition(command.type, state, `it waits until ${wait.until}`)
      return [{ type: "wait-ended", ...stamp, cause: command.cause }, ...resumeClocks(state.clocks, command.resumptions, command)]
    }
  }
}

/** A published reply stops the clocks at the moment it stood in the network; a term that had passed by then is written down first. */
function publish(command: RecordPublication, state: Publishing): readonly IncidentEvent[] {
  const { at, by, draftId, messageKey, replyKey, url, publishedAt, stage } = command
  const { draft } = state
  expectDraft(draftId, draft.draftId)
  expectMessage(messageKey, state)
  if (state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === messageKey)) return []
  const published = { type: "reply-published", schemaVersion: 1, at, by, draftId, messageKey, replyKey, url, publishedAt } as const
  const left = messagesToAnswer(state, draft).filter((key) => key !== messageKey)
  const isOwn = state.messages.some((message) => message.messageKey === messageKey && message.isOwn)
  const first = isOwn && firstReplyKinds(stage).includes(draft.replyKind) ? [firstReplyGoal] : []
  const reached = [...first, ...answeredWords(state, { replyKind: draft.replyKind, messageKey, publishedAt })]
  if (left.length > 0) {
    return [published, ...changeClocks(state.clocks, cycleOf(state), command, { stop: { goals: reached, at: publishedAt } })]
  }
  return [published, ...completed(command, state, draft, publishedAt, "published", stage, reached)]
}

/**
 * A reply that stands although the incident waits for it no more: its message was waived, or the draft was sent back, while it was on its way. It stands, so the log
 * says so; of the clocks only the citizen's own is touched, if it still runs.
 */
function publishLate(command: RecordLateReply, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, draftId, replyKind, messageKey, replyKey, url, publishedAt, clarifyIsFirstReply = false } = command
  expectMessage(messageKey, state)
  if (state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === messageKey)) return []
  if (state.status === "publishing" && state.draft.draftId === draftId) {
    throw illegalTransition(command.type, state, "the reply is waited for: record it as published")
  }
  const isOwn = state.messages.some((message) => message.messageKey === messageKey && message.isOwn)
  const first = isOwn && firstReplyKinds({ clarifyIsFirstReply }).includes(replyKind) ? [firstReplyGoal] : []
  const goals = [...first, ...answeredWords(state, { replyKind, messageKey, publishedAt })]
  return [
    { type: "late-reply-published", schemaVersion: 1, at, by, draftId, replyKind, messageKey, replyKey, url, publishedAt },
    ...changeClocks(state.clocks, cycleOf(state), command, { stop: { goals, at: publishedAt } }),
  ]
}

/** The clock of the answer to later words is done when this reply leaves none that waits. */
function answeredWords(
  state: ExistingIncident,
  reply: Pick<PublishedReply, "replyKind" | "messageKey" | "publishedAt">,
): readonly GoalId[] {
  if (reply.replyKind === "guidance") return []
  return waitingOf({ ...state, replies: [...state.replies, reply] }) === null ? [followUpGoal] : []
}

/**
 * The words that a `follow-up` reply goes under: those named, or the newest of every author who waits.
 *
 * @throws DeskError `missing-fact` when nobody waits
 */
function wordsToAnswer(command: SubmitDraft, state: ExistingIncident): readonly MessageKey[] {
  const { answers } = command
  if (answers !== undefined) {
    for (const key of answers) expectMessage(key, state)
    if (answers.length > 0) return answers
  }
  const newest = new Map<MessageKey | null, MessageKey>()
  for (const key of waitingOf(state)?.keys ?? []) newest.set(state.messages.find(({ messageKey }) => messageKey === key)?.of ?? null, key)
  if (newest.size === 0) {
    throw new DeskError("missing-fact", "no author waits: name the message that the reply answers", { facts: ["answers"] })
  }
  return [...newest.values()]
}

/** What follows when a reply is done with its last message. */
function completed(
  stamp: Stamp,
  state: ExistingIncident,
  draft: DraftState,
  moment: Instant,
  how: "published" | "waived",
  stage: StageFacts | undefined,
  reached: readonly string[] = [],
): readonly IncidentEvent[] {
  const wishes = completionWishes(state, draft, moment, how, stage ?? {}, reached)
  // Whoever objected is heard anew after the answer, where the host says so.
  const restarts =
    draft.replyKind === "follow-up" && draft.returnsTo === "replied-final" && stage?.windowRestarts === true && hasWindow(state)
  const window = draft.replyKind === "final" || restarts ? (stage?.window ?? null) : null
  const { at, by } = stamp
  return [
    ...changeClocks(state.clocks, cycleOf(state), stamp, wishes),
    ...(window === null ? [] : [{ type: "window-opened", schemaVersion: 1, at, by, ...window } as const]),
  ]
}

function hasWindow(state: ExistingIncident): boolean {
  return "window" in state && state.window !== null
}

/** A waiver may be what a reply waited for last; and when nobody is left to be answered, the citizen's clock has nothing to wait for. */
function waive(command: WaiveReply, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, messageKey, reason } = command
  expectMessage(messageKey, state)
  const message = state.messages.find((candidate) => candidate.messageKey === messageKey)
  if (message === undefined || message.waiver !== null) return []
  const isOnItsWay = state.status === "publishing" || (state.status === "reply-review" && state.draft.approved)
  // Of a reply on its way only this one matters: an interim one may stand where the final one cannot.
  const under = message.role === "follow-up" ? [] : state.replies.filter((reply) => reply.messageKey === messageKey)
  const isAnswered = under.some((reply) => (isOnItsWay ? reply.draftId === state.draft.draftId : isAnswer(reply.replyKind)))
  if (isAnswered && state.status === "merged") return []
  if (isAnswered) throw illegalTransition(command.type, state, "a reply stands under the message")
  const messages = state.messages.map((candidate) => (candidate === message ? { ...message, waiver: reason } : candidate))
  const waived = { type: "reply-waived", schemaVersion: 1, at, by, messageKey, reason } as const
  const isHeard = message.act === "word" && waitingOf({ ...state, messages }) === null
  const goals: readonly string[] = [...(isWholeWaived(messages) ? [firstReplyGoal] : []), ...(isHeard ? [followUpGoal] : [])]
  const cancel = { goals, reason: "waived" } as const
  const ended = changeClocks(state.clocks, cycleOf(state), command, { cancel })
  const left = { ...state, messages, clocks: state.clocks.filter(({ goal }) => !cancel.goals.includes(goal)) }
  if (!isOnItsWay || messagesToAnswer({ ...state, messages }, state.draft).length > 0) return [waived, ...ended]
  return [waived, ...ended, ...completed(command, left, state.draft, at, "waived", command.stage)]
}
