import type { Match } from "../match/index.ts"
import { communityKeyOf, findOrigin, type IncomingMessage, type MessageKey, type OriginFinding } from "../message/index.ts"
import type { DeskContext } from "./context.ts"
import { findClaims, talksOf, voiceClaim, type FoundClaims } from "./message-claims.ts"

/** One coming of a message: its text of that moment, and the rules that hold for it. */
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

/** What of a batch may matter, and what is known of it. */
export interface Deliveries {
  /** By message; the deliveries of one stand in the order of their edits, however the network sent them. */
  readonly byKey: ReadonlyMap<MessageKey, readonly Delivery[]>
  /**
   * The claims of the messages, of those that they answer, of our replies that they answer, and of their authors' talks; voices that were
   * counted.
   */
  readonly claims: FoundClaims
  /** Talks whose claim is held under an earlier key for authors still: that claim, by the talk. */
  readonly earlierTalks: ReadonlyMap<string, string>
}

/**
 * Gathers what of a batch may matter: messages that match; every edit, since a tracked message may be edited into a text that no longer matches; what
 * citizens write in a conversation that is tracked, since it may be the author's; and what official accounts write there. A reply of ours matters no more.
 */
export async function gatherDeliveries(context: DeskContext, messages: readonly IncomingMessage[]): Promise<Deliveries> {
  const read = messages.map((message): Delivery => {
    const origin = findOrigin(message, context.accounts)
    const isCitizen = origin.origin === "citizen"
    const [talk = null, ...earlierTalks] = isCitizen && message.threadKey !== undefined ? talksOf(context, message) : []
    const matches = isCitizen ? context.matcher.match({ ...message, communityKey: communityKeyOf(message) }) : []
    return { message, matches, origin, talk, earlierTalks }
  })
  const heard = read.filter(isHeard)
  const threads = new Set(heard.flatMap(({ message }) => threadOf(message)))
  const mayMatter = read.filter(({ matches, message }) => matches.length > 0 || message.editedAt !== undefined)
  const first = await findClaims(context, {
    messages: [...threads, ...mayMatter.map(({ message }) => message.key)],
    replies: [...threads, ...heard.map(({ message }) => message.key)],
    others: heard.flatMap(({ talk, earlierTalks }) => (talk === null ? [] : [talk, ...earlierTalks])),
  })
  const others = new Map(first.others)
  const held = new Map<string, string>()
  for (const { talk, earlierTalks } of heard) {
    const earlier = earlierTalks.find((one) => first.others.has(one))
    if (talk === null || earlier === undefined || first.others.has(talk)) continue
    held.set(talk, earlier)
    others.set(talk, first.others.get(earlier) ?? "")
  }
  const matched = new Set(read.filter((delivery) => delivery.matches.length > 0).map((delivery) => delivery.message.key))
  const isInTalk = ({ message, talk }: Delivery): boolean => {
    if (talk !== null && others.has(talk)) return true
    return threadOf(message).some((key) => first.incidents.has(key) || first.replies.has(key) || (matched.has(key) && key !== message.key))
  }
  const gathered = new Map<MessageKey, Delivery[]>()
  for (const delivery of read) {
    const { message, matches } = delivery
    if (first.replies.has(message.key)) continue
    const earlier = gathered.get(message.key)
    if (earlier !== undefined) earlier.push(delivery)
    else if (matches.length > 0 || message.editedAt !== undefined || (isHeard(delivery) && isInTalk(delivery)))
      gathered.set(message.key, [delivery])
  }
  for (const deliveries of gathered.values()) if (deliveries.length > 1) deliveries.sort(byEdit)
  const asked = new Set([...threads, ...mayMatter.map(({ message }) => message.key)])
  const left = [...gathered.keys()].filter((key) => !asked.has(key))
  const rest = await findClaims(context, { messages: left, others: [...gathered.keys()].map(voiceClaim) })
  return {
    byKey: gathered,
    claims: {
      incidents: new Map([...first.incidents, ...rest.incidents]),
      gone: new Map([...first.gone, ...rest.gone].filter(([key]) => gathered.has(key))),
      replies: first.replies,
      others: new Map([...others, ...rest.others]),
    },
    earlierTalks: held,
  }
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
