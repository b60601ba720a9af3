import { isDeskError, type FindReplyOptions, type ReplyOptions, type ReplyReceipt } from "@otklik/core"
import { createReplyGate } from "./reply-gate.ts"

/** How a network without idempotency keys is answered. */
export interface OnceReplierOptions {
  /** Begins the sentences of errors, as `facebook`. */
  readonly network: string
  /** Looks for a reply of ours with this text under this message; undefined only when it surely does not stand. */
  find(options: FindReplyOptions): Promise<ReplyReceipt | undefined>
  /** Publishes, in one try. */
  publish(options: ReplyOptions): Promise<ReplyReceipt>
}

/** The two reply members of the connector contract. */
export interface OnceReplier {
  /** As `doReply` of the connector contract. */
  send(options: ReplyOptions): Promise<ReplyReceipt>
  /** As `doFindReply` of the connector contract. */
  find(options: FindReplyOptions): Promise<ReplyReceipt | undefined>
}

/**
 * Answers once on networks that know no idempotency key: the reply is looked for before it is published, and again when it is unknown or doubtful what
 * became of it; what cannot be looked for is not published. Several calls for one key at a time share one try.
 *
 * @param options - see {@link OnceReplierOptions}
 */
export function createOnceReplier({ network, find, publish }: OnceReplierOptions): OnceReplier {
  async function publishOnce(options: ReplyOptions): Promise<ReplyReceipt> {
    const known = await find(options)
    if (known !== undefined) return known
    try {
      return await publish(options)
    } catch (error) {
      options.signal?.throwIfAborted()
      // "Refused" may be said of a second try of the network's own, as of a duplicate.
      if (!isDeskError(error, "ambiguous") && !isDeskError(error, "refused")) throw error
      const shown = await find(options).catch(() => undefined)
      if (shown === undefined) throw error
      return shown
    }
  }

  return {
    async find(options) {
      options.signal?.throwIfAborted()
      return find(options)
    },
    send: createReplyGate(network, publishOnce),
  }
}
