import { createBudget, createReplyGate } from "@otklik/connector-kit"
import { DeskError, instantToMillis, type FindReplyOptions, type MessageKey, type ReplyOptions, type ReplyReceipt } from "@otklik/core"
import { z } from "zod"
import type { OkApi } from "./api.ts"
import { walkComments } from "./comment-walk.ts"
import { readKey, topicUrl, type OkAddress } from "./key.ts"
import { commentAuthor, commentMoment, readComment } from "./message.ts"
import { idMillis } from "./moment.ts"
import { commentSchema } from "./shape.ts"
import { comparableText } from "./text.ts"

/** What the answer to a new comment looks like is not documented any more: the reply is looked for instead of read from it. */
const createdSchema = z.unknown()

/** The most calls of one search for a reply: twenty thousand comments. */
const mostCalls = 200

/** A reply that OK just took is looked for among the comments of the last five minutes: so far clocks may differ. Our choice, seconds. */
const freshSeconds = 300

/** The reply members of the connector contract. */
export interface Replier {
  canAnswer(messageKey: MessageKey): boolean
  send(options: ReplyOptions): Promise<ReplyReceipt>
  find(options: FindReplyOptions): Promise<ReplyReceipt | undefined>
}

/**
 * Answers as the official group, under a topic of its own or a comment there. OK knows no idempotency key: a reply is looked for before it is published,
 * and afterwards, and what cannot be looked for is not published.
 *
 * @param api - OK
 * @param groupId - the official group
 */
export function createReplier(api: OkApi, groupId: string): Replier {
  async function find({ messageKey, text, signal, dueAt }: FindReplyOptions, since = 0): Promise<ReplyReceipt | undefined> {
    const address = answerable(messageKey, groupId)
    // A reply is younger than the comment that it answers.
    const floor = Math.max(since, Math.floor((idMillis(address.commentId ?? "") ?? 0) / 1000)) - 1
    const abort = { ...(signal === undefined ? {} : { signal }), ...(dueAt === undefined ? {} : { dueAt }) }
    const budget = createBudget(mostCalls)
    const { items, isWhole } = await walkComments({ api, place: address, budget, priority: "reply", floor, ...abort })
    const ours = items.filter((item) => isOurs(item, address, text))
    const [latest] = ours.toSorted((one, other) => (commentMoment(other) ?? 0) - (commentMoment(one) ?? 0))
    const reading = latest === undefined ? undefined : readComment(latest, address)
    if (reading?.kind === "message") {
      const { key, publishedAt } = reading.message
      return { replyKey: key, url: topicUrl(address), publishedAt }
    }
    if (isWhole) return undefined
    const reason = "more comments than can be looked through for a reply that may stand already; look and answer by hand"
    throw new DeskError("refused", `ok: ${reason}`, { reason })
  }

  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { messageKey, text, photoUrls, signal, dueAt } = options
    const address = answerable(messageKey, groupId)
    if (photoUrls.length > 0)
      throw new DeskError("capability", "ok: how a photo is attached to a comment is not documented", { capability: "replyPhoto" })
    const known = await find(options)
    if (known !== undefined) return known
    await api.call(
      {
        method: "discussions.addDiscussionComment",
        priority: "reply",
        writes: true,
        params: {
          entityId: address.topicId,
          entityType: "GROUP_TOPIC",
          comment: text,
          reply_to_comment_id: address.commentId,
          as_admin: "true",
        },
        ...(signal === undefined ? {} : { signal }),
        ...(dueAt === undefined ? {} : { dueAt }),
      },
      createdSchema,
    )
    const since = Math.floor(instantToMillis(options.now) / 1000) - freshSeconds
    const shown = await find(options, since).catch(() => undefined)
    if (shown !== undefined) return shown
    throw new DeskError("ambiguous", "ok: OK took the reply, and it could not be read back", {})
  }

  return {
    canAnswer: (messageKey) => readKey(messageKey)?.groupId === groupId,
    async find(options) {
      options.signal?.throwIfAborted()
      return find(options)
    },
    send: createReplyGate("ok", publish),
  }
}

/** Whether a comment is this reply: by the group, under the same message, with the same text. */
function isOurs(item: unknown, address: OkAddress, text: string): boolean {
  const comment = commentSchema.safeParse(item).data
  if (comment === undefined || comment.type?.startsWith("ACTIVE") === false) return false
  if (commentAuthor(comment, address.groupId) !== `group:${address.groupId}`) return false
  return (comment.reply_to_comment_id ?? "") === (address.commentId ?? "") && comparableText(comment.text) === comparableText(text)
}

/** @throws DeskError `config` for a foreign key, `capability` for a topic of another group */
function answerable(messageKey: MessageKey, groupId: string): OkAddress {
  const address = readKey(messageKey)
  if (address === undefined) {
    const message = "the key of a message of OK was expected"
    throw new DeskError("config", `ok: messageKey: ${message}`, { issues: [{ path: "messageKey", message }] })
  }
  if (address.groupId === groupId) return address
  const capability = "a group answers in its own topics only; elsewhere, follow the link and answer by hand"
  throw new DeskError("capability", `ok: ${capability}`, { capability })
}
