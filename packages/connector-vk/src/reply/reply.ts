import { createOnceReplier, foreignKey, notPossible, type ReplyMembers } from "@otklik/connector-kit"
import { instantToMillis, isDeskError } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import { stableId } from "@otklik/core/internal"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { goneReason } from "../api/errors.ts"
import { commentKey, commentUrl, readKey, type VkAddress } from "../api/keys.ts"
import { idSchema } from "../api/schemas.ts"
import { findReplies, type FoundReply } from "./find-reply.ts"
import { uploadPhotos } from "./photos.ts"

const createdSchema = z.looseObject({ comment_id: idSchema, parents_stack: z.array(idSchema).optional() })

/** What every call for a reply carries along. */
type Urgent = Pick<FindRepliesOptions, "signal" | "dueAt">

/** Only what a user token deletes can be retracted. */
type Replier = Omit<ReplyMembers, "doRetract"> & Partial<Pick<ReplyMembers, "doRetract">>

/**
 * Answers as the official community, under the message. Every try carries a `guid` made of the idempotency key, by
 * which VK gives the same comment again; it is reported not to hold for comments (VKCOM/vk-php-sdk#116), so a second
 * try searches for the first one all the same.
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
    // VK gives the number of the comment and not its moment: read it back. It is published, whatever comes of that.
    const replyKey = commentKey(address, created.comment_id)
    const shown = (await find(options).catch(() => [])).find((reply) => reply.replyKey === replyKey)
    if (shown !== undefined) return shown
    const rootId = created.parents_stack?.[0]
    const date = Math.floor(instantToMillis(now) / 1000)
    return receiptOf(address, { id: created.comment_id, date, ...(rootId === undefined ? {} : { rootId }) })
  }

  function check(options: ReplyOptions): void {
    answerable(options)
    if (options.photos.length > 0 && !canPhoto) throw notPossible("vk", "photos need a user token", "replyPhoto")
  }

  async function doRetract({ replyKey, signal }: RetractOptions): Promise<void> {
    const address = readKey(replyKey)
    if (address?.kind !== "wall" || address.commentId === undefined)
      throw notPossible("vk", "only comments on walls are deleted", "retract")
    const params = { owner_id: address.ownerId, post_id: address.thingId, comment_id: address.commentId }
    try {
      await api.call({ method: "wall.deleteComment", tokens: ["user"], priority: "reply", writes: true, params, signal }, z.unknown())
    } catch (error) {
      if (!isDeskError(error, "refused") || error.details.reason !== goneReason) throw error
    }
  }

  return {
    canAnswer: (messageKey) => readKey(messageKey)?.kind === "wall",
    ...createOnceReplier({ network: "vk", check, find, publish }),
    // `wall.deleteComment` takes user tokens only.
    ...(api.has("user") ? { doRetract } : {}),
  }
}

/** @throws DeskError `config` for a foreign key, `capability` for what a community token cannot answer */
function answerable({ messageKey, placement }: FindRepliesOptions): VkAddress {
  if (placement === "official-post") {
    throw notPossible("vk", "a community token answers under messages only; posts of the community take a user token")
  }
  const address = readKey(messageKey)
  if (address === undefined) {
    throw foreignKey("vk", "a message of VK")
  }
  if (address.kind === "wall") return address
  throw notPossible("vk", "a community token answers on walls only; boards, photos, videos and products are answered by hand")
}

function receiptOf(address: VkAddress, { id, date, rootId }: FoundReply): ReplyReceipt {
  return { replyKey: commentKey(address, id), url: commentUrl(address, id, rootId), publishedAt: new Date(date * 1000).toISOString() }
}

function callOf({ signal, dueAt }: Urgent): Urgent {
  return { signal, dueAt }
}
