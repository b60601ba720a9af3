import { communityKeyOf, findOrigin, type IncomingMessage, type MessageKey } from "../../message/index.ts"
import type { DeskContext } from "../context.ts"
import { findClaims, talksOf, voiceClaim, type FoundClaims } from "../transact/message-claims.ts"
import type { Delivery } from "./early-edits.ts"

/** The messages of a batch that are worth processing, and what is known of them. */
export interface Deliveries {
  /** By message; the deliveries of one are in the order of their edits, however the network sent them. */
  readonly byKey: ReadonlyMap<MessageKey, readonly Delivery[]>
  /**
   * The claims of the messages, of those that they answer, of our replies that they answer, and of their authors'
   * talks; voices that were counted.
   */
  readonly claims: FoundClaims
  /** Talks whose claim is held under an earlier key for authors still: that claim, by the talk. */
  readonly earlierTalks: ReadonlyMap<string, string>
}

/**
 * Gathers what of a batch may matter: messages that match; every edit, since a tracked message may be edited into a
 * text that no longer matches; what citizens write in a conversation that is tracked, since it may be the author's; and
 * what official accounts write there. A reply of ours matters no more.
 *
 * @param noted - messages about which the batch reports something else; their claims are found too
 */
export async function gatherDeliveries(
  context: DeskContext,
  messages: readonly IncomingMessage[],
  noted: readonly MessageKey[],
): Promise<Deliveries> {
  const read = messages.map((message): Delivery => {
    const origin = findOrigin(message, context.accounts)
    const isCitizen = origin.origin === "citizen"
    const [talk = null, ...earlierTalks] = isCitizen && message.threadKey !== undefined ? talksOf(context, message) : []
    const matches = isCitizen ? context.matcher.match({ ...message, communityKey: communityKeyOf(message) }) : []
    return { message, matches, origin, talk, earlierTalks }
  })
  const heard = read.filter(isHeard)
  const threads = heard.flatMap(({ message }) => threadOf(message))
  // What neither matches nor was edited matters only in a conversation.
  const mayMatter = read.filter((delivery) => matters(delivery) || (isHeard(delivery) && threadOf(delivery.message).length > 0))
  const found = await findClaims(context, {
    messages: [...threads, ...mayMatter.map(({ message }) => message.key), ...noted],
    replies: [...threads, ...heard.map(({ message }) => message.key)],
    others: [
      ...heard.flatMap(({ talk, earlierTalks }) => (talk === null ? [] : [talk, ...earlierTalks])),
      ...mayMatter.map(({ message }) => voiceClaim(message.key)),
    ],
  })
  const others = new Map(found.others)
  const held = new Map<string, string>()
  for (const { talk, earlierTalks } of heard) {
    const earlier = earlierTalks.find((one) => found.others.has(one))
    if (talk === null || earlier === undefined || found.others.has(talk)) continue
    held.set(talk, earlier)
    others.set(talk, found.others.get(earlier) ?? "")
  }
  const matched = new Set(read.filter((delivery) => delivery.matches.length > 0).map((delivery) => delivery.message.key))
  const isInTalk = ({ message, talk }: Delivery): boolean => {
    if (talk !== null && others.has(talk)) return true
    return threadOf(message).some((key) => found.incidents.has(key) || found.replies.has(key) || (matched.has(key) && key !== message.key))
  }
  const byKey = new Map<MessageKey, Delivery[]>()
  for (const delivery of read) {
    const { key } = delivery.message
    if (found.replies.has(key)) continue
    const earlier = byKey.get(key)
    if (earlier !== undefined) earlier.push(delivery)
    else if (matters(delivery) || (isHeard(delivery) && isInTalk(delivery))) byKey.set(key, [delivery])
  }
  for (const deliveries of byKey.values()) if (deliveries.length > 1) deliveries.sort(byEdit)
  return { byKey, claims: { ...found, others }, earlierTalks: held }
}

/** Whether a message matters wherever it is. */
function matters({ matches, message }: Delivery): boolean {
  return matches.length > 0 || message.editedAt !== undefined
}

/** Who may say something in a conversation: citizens, and official accounts that answer in the app of the network. */
function isHeard({ origin: { origin } }: Delivery): boolean {
  return origin === "citizen" || origin === "own-account" || origin === "authority"
}

/** The messages that a message answers: the one before it, and the root of its thread. */
export function threadOf({ parentKey, threadKey }: IncomingMessage): readonly MessageKey[] {
  return [...new Set([parentKey, threadKey].flatMap((key) => (key === undefined ? [] : [key])))]
}

function byEdit({ message: one }: Delivery, { message: other }: Delivery): number {
  const [first, second] = [one.editedAt ?? one.publishedAt, other.editedAt ?? other.publishedAt]
  return first === second ? 0 : first < second ? -1 : 1
}
