import { DeskError, type MessageKey } from "@otklik/core"
import type { ReplyOptions, ReplyReceipt } from "@otklik/core/connector"

/**
 * Lets several calls for one idempotency key at a time share one try, as `doReply` of the connector contract promises.
 *
 * @param network - begins the sentences of errors, as `vk`
 * @param publish - one try
 * @returns `doReply`; it throws TypeError without an idempotency key, DeskError `duplicate` when the key is under way for another reply, the signal's
 * reason, and whatever `publish` throws
 */
export function createReplyGate(
  network: string,
  publish: (options: ReplyOptions) => Promise<ReplyReceipt>,
): (options: ReplyOptions) => Promise<ReplyReceipt> {
  const underWay = new Map<string, { readonly messageKey: MessageKey; readonly text: string; readonly work: Promise<ReplyReceipt> }>()
  return async (options) => {
    options.signal?.throwIfAborted()
    const { idempotencyKey, messageKey, text } = options
    if (idempotencyKey === "") throw new TypeError("a reply needs an idempotency key")
    const current = underWay.get(idempotencyKey)
    if (current !== undefined) {
      if (current.messageKey === messageKey && current.text === text) return current.work
      const message = `${network}: this idempotency key belongs to another reply; nothing was published`
      throw new DeskError("duplicate", message, { keys: [idempotencyKey] })
    }
    const work = publish(options).finally(() => underWay.delete(idempotencyKey))
    underWay.set(idempotencyKey, { messageKey, text, work })
    return work
  }
}
