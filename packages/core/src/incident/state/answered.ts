import type { MessageKey } from "../../message/index.ts"
import type { Instant } from "../../base/index.ts"
import { cycleOf } from "./cycle.ts"
import type { DraftState, MessageState, PublishedReply, ReopeningState, SurveyState } from "./state-parts.ts"
import type { ExistingIncident, IncidentBase, IncidentStatus } from "./state.ts"
import { unanswering, type PublishedKind } from "../vocabulary.ts"

/**
 * The messages that a reply still has to be published under: complaints, or of a `follow-up` reply the words that it
 * answers, without one of this draft, and without a waiver.
 *
 * @param incident - messages and replies of one incident
 * @param draft - of the reply
 */
export function messagesToAnswer(
  { messages, replies }: Pick<IncidentBase, "messages" | "replies">,
  { draftId, answers }: Pick<DraftState, "draftId" | "answers">,
): readonly MessageKey[] {
  const isMeant = ({ role, messageKey }: MessageState) => (answers === null ? role === "complaint" : answers.includes(messageKey))
  const answered = new Set(replies.filter((reply) => reply.draftId === draftId).map(({ messageKey }) => messageKey))
  return messages.filter((message) => isMeant(message) && message.waiver === null && !answered.has(message.messageKey)).map(keyOf)
}

/** Words of authors that wait for an answer of their own. */
export interface AuthorWaiting {
  /** When the desk saw the first of them. */
  readonly since: Instant
  /** In the order in which they were seen; 1 or more. */
  readonly keys: readonly MessageKey[]
}

/**
 * What authors wrote after an answer of ours and nobody has answered since: neither a thanks nor the answer to a
 * question, not waived, and without a later reply under the author's own complaint or one of the author's words. A
 * reply that was published before the desk saw the word is no later one, and guidance answers nothing. What comes
 * before the first answer of a cycle waits with the complaint, by its clock.
 *
 * @param incident - the state
 * @returns null when nobody waits
 */
export function waitingOf(incident: WaitingFacts): AuthorWaiting | null {
  const waiting = unreadWords(incident).filter((word) => isDone(incident) || isAnsweredBefore(incident, word))
  const [first] = waiting
  return first === undefined ? null : { since: first.seenAt, keys: waiting.map(keyOf) }
}

/** What {@link waitingOf} reads. */
export type WaitingFacts = Pick<IncidentBase, "messages"> & {
  /** The status of the incident. */
  readonly status: IncidentStatus
  /** The replies that were published. */
  readonly replies: readonly Pick<PublishedReply, "replyKind" | "messageKey" | "publishedAt">[]
  /** The draft that is written or published, if any. */
  readonly draft?: Pick<DraftState, "returnsTo">
  /** When and why it was reopened. */
  readonly reopenings?: readonly ReopeningState[]
}

/** Words of authors to which no later reply was published, whether the complaint waits too or not. */
export function unreadWords(incident: Pick<WaitingFacts, "messages" | "replies">): readonly MessageState[] {
  const words = incident.messages.filter((message) => message.act === "word" && message.waiver === null)
  if (words.length === 0) return words
  const ofWord = new Map(incident.messages.map(({ messageKey, of }) => [messageKey, of ?? messageKey]))
  const last = new Map<MessageKey, Instant>()
  for (const { replyKind, messageKey, publishedAt } of incident.replies) {
    const thread = ofWord.get(messageKey) ?? messageKey
    if (!unanswering.includes(replyKind) && publishedAt > (last.get(thread) ?? "")) last.set(thread, publishedAt)
  }
  const isUnderIt = ({ messageKey }: MessageState) =>
    incident.replies.some((reply) => reply.messageKey === messageKey && !unanswering.includes(reply.replyKind))
  return words.filter((word) => word.seenAt >= (last.get(word.of ?? word.messageKey) ?? "") && !isUnderIt(word))
}

/** Nothing more is coming by itself: the last answer was given. */
function isDone({ status, draft }: WaitingFacts): boolean {
  const present = status === "reply-review" || status === "publishing" ? draft?.returnsTo : status
  return present === "replied-final" || present === "closed" || present === "converted"
}

/** Whether this author had an answer in the present cycle. */
function isAnsweredBefore({ messages, replies, reopenings = [] }: WaitingFacts, { of, messageKey }: MessageState): boolean {
  const since = reopenings.at(-1)?.at ?? ""
  const own = new Set(
    messages.filter((message) => message.messageKey === (of ?? messageKey) || (of !== null && message.of === of)).map(keyOf),
  )
  return replies.some((reply) => isAnswer(reply.replyKind) && reply.publishedAt >= since && (of === null || own.has(reply.messageKey)))
}

/**
 * The messages that still wait: complaints with neither reply nor waiver, and the words of {@link waitingOf}. While
 * there is one, the incident does not close.
 *
 * @param incident - the state
 */
export function unansweredMessages(incident: WaitingFacts): readonly MessageKey[] {
  const words = new Set(waitingOf(incident)?.keys)
  const answered = new Set(incident.replies.map(({ messageKey }) => messageKey))
  return incident.messages
    .filter(({ messageKey, role, waiver }) => (role === "complaint" ? waiver === null && !answered.has(messageKey) : words.has(messageKey)))
    .map(keyOf)
}

/**
 * The survey of the present cycle; null where none is planned.
 *
 * @param incident - the state
 */
export function surveyOf(incident: ExistingIncident): SurveyState | null {
  const last = incident.surveys.at(-1)
  return last?.cycle === cycleOf(incident) ? last : null
}

/**
 * Whether a reply of a kind answers the citizen. A question to the author does not, nor does a "what to do" for
 * everybody.
 *
 * @param replyKind - of a reply
 */
export function isAnswer(replyKind: PublishedKind): boolean {
  return replyKind !== "clarify" && !unanswering.includes(replyKind)
}

/** Whether no message waits for the first reply any more because every complaint of its own was waived. */
export function isWholeWaived(messages: readonly MessageState[]): boolean {
  return messages.every((message) => message.role === "follow-up" || !message.isOwn || message.waiver !== null)
}

function keyOf({ messageKey }: MessageState): MessageKey {
  return messageKey
}
