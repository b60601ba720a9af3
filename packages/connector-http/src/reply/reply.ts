import { createOnceReplier, foreignKey, notPossible, type ReplyMembers } from "@otklik/connector-kit"
import { isDeskError, type MessageKey } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import * as z from "zod"
import { goneReasons, type SystemClient } from "../api/client.ts"
import { foundSchema, receiptSchema } from "../api/wire.ts"
import type { HttpOptions } from "../options.ts"

/** What a connector with replies has; `doRetract` where the system deletes. */
export type HttpReplyMembers = Pick<ReplyMembers, "canAnswer" | "doReply" | "doFindReplies"> & Partial<Pick<ReplyMembers, "doRetract">>

/**
 * Answers through the other system, which publishes once for a key and says which replies it published.
 *
 * @param client - the system
 * @param options - the network of the keys
 * @param canRetract - whether the system deletes replies
 */
export function createReplier(client: SystemClient, { network }: Pick<HttpOptions, "network">, canRetract: boolean): HttpReplyMembers {
  const prefix = `${network}:`
  const idOf = (key: MessageKey, path: "messageKey" | "replyKey" = "messageKey"): string => {
    if (!key.startsWith(prefix)) throw foreignKey(network, `a message of ${network}`, path)
    return key.slice(prefix.length)
  }
  const check = ({ messageKey, placement }: FindRepliesOptions): void => {
    if (placement === "official-post") throw notPossible(network, "replies are published under messages only")
    idOf(messageKey)
  }
  const receiptOf = ({ replyId, url, publishedAt }: z.output<typeof receiptSchema>): ReplyReceipt => ({
    replyKey: `${prefix}${replyId}`,
    url: url ?? `urn:otklik:${network}:${encodeURIComponent(replyId)}`,
    publishedAt: new Date(publishedAt).toISOString(),
  })

  async function find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    check(options)
    const { messageKey, idempotencyKey, signal } = options
    const { replies } = await client.send({ type: "find-replies", idempotencyKey, messageId: idOf(messageKey) }, foundSchema, { signal })
    return replies.map(receiptOf)
  }

  async function publish({ messageKey, text, photos, idempotencyKey, signal, beforeWrite }: ReplyOptions): Promise<ReplyReceipt> {
    const files = []
    for (const photo of photos) {
      const { bytes, type } = await photo.read()
      files.push({ contentHash: photo.contentHash, type, content: Buffer.from(bytes).toString("base64") })
    }
    const command = { type: "publish-reply", idempotencyKey, messageId: idOf(messageKey), text, photos: files } as const
    return receiptOf(await client.send(command, receiptSchema, { signal, beforeSend: beforeWrite }))
  }

  async function doRetract({ messageKey, replyKey, signal }: RetractOptions): Promise<void> {
    const command = { type: "delete-reply", messageId: idOf(messageKey), replyId: idOf(replyKey, "replyKey") } as const
    try {
      await client.send(command, z.unknown(), { signal })
    } catch (error) {
      if (!isDeskError(error, "refused") || !goneReasons.has(error.details.reason)) throw error
    }
  }

  return {
    canAnswer: (messageKey) => messageKey.startsWith(prefix),
    ...createOnceReplier({ network, check, find, publish }),
    ...(canRetract ? { doRetract } : {}),
  }
}
