import { createOnceReplier, type OnceReplier } from "@otklik/connector-kit"
import { DeskError, instantToMillis, isDeskError, type MessageKey } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import { stableId } from "@otklik/core/internal"
import { z } from "zod"
import type { VkApi } from "../api/client.ts"
import { goneReason } from "../api/errors.ts"
import { findReplies, type FoundReply } from "./find-reply.ts"
import { commentKey, commentUrl, readKey, type VkAddress } from "../api/keys.ts"
import { uploadPhotos } from "./photos.ts"
import { idSchema } from "../api/schemas.ts"

const createdSchema = z.looseObject({ comment_id: idSchema, parents_stack: z.array(idSchema).optional() })

/** What every call for a reply carries along. */
type Urgent = Pick<FindRepliesOptions, "signal" | "dueAt">

/** The reply members of the connector contract. */
export interface Replier extends OnceReplier {
  /** As `doRetract` of the connector contract; with a user token only. */
  retract(options: RetractOptions): Promise<void>
}

/**
 * Answers as the official community, under the message. Every try carries a `guid` made of the idempotency key, by which VK gives the same comment
 * again; it is reported not to hold for comments (VKCOM/vk-php-sdk#116), so a second try looks for the first one all the same.
 *
 * @param api - VK
 * @param communityId - positive
 * @param canPhoto - whether there is a token that may upload photos
 */
export function createReplier(api: VkApi, communityId: number, canPhoto: boolean): Replier {
  async function find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    const address = answerable(options)
    const found = await findReplies({ api, communityId, address, text: options.text, ...callOf(options) })
    return found.map((reply) => receiptOf(address, reply))
  }

  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { text, photos, idempotencyKey, now } = options
    const address = answerable(options)
    const attachments = await uploadPhotos(api, communityId, photos, callOf(options))
    const created = await api.call(
      {
        method: "wall.createComment",
        tokens: ["community"],
        priority: "reply",
        writes: true,
        beforeSend: options.beforeWrite,
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
    // VK tells the number of the comment and not its moment: read it back. It is published, whatever comes of that.
    const replyKey = commentKey(address, created.comment_id)
    const shown = (await find(options).catch(() => [])).find((reply) => reply.replyKey === replyKey)
    if (shown !== undefined) return shown
    const rootId = created.parents_stack?.[0]
    const date = Math.floor(instantToMillis(now) / 1000)
    return receiptOf(address, { id: created.comment_id, date, ...(rootId === undefined ? {} : { rootId }) })
  }

  function check(options: ReplyOptions): void {
    answerable(options)
    if (options.photos.length > 0 && !canPhoto)
      throw new DeskError("capability", "vk: photos need a user token", { capability: "replyPhoto" })
  }

  async function retract({ replyKey, signal }: RetractOptions): Promise<void> {
    const address = readKey(replyKey)
    if (address?.kind !== "wall" || address.commentId === undefined)
      throw new DeskError("capability", "vk: only comments on walls are deleted", { capability: "retract" })
    const params = { owner_id: address.ownerId, post_id: address.thingId, comment_id: address.commentId }
    const abort = signal === undefined ? {} : { signal }
    try {
      await api.call({ method: "wall.deleteComment", tokens: ["user"], priority: "reply", writes: true, params, ...abort }, z.unknown())
    } catch (error) {
      if (!isDeskError(error, "refused") || error.details.reason !== goneReason) throw error
    }
  }

  return { ...createOnceReplier({ network: "vk", check, find, publish }), retract }
}

/** Whether a message can be answered, as its key tells: it stands on a wall, whoever's. */
export function canAnswer(messageKey: MessageKey): boolean {
  return readKey(messageKey)?.kind === "wall"
}

/** @throws DeskError `config` for a foreign key, `capability` for what a community token cannot answer */
function answerable({ messageKey, placement }: FindRepliesOptions): VkAddress {
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
