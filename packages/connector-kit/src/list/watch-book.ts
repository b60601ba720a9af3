import { instantToMillis, isDeskError, type IncomingMessage, type MessageKey, type MessageNotice, type PullOptions } from "@otklik/core"
import type { EditMemory } from "./edit-memory.ts"
import type { ListedItem } from "./unread-reader.ts"
import type { Sight } from "./watch-list.ts"

/** What reading a message again by its id came to. */
export type Looked =
  | { readonly kind: "there"; readonly message: IncomingMessage; /** It takes no replies any more. */ readonly isClosed: boolean }
  | { readonly kind: "gone" }
  /** It cannot be told this time. */
  | { readonly kind: "unknown" }

/** What a watch book needs. */
export interface WatchBookOptions {
  readonly edits: EditMemory
  /** Reads a message again. */
  look(key: MessageKey, pull: PullOptions): Promise<Looked>
  /** So many messages are read again in one reading. Default 25. */
  readonly mostReads?: number
  /** Each at most once in this time, milliseconds. Default an hour. */
  readonly trustMillis?: number
}

/** What became of watched messages, for a walk: given again by each, told once by the reader of the list. */
export interface WatchedNews {
  /** Texts that changed. */
  readonly items: readonly ListedItem[]
  readonly notices: readonly MessageNotice[]
  /** The messages as they stand, of which nothing in the memory of this process tells that they changed. */
  readonly sights: readonly Sight[]
}

interface Known {
  readonly at: number
  readonly notice?: MessageNotice
  readonly edit?: ListedItem
  readonly sight?: Sight
}

/**
 * Reads watched messages again, those first that were not asked for the longest, so that none of many is forgotten; among equals, the first of the list first.
 * Lists of some networks show neither edits nor what was deleted or closed. A message that cannot be read holds up nothing: it is tried again in its turn.
 *
 * @param options - see {@link WatchBookOptions}
 * @returns given the watched keys that a source answers for, what became of them
 */
export function createWatchBook(options: WatchBookOptions): (keys: readonly MessageKey[], pull: PullOptions) => Promise<WatchedNews> {
  const { edits, look, mostReads = 25, trustMillis = 3_600_000 } = options
  const known = new Map<MessageKey, Known>()
  /** When each was last asked for, whatever came of it. */
  const tried = new Map<MessageKey, number>()

  async function readAgain(key: MessageKey, pull: PullOptions): Promise<Known | undefined> {
    const looked = await lookIfPossible(look, key, pull)
    const at = instantToMillis(pull.now)
    if (looked.kind === "unknown") return undefined
    if (looked.kind === "gone") return { at, notice: { kind: "deleted", messageKey: key } }
    const closed = looked.isClosed ? { notice: { kind: "comments-closed", messageKey: key } as const } : {}
    const message = edits.note(looked.message, pull.now)
    const { editedAt } = message
    if (editedAt === undefined) return { at, ...closed, sight: { message, at: pull.now } }
    return { at, ...closed, edit: { at: Math.floor(instantToMillis(editedAt) / 1000), id: `${key} ${editedAt}`, content: message } }
  }

  return async (keys, pull) => {
    const watched = new Set(keys)
    for (const key of known.keys()) if (!watched.has(key)) known.delete(key)
    for (const key of tried.keys()) if (!watched.has(key)) tried.delete(key)
    const present = instantToMillis(pull.now)
    const triedAt = (key: MessageKey): number => tried.get(key) ?? -Infinity
    const due = [...watched].filter((key) => present - (known.get(key)?.at ?? -Infinity) >= trustMillis)
    for (const key of due.toSorted((one, other) => triedAt(one) - triedAt(other) || 0).slice(0, mostReads)) {
      tried.set(key, present)
      const after = await readAgain(key, pull)
      if (after !== undefined) known.set(key, after)
    }
    const news = [...watched].flatMap((key) => known.get(key) ?? [])
    return {
      items: news.flatMap(({ edit }) => edit ?? []),
      notices: news.flatMap(({ notice }) => notice ?? []),
      sights: news.flatMap(({ sight }) => sight ?? []),
    }
  }
}

async function lookIfPossible(look: WatchBookOptions["look"], key: MessageKey, pull: PullOptions): Promise<Looked> {
  try {
    return await look(key, pull)
  } catch (error) {
    const canWait = (["protocol", "refused", "network", "rate-limited"] as const).some((code) => isDeskError(error, code))
    if (!canWait) throw error
    return { kind: "unknown" }
  }
}
