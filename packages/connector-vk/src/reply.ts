import { createReplyGate } from "@otklik/connector-kit"
import {
  DeskError,
  instantToMillis,
  isDeskError,
  stableId,
  type FindReplyOptions,
  type MessageKey,
  type ReplyOptions,
  type ReplyReceipt,
} from "@otklik/core"
import { z } from "zod"
import type { VkApi } from "./api.ts"
import { findReply, type FoundReply } from "./find-reply.ts"
import { commentKey, commentUrl, readKey, type VkAddress } from "./key.ts"
import { uploadPhotos } from "./photo.ts"
import { idSchema } from "./shape.ts"

const createdSchema = z.looseObject({ comment_id: idSchema, parents_stack: z.array(idSchema).optional() })

/** What every call for a reply carries along. */
type Urgent = Pick<FindReplyOptions, "signal" | "dueAt">

/** The two reply members of the connector contract. */
export interface Replier {
  send(options: ReplyOptions): Promise<ReplyReceipt>
  find(options: FindReplyOptions): Promise<ReplyReceipt | undefined>
}

/**
 * Answers as the official community, under the message. A reply is looked for before it is published, and carries a `guid` made of the idempotency
 * key, by which VK gives the same comment for a second try.
 *
 * @param api - VK
 * @param communityId - positive
 * @param canPhoto - whether there is a token that may upload photos
 */
export function createReplier(api: VkApi, communityId: number, canPhoto: boolean): Replier {
  async function find(options: FindReplyOptions): Promise<ReplyReceipt | undefined> {
    const address = answerable(options)
    const found = await findReply({ api, communityId, address, text: options.text, ...callOf(options) })
    return found === undefined ? undefined : receiptOf(address, found)
  }

  /** The desk itself looks before it tries again, so a first try need not wait for an hour until reading is allowed again. */
  async function lookFirst(options: ReplyOptions): Promise<ReplyReceipt | undefined> {
    try {
      return await find(options)
    } catch (error) {
      if (isDeskError(error, "rate-limited")) return undefined
      throw error
    }
  }

  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { text, photoUrls, idempotencyKey, now } = options
    const address = answerable(options)
    if (photoUrls.length > 0 && !canPhoto) throw new DeskError("capability", "vk: photos need a user token", { capability: "replyPhoto" })
    const known = await lookFirst(options)
    if (known !== undefined) return known
    const attachments = await uploadPhotos(api, communityId, photoUrls, callOf(options))
    const created = await api.call(
      {
        method: "wall.createComment",
        tokens: ["community"],
        priority: "reply",
        writes: true,
        params: {
          owner_id: address.ownerId,
          post_id: address.thingId,
          from_group: communityId,
          reply_to_comment: address.commentId,
          message: text,
          attachments: attachments.length === 0 ? undefined : attachments.join(","),
          guid: stableId("vk", idempotencyKey),
        },
        ...callOf(options),
      },
      createdSchema,
    )
    // VK tells the number of the comment and not its moment: read it back. It stands, whatever comes of that.
    const shown = await find(options).catch(() => undefined)
    if (shown?.replyKey === commentKey(address, created.comment_id)) return shown
    const rootId = created.parents_stack?.[0]
    const date = Math.floor(instantToMillis(now) / 1000)
    return receiptOf(address, { id: created.comment_id, date, ...(rootId === undefined ? {} : { rootId }) })
  }

  return {
    async find(options) {
      options.signal?.throwIfAborted()
      return find(options)
    },
    send: createReplyGate("vk", publish),
  }
}

/** Whether a message can be answered, as its key tells: it stands on a wall, whoever's. */
export function canAnswer(messageKey: MessageKey): boolean {
  return readKey(messageKey)?.kind === "wall"
}

/** @throws DeskError `config` for a foreign key, `capability` for what a community token cannot answer */
function answerable({ messageKey, placement }: FindReplyOptions): VkAddress {
  if (placement === "official-post") {
    const capability = "a community token answers under messages only; posts of the community take a user token"
    throw new DeskError("capability", `vk: ${capability}`, { capability })
  }
  const address = readKey(messageKey)
  if (address === undefined) {
    const message = "the key of a message of VK was expected"
    throw new DeskError("config", `vk: messageKey: ${message}`, { issues: [{ path: "messageKey", message }] })
  }
  if (address.kind === "wall") return address
  const capability = "a community token answers on walls only; boards, photos, videos and products are answered by hand"
  throw new DeskError("capability", `vk: ${capability}`, { capability })
}

function receiptOf(address: VkAddress, { id, date, rootId }: FoundReply): ReplyReceipt {
  return { replyKey: commentKey(address, id), url: commentUrl(address, id, rootId), publishedAt: new Date(date * 1000).toISOString() }
}

function callOf({ signal, dueAt }: Urgent): Urgent {
  return { ...(signal === undefined ? {} : { signal }), ...(dueAt === undefined ? {} : { dueAt }) }
}
