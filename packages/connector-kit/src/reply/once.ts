import { addMinutes, DeskError, isDeskError, type Connector, type MessageKey } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt } from "@otklik/core/connector"

/** How far the clocks of a network and of the desk may differ, minutes. Our choice. */
const skewMinutes = 5

/** How a network is answered. */
export interface OnceReplierOptions {
  /** Begins the sentences of errors, as `facebook`. */
  readonly network: string
  /**
   * Searches for every reply of ours with this text under this message, in any order; empty only when there surely is
   * none.
   */
  find(options: FindRepliesOptions): Promise<readonly ReplyReceipt[]>
  /**
   * Throws for a reply that the network can never take, before anything is searched for. Absent: none is known to be.
   */
  readonly check?: ((options: ReplyOptions) => void) | undefined
  /** Publishes, in one try. */
  publish(options: ReplyOptions): Promise<ReplyReceipt>
}

/** The reply members of the connector contract, as a connector that answers has them. */
export type ReplyMembers = Required<Pick<Connector, "canAnswer" | "doReply" | "doFindReplies" | "doRetract">>

/**
 * Answers once: where an earlier try may have published the reply, it is searched for first, and what cannot be
 * searched for is not published; it is searched for again after an answer that leaves it unknown or doubtful what
 * became of it. Several calls for one key at a time share one try.
 *
 * @param options - see {@link OnceReplierOptions}
 */
export function createOnceReplier({ network, check, find, publish }: OnceReplierOptions): Pick<ReplyMembers, "doReply" | "doFindReplies"> {
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
      // "Refused" may be said of a second try of the network's own, as of a duplicate; and networks have been seen to
      // publish and to refuse.
      if (!isDeskError(error, "ambiguous") && !isDeskError(error, "refused")) throw error
      // Of a first try nothing older than this call can be.
      const since = mayBePublished ? {} : { since: addMinutes(now, -skewMinutes) }
      const [shown] = await findAll({ ...options, ...since }).catch(() => [])
      if (shown === undefined) throw error
      return shown
    }
  }

  return { doFindReplies: findAll, doReply: createReplyGate(network, publishOnce) }
}

/** The oldest first; networks count in seconds, and within one the smaller key was given first. */
function byAge(one: ReplyReceipt, other: ReplyReceipt): number {
  if (one.publishedAt !== other.publishedAt) return one.publishedAt < other.publishedAt ? -1 : 1
  return one.replyKey.length - other.replyKey.length || (one.replyKey < other.replyKey ? -1 : 1)
}

/**
 * Lets several calls for one idempotency key at a time share one try, as `doReply` of the connector contract promises.
 *
 * @param network - begins the sentences of errors, as `vk`
 * @param publish - one try
 * @returns `doReply`; it throws TypeError without an idempotency key, DeskError `duplicate` when the key is under way
 * for another reply, the signal's reason, and whatever `publish` throws
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
