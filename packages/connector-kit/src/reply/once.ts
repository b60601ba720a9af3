import { addMinutes, isDeskError, type FindRepliesOptions, type ReplyOptions, type ReplyReceipt } from "@otklik/core"
import { createReplyGate } from "./gate.ts"

/** How far the clocks of a network and of the desk may differ, minutes. Our choice. */
const skewMinutes = 5

/** How a network is answered. */
export interface OnceReplierOptions {
  /** Begins the sentences of errors, as `facebook`. */
  readonly network: string
  /** Looks for every reply of ours with this text under this message, in any order; empty only when there surely is none. */
  find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]>
  /** Throws for a reply that the network can never take, before anything is looked for. Absent: none is known to be. */
  readonly check?: ((options: ReplyOptions) => void) | undefined
  /** Publishes, in one try. */
  publish(options: ReplyOptions): Promise<ReplyReceipt>
}

/** The two reply members of the connector contract that every network has. */
export interface OnceReplier {
  /** As `doReply` of the connector contract. */
  send(options: ReplyOptions): Promise<ReplyReceipt>
  /** As `doFindReplies` of the connector contract. */
  find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]>
}

/**
 * Answers once: where an earlier try may have published the reply, it is looked for first, and what cannot be looked for is not published; it is looked for again
 * after an answer that leaves it unknown or doubtful what became of it. Several calls for one key at a time share one try.
 *
 * @param options - see {@link OnceReplierOptions}
 */
export function createOnceReplier({ network, check, find, publish }: OnceReplierOptions): OnceReplier {
  async function findAll(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    options.signal?.throwIfAborted()
    const { since } = options
    // A network may give an item of a list twice.
    const found = new Map((await find(options)).map((receipt) => [receipt.replyKey, receipt]))
    return [...found.values()].filter(({ publishedAt }) => since === undefined || publishedAt >= since).toSorted(byAge)
  }

  async function publishOnce(options: ReplyOptions): Promise<ReplyReceipt> {
    const { mayBePublished = true, signal, now } = options
    check?.(options)
    const [known] = mayBePublished ? await findAll(options) : []
    if (known !== undefined) return known
    try {
      return await publish(options)
    } catch (error) {
      signal?.throwIfAborted()
      // "Refused" may be said of a second try of the network's own, as of a duplicate; and networks have been seen to publish and to refuse.
      if (!isDeskError(error, "ambiguous") && !isDeskError(error, "refused")) throw error
      // Of a first try nothing older than this call can be.
      const since = mayBePublished ? {} : { since: addMinutes(now, -skewMinutes) }
      const [shown] = await findAll({ ...options, ...since }).catch(() => [])
      if (shown === undefined) throw error
      return shown
    }
  }

  return { find: findAll, send: createReplyGate(network, publishOnce) }
}

/** The oldest first; networks count in seconds, and within one the smaller key was given first. */
function byAge(one: ReplyReceipt, other: ReplyReceipt): number {
  if (one.publishedAt !== other.publishedAt) return one.publishedAt < other.publishedAt ? -1 : 1
  return one.replyKey.length - other.replyKey.length || (one.replyKey < other.replyKey ? -1 : 1)
}
