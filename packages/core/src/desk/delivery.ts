import type { Match } from "../match/index.ts"
import { findOrigin, type IncomingMessage, type MessageKey, type OriginFinding } from "../message/index.ts"
import type { DeskContext } from "./context.ts"

/** One coming of a message: its text of that moment, and the rules that hold for it. */
export interface Delivery {
  readonly message: IncomingMessage
  /** Empty for what is no citizen's, whatever it says. */
  readonly matches: readonly Match[]
  readonly origin: OriginFinding
}

/**
 * What of a batch may matter, by message: those that match, and every edit, since a tracked message may be edited into a text that no longer
 * matches. The deliveries of one message stand in the order of their edits, however the network sent them.
 */
export function gatherDeliveries(context: DeskContext, messages: readonly IncomingMessage[]): ReadonlyMap<MessageKey, readonly Delivery[]> {
  const gathered = new Map<MessageKey, Delivery[]>()
  for (const message of messages) {
    const origin = findOrigin(message, context.accounts)
    const matches = origin.origin === "citizen" ? context.matcher.match(message) : []
    const earlier = gathered.get(message.key)
    if (earlier !== undefined) earlier.push({ message, matches, origin })
    else if (matches.length > 0 || message.editedAt !== undefined) gathered.set(message.key, [{ message, matches, origin }])
  }
  for (const deliveries of gathered.values()) if (deliveries.length > 1) deliveries.sort(byEdit)
  return gathered
}

function byEdit({ message: one }: Delivery, { message: other }: Delivery): number {
  const [first, second] = [one.editedAt ?? one.publishedAt, other.editedAt ?? other.publishedAt]
  return first === second ? 0 : first < second ? -1 : 1
}
