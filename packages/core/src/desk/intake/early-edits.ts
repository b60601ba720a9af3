import { minutesBetween, type Instant } from "../../base/index.ts"
import type { MessageKey, IncomingMessage, OriginFinding } from "../../message/index.ts"
import type { Match } from "../../match/index.ts"

/** So many edits are remembered, and so long, minutes: pushes come out of order by seconds. Our choice. */
const mostEdits = 1000
const keptMinutes = 60

/**
 * Remembers edits of messages that are not known, and match nothing: when the message itself comes after them and
 * matches, its newest text is known. In the memory of the process only, since the texts of what does not match are
 * stored nowhere.
 */
export interface EarlyEdits {
  /** The deliveries of a message that comes, with the edit that came before. */
  join(key: MessageKey, deliveries: readonly Delivery[], at: Instant): readonly Delivery[]
  /** Remembers the newest edit among deliveries that came to nothing. */
  note(key: MessageKey, deliveries: readonly Delivery[], at: Instant): void
}

/** Makes the memory of a process. */
export function createEarlyEdits(): EarlyEdits {
  const known = new Map<MessageKey, { readonly delivery: Delivery; readonly at: Instant }>()
  const editedAt = (delivery: Delivery | undefined): Instant => delivery?.message.editedAt ?? ""
  return {
    join(key, deliveries, at) {
      const early = known.get(key)
      if (early === undefined || minutesBetween(early.at, at) > keptMinutes || deliveries.includes(early.delivery)) return deliveries
      return [...deliveries, early.delivery].toSorted((one, other) => (editedAt(one) < editedAt(other) ? -1 : 1))
    },
    note(key, deliveries, at) {
      const newest = deliveries.reduce<Delivery | undefined>((one, other) => (editedAt(other) > editedAt(one) ? other : one), undefined)
      if (newest === undefined || editedAt(newest) <= editedAt(known.get(key)?.delivery)) return
      known.delete(key)
      known.set(key, { delivery: newest, at })
      for (const [oldest, one] of known) {
        if (known.size <= mostEdits && minutesBetween(one.at, at) <= keptMinutes) break
        known.delete(oldest)
      }
    },
  }
}

/** One received version of a message: its text at that moment, and the rules that match it. */
export interface Delivery {
  readonly message: IncomingMessage
  /** Empty for what is no citizen's, whatever it says. */
  readonly matches: readonly Match[]
  readonly origin: OriginFinding
  /** The claim of a citizen's talk in the thread; null for a post, and where thread or author are not known. */
  readonly talk: string | null
  /** The same talk under the keys for authors that were worked with before. */
  readonly earlierTalks: readonly string[]
}
