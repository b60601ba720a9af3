import type { Match } from "../match/index.ts"
import { findOrigin, type IncomingMessage, type MessageKey, type OriginFinding } from "../message/index.ts"
import type { DeskContext } from "./context.ts"
import { findMessageClaims, type MessageClaims } from "./message-claims.ts"

/** One coming of a message: its text of that moment, and the rules that hold for it. */
export interface Delivery {
  readonly message: IncomingMessage
  /** Empty for what is no citizen's, whatever it says. */
  readonly matches: readonly Match[]
  readonly origin: OriginFinding
}

/** What of a batch may matter. */
export interface Deliveries {
  /** By message; the deliveries of one stand in the order of their edits, however the network sent them. */
  readonly byKey: ReadonlyMap<MessageKey, readonly Delivery[]>
  /** The incidents of the messages, and of those that they answer, as far as they are known, by message. */
  readonly claimed: ReadonlyMap<MessageKey, string>
  /** When it was told of messages that they are gone, of those that come only now. */
  readonly gone: MessageClaims["gone"]
}

/**
 * Gathers what of a batch may matter: messages that match; every edit, since a tracked message may be edited into a text that no longer matches; and what
 * citizens write in a thread that is tracked, since it may be the author's answer.
 */
export async function gatherDeliveries(context: DeskContext, messages: readonly IncomingMessage[]): Promise<Deliveries> {
  const read = messages.map((message): Delivery => {
    const origin = findOrigin(message, context.accounts)
    return { message, matches: origin.origin === "citizen" ? context.matcher.match(message) : [], origin }
  })
  const matched = new Set(read.filter((delivery) => delivery.matches.length > 0).map((delivery) => delivery.message.key))
  const threads = new Set(read.flatMap((delivery) => (delivery.origin.origin === "citizen" ? threadOf(delivery.message) : [])))
  const { incidents: tracked } = await findMessageClaims(context, [...threads])
  const gathered = new Map<MessageKey, Delivery[]>()
  for (const delivery of read) {
    const { message, matches } = delivery
    const earlier = gathered.get(message.key)
    const isInThread = () =>
      delivery.origin.origin === "citizen" && threadOf(message).some((key) => tracked.has(key) || (matched.has(key) && key !== message.key))
    if (earlier !== undefined) earlier.push(delivery)
    else if (matches.length > 0 || message.editedAt !== undefined || isInThread()) gathered.set(message.key, [delivery])
  }
  for (const deliveries of gathered.values()) if (deliveries.length > 1) deliveries.sort(byEdit)
  const own = await findMessageClaims(context, [...gathered.keys()])
  return { byKey: gathered, claimed: new Map([...tracked, ...own.incidents]), gone: own.gone }
}

/** The messages that a message answers: the one before it, and the root of its thread. */
export function threadOf({ parentKey, threadKey }: IncomingMessage): readonly MessageKey[] {
  return [parentKey, threadKey].flatMap((key) => (key === undefined ? [] : [key]))
}

function byEdit({ message: one }: Delivery, { message: other }: Delivery): number {
  const [first, second] = [one.editedAt ?? one.publishedAt, other.editedAt ?? other.publishedAt]
  return first === second ? 0 : first < second ? -1 : 1
}
