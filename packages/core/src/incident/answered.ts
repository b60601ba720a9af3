import type { MessageKey } from "../message/index.ts"
import type { MessageState, PublishedReply } from "./state-parts.ts"
import type { IncidentBase } from "./state.ts"
import type { ReplyKind } from "./vocabulary.ts"

/**
 * The messages that a reply still has to be published under: complaints without one of this draft, and without a waiver.
 *
 * @param incident - messages and replies of one incident
 * @param draftId - of the reply
 */
export function messagesToAnswer(incident: Pick<IncidentBase, "messages" | "replies">, draftId: string): readonly MessageKey[] {
  return incident.messages.filter((message) => needsOwnReply(message) && !isUnder(incident.replies, draftId, message)).map(keyOf)
}

/**
 * The messages that still wait: complaints with neither reply nor waiver, and follow-ups newer than every reply. While there is one, the
 * incident does not close by itself.
 *
 * @param incident - messages and replies of one incident
 */
export function unansweredMessages(incident: Pick<IncidentBase, "messages" | "replies">): readonly MessageKey[] {
  const newest = incident.replies.reduce((latest, reply) => (reply.publishedAt > latest ? reply.publishedAt : latest), "")
  return incident.messages
    .filter((message) => {
      if (message.waiver !== null) return false
      if (message.role === "follow-up") return message.publishedAt > newest
      return !incident.replies.some((reply) => reply.messageKey === message.messageKey)
    })
    .map(keyOf)
}

/**
 * Whether a reply of a kind answers the citizen. A question to the author does not, nor does a "what to do" for everybody.
 *
 * @param replyKind - of a reply
 */
export function isAnswer(replyKind: ReplyKind): boolean {
  return replyKind !== "clarify" && replyKind !== "guidance"
}

/** Whether no message waits for the first reply any more because every complaint of its own was waived. */
export function isWholeWaived(messages: readonly MessageState[]): boolean {
  return messages.every((message) => message.role === "follow-up" || !message.isOwn || message.waiver !== null)
}

function needsOwnReply(message: MessageState): boolean {
  return message.role === "complaint" && message.waiver === null
}

function isUnder(replies: readonly PublishedReply[], draftId: string, message: MessageState): boolean {
  return replies.some((reply) => reply.draftId === draftId && reply.messageKey === message.messageKey)
}

function keyOf({ messageKey }: MessageState): MessageKey {
  return messageKey
}
