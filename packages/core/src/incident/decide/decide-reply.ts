import { DeskError } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import { waitingOf } from "../state/answered.ts"
import { withClocks } from "./clock-effects.ts"
import type { RecordLateReply, RecordPublication, ReplyCommand, SubmitDraft, WaiveReply } from "../commands/command-reply.ts"
import type { IncidentEvent } from "../events/event.ts"
import { expectDraft, expectMessage, expectStatus } from "./expect.ts"
import { isAnsweredUnder, isWaivable } from "./guards.ts"
import { illegalTransition } from "../legal.ts"
import { checkApproval, checkDraft, checkPromise } from "./reply-guards.ts"
import type { ExistingIncident, Publishing } from "../state/state.ts"

/** The events of a command about replies. */
export function decideReply(command: ReplyCommand, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  switch (command.type) {
    case "submit-draft": {
      checkDraft(command, state)
      const answers = command.replyKind === "follow-up" ? wordsToAnswer(command, state) : null
      const { draftId, textHash, replyKind, outcome, guidanceId, override, madeBy } = command
      const waitMinutes = replyKind === "clarify" ? (command.waitMinutes ?? null) : null
      const drafted = {
        draftId,
        textHash,
        replyKind,
        outcome,
        waitMinutes,
        ...(guidanceId === undefined ? {} : { guidanceId }),
        ...(override === undefined ? {} : { override }),
        ...(madeBy === undefined ? {} : { madeBy }),
        ...(answers === null ? {} : { answers }),
      }
      return withClocks({ type: "draft-submitted", ...stamp, ...drafted }, state, { start: command.clocks })
    }
    case "approve-draft": {
      const { draft } = expectStatus(command, state, "reply-review")
      checkApproval(command, draft)
      checkPromise(draft.outcome, command)
      const { draftId, textHash, override, findings, stage } = command
      const inSpite = { ...(override === undefined ? {} : { override }), ...(findings === undefined ? {} : { findings }) }
      const approved = { type: "draft-approved", ...stamp, draftId, textHash, ...inSpite } as const
      return withClocks(approved, state, { stage })
    }
    case "return-draft":
      expectDraft(command.draftId, expectStatus(command, state, "reply-review").draft.draftId)
      return withClocks({ type: "draft-returned", ...stamp, draftId: command.draftId }, state)
    case "extend-reply": {
      const replied = expectStatus(command, state, "replied-interim", "replied-final", "closed")
      if (replied.standing === null) throw illegalTransition(command.type, state, "no reply is published")
      expectDraft(command.draftId, replied.standing.draftId)
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
      return withClocks({ type: "wait-ended", ...stamp, cause: command.cause }, state, { resumptions: command.resumptions })
    }
  }
}

function publish(command: RecordPublication, state: Publishing): readonly IncidentEvent[] {
  const { at, by, draftId, messageKey, replyKey, url, publishedAt, stage } = command
  expectDraft(draftId, state.draft.draftId)
  expectMessage(messageKey, state)
  if (state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === messageKey)) return []
  const published = { type: "reply-published", schemaVersion: 1, at, by, draftId, messageKey, replyKey, url, publishedAt } as const
  return withClocks(published, state, { stage })
}

/**
 * A published reply although the incident waits for it no more: its message was waived, or the draft was sent back,
 * while it was on its way. It is published, so the log says so; of the clocks only the citizen's own is touched, if it
 * still runs.
 */
function publishLate(command: RecordLateReply, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, draftId, replyKind, messageKey, replyKey, url, publishedAt, clarifyIsFirstReply } = command
  expectMessage(messageKey, state)
  if (state.replies.some((reply) => reply.draftId === draftId && reply.messageKey === messageKey)) return []
  if (state.status === "publishing" && state.draft.draftId === draftId) {
    throw illegalTransition(command.type, state, "the reply is waited for: record it as published")
  }
  const reply = { draftId, replyKind, messageKey, replyKey, url, publishedAt }
  return withClocks({ type: "late-reply-published", schemaVersion: 1, at, by, ...reply }, state, { stage: { clarifyIsFirstReply } })
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

function waive(command: WaiveReply, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, messageKey, reason } = command
  expectMessage(messageKey, state)
  const message = state.messages.find((candidate) => candidate.messageKey === messageKey)
  if (message === undefined || message.waiver !== null) return []
  if (!isWaivable(state, messageKey)) throw illegalTransition(command.type, state, "a reply is published under the message")
  if (isAnsweredUnder(state, message)) return []
  return withClocks({ type: "reply-waived", schemaVersion: 1, at, by, messageKey, reason }, state, { stage: command.stage })
}
