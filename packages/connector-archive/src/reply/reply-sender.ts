import { DeskError } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt } from "@otklik/core/connector"
import { stableId } from "@otklik/core/internal"
import type { ReplyRecord, ReplySink } from "../options.ts"

/** The two reply members of the connector contract. */
export interface ReplySender {
  send(options: ReplyOptions): Promise<ReplyReceipt>
  find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]>
}

/**
 * Hands replies to a sink, each idempotency key once.
 *
 * @param connectorId - part of the reply's key
 * @param sink - where replies go
 */
export function createReplySender(connectorId: string, sink: ReplySink): ReplySender {
  // Two tries of one reply at the same time must not both find nothing.
  const underWay = new Map<string, Promise<ReplyRecord>>()

  async function findOrAppend(options: ReplyOptions): Promise<ReplyRecord> {
    const { idempotencyKey, messageKey, text, photos, now, beforeWrite } = options
    const known = await sink.find(idempotencyKey)
    if (known !== undefined) return known
    // Whoever publishes what the sink keeps gets addresses: they are read right before.
    for (const photo of photos) await photo.read()
    const id = stableId("rep", connectorId, idempotencyKey)
    const record: ReplyRecord = {
      idempotencyKey,
      replyKey: `archive:${id}`,
      messageKey,
      text,
      photoUrls: photos.map(({ url }) => url),
      at: now,
      url: `urn:otklik:reply:${id}`,
    }
    await beforeWrite?.()
    await sink.append(record)
    return (await sink.find(idempotencyKey)) ?? record // What is there counts: somebody may have been faster.
  }

  return {
    async send(options) {
      options.signal?.throwIfAborted()
      const { idempotencyKey, messageKey, text } = options
      if (idempotencyKey === "") throw new TypeError("a reply needs an idempotency key")
      let work = underWay.get(idempotencyKey)
      if (work === undefined) {
        work = findOrAppend(options).finally(() => underWay.delete(idempotencyKey))
        underWay.set(idempotencyKey, work)
      }
      const record = await work
      if (record.messageKey !== messageKey || record.text !== text) {
        throw new DeskError("duplicate", "this idempotency key belongs to another reply; nothing was handed over", {
          keys: [idempotencyKey],
        })
      }
      return receiptOf(record)
    },
    async find(options) {
      options.signal?.throwIfAborted()
      const record = await sink.find(options.idempotencyKey)
      return record?.messageKey === options.messageKey ? [receiptOf(record)] : []
    },
  }
}

function receiptOf(record: ReplyRecord): ReplyReceipt {
  return { replyKey: record.replyKey, url: record.url, publishedAt: record.at }
}
