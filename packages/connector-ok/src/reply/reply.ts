import { createBudget, createOnceReplier, foreignKey, notPossible, tooMuchToSearch, type ReplyMembers } from "@otklik/connector-kit"
import { addMinutes, DeskError, instantToMillis, isDeskError, type MessageKey } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { OkApi } from "../api/client.ts"
import { goneReasons } from "../api/errors.ts"
import { readKey, topicUrl, type OkAddress } from "../api/keys.ts"
import { commentAuthor, readComment } from "../api/message.ts"
import { idMillis } from "../api/moments.ts"
import { commentSchema } from "../api/schemas.ts"
import { comparableText } from "../api/text.ts"
import { walkComments } from "../sources/comments.ts"

/**
 * The shape of the answer to a new comment is not documented any more: the reply is searched for instead of read
 * from it.
 */
const createdSchema = z.unknown()

/** The most calls of one search for a reply: twenty thousand comments. */
const mostCalls = 200

/**
 * A reply that OK just took is searched for among the comments of the last five minutes: so far clocks may differ. Our
 * choice.
 */
const freshMinutes = 5

/**
 * Answers as the official group, under a topic of its own or a comment there. OK knows no idempotency key: a second try
 * searches for the first one, every attempt checks afterwards, and what cannot be searched for is not published.
 *
 * @param api - OK
 * @param groupId - the official group
 */
export function createReplier(api: OkApi, groupId: string): ReplyMembers {
  async function find({ messageKey, text, since, signal, dueAt }: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    const address = answerable(messageKey, groupId)
    // A reply is younger than the comment that it answers.
    const floor = Math.floor(Math.max(since === undefined ? 0 : instantToMillis(since), idMillis(address.commentId ?? "") ?? 0) / 1000) - 1
    const budget = createBudget(mostCalls)
    const { items, isWhole } = await walkComments({ api, place: address, budget, priority: "reply", floor, signal, dueAt })
    const found = items.flatMap((item) => {
      const reading = isOurs(item, address, text) ? readComment(item, address) : undefined
      if (reading?.kind !== "message") return []
      return [{ replyKey: reading.message.key, url: topicUrl(address), publishedAt: reading.message.publishedAt }]
    })
    if (isWhole || found.length > 0) return found
    throw tooMuchToSearch("ok")
  }

  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { messageKey, text, signal, dueAt } = options
    const address = answerable(messageKey, groupId)
    await api.call(
      {
        method: "discussions.addDiscussionComment",
        priority: "reply",
        writes: true,
        beforeSend: options.beforeWrite,
        params: {
          entityId: address.topicId,
          entityType: "GROUP_TOPIC",
          comment: text,
          reply_to_comment_id: address.commentId,
          as_admin: "true",
        },
        signal,
        dueAt,
      },
      createdSchema,
    )
    const since = addMinutes(options.now, -freshMinutes)
    const shown = (await find({ ...options, since }).catch(() => [])).at(0)
    if (shown !== undefined) return shown
    throw new DeskError("ambiguous", "ok: OK took the reply, and it could not be read back", {})
  }

  function check({ messageKey, photos }: ReplyOptions): void {
    answerable(messageKey, groupId)
    if (photos.length > 0) throw notPossible("ok", "how a photo is attached to a comment is not documented", "replyPhoto")
  }

  /** `discussions.deleteDiscussionComment` is described where answering is: in OK's pages of 2017, and not today. */
  async function doRetract({ replyKey, signal }: RetractOptions): Promise<void> {
    const address = answerable(replyKey, groupId)
    if (address.commentId === undefined) throw notPossible("ok", "only comments are deleted", "retract")
    const params = { discussionId: address.topicId, discussionType: "GROUP_TOPIC", comment_id: address.commentId }
    try {
      await api.call({ method: "discussions.deleteDiscussionComment", priority: "reply", writes: true, params, signal }, z.unknown())
    } catch (error) {
      if (!isDeskError(error, "refused") || !goneReasons.has(error.details.reason)) throw error
    }
  }

  return {
    ...createOnceReplier({ network: "ok", check, find, publish }),
    canAnswer: (messageKey) => readKey(messageKey)?.groupId === groupId,
    doRetract,
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
    throw foreignKey("ok", "a message of OK")
  }
  if (address.groupId === groupId) return address
  throw notPossible("ok", "a group answers in its own topics only; elsewhere, follow the link and answer by hand")
}
