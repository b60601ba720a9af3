import { addMinutes, keyedId, type Instant } from "../../base/index.ts"
import { authorPseudonym, type IncomingMessage, type Message, type MessageKey } from "../../message/index.ts"
import { claimHolders, type Claim, type UnitOfWork } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"

/**
 * What the claim of a message names in the place of an incident when its end was reported before it came itself: this,
 * and the moment.
 */
const gone = "gone:"

/**
 * So long an end that came first counts for a message that is pushed: networks repeat pushes for a day and a half
 * (Meta), and what comes later was restored.
 */
const earlyDeletionMinutes = 2 * 24 * 60

/** So long it counts for one that a list shows: what is shown later counts. Our choice. */
const shownMinutes = 15

/** What is known of messages by their claims. */
export interface MessageClaims {
  /** The incidents that they were registered with. */
  readonly incidents: ReadonlyMap<MessageKey, string>
  /** When it was reported that they are gone, of those that did not come yet. */
  readonly gone: ReadonlyMap<MessageKey, Instant>
}

/** What is asked of claims at once. */
export interface ClaimQuestion {
  /** Messages whose incidents are wanted. */
  readonly messages?: Iterable<MessageKey>
  /** Messages that may be replies of ours. */
  readonly replies?: Iterable<MessageKey>
  /** Claims of another kind, as {@link talkKey} and {@link voiceClaim} name them. */
  readonly others?: Iterable<string>
}

/** What the claims say. */
export interface FoundClaims extends MessageClaims {
  /** The incidents of our replies, by the reply's key. */
  readonly replies: ReadonlyMap<MessageKey, string>
  /** The incidents of the others, by claim. */
  readonly others: ReadonlyMap<string, string>
}

const messageClaim = (key: MessageKey): string => `message:${key}`
const replyClaim = (key: MessageKey): string => `reply:${key}`

/** The claim by which a message of another author is counted once. */
export const voiceClaim = (key: MessageKey): string => `voice:${key}`

/**
 * The claim that leads from an author in a thread to the newest incident of that author there. Only who has key, thread
 * and author can ask for it, and threads of one person seem unrelated: it answers for one thread, and never "what else
 * did this person write". A post is its own thread. Null where author or thread are not known.
 */
export function talkKey(
  { authorKeys }: Pick<DeskContext, "authorKeys">,
  message: Pick<Message, "key" | "kind" | "threadKey" | "authorPseudonym">,
): string | null {
  const key = message.authorPseudonym === null ? undefined : authorKeys.keyOf(message.authorPseudonym)
  return key === undefined ? null : talkUnder(key, message)
}

function talkUnder(
  authorKey: Uint8Array,
  { key, kind, threadKey, authorPseudonym: pseudonym }: Pick<Message, "key" | "kind" | "threadKey" | "authorPseudonym">,
): string | null {
  const thread = threadKey ?? (kind === "post" ? key : null)
  if (thread === null || pseudonym === null) return null
  return `talk:${keyedId(authorKey, "otklik talk", thread, pseudonym)}`
}

/**
 * {@link talkKey} of a message as it comes: under the key that is worked with, then under those before it. Empty where
 * author or thread are not known.
 */
export function talksOf({ authorKeys }: Pick<DeskContext, "authorKeys">, message: IncomingMessage): readonly string[] {
  const { key, kind, threadKey = null, network, authorId } = message
  if (authorId === undefined) return []
  return authorKeys
    .all()
    .flatMap((one) => talkUnder(one, { key, kind, threadKey, authorPseudonym: authorPseudonym(one, network, authorId) }) ?? [])
}

/**
 * What may represent a message's author in what is stored, whichever key it was stored under; empty when the author is
 * not known.
 */
export function pseudonymsOf(
  { authorKeys }: Pick<DeskContext, "authorKeys">,
  { network, authorId }: Pick<IncomingMessage, "network" | "authorId">,
): readonly string[] {
  return authorId === undefined ? [] : authorKeys.all().map((key) => authorPseudonym(key, network, authorId))
}

/** Asks for claims of every kind at once. */
export async function findClaims({ storage }: Pick<DeskContext, "storage">, asked: ClaimQuestion): Promise<FoundClaims> {
  const [messages, replied, other] = [asked.messages, asked.replies, asked.others].map((keys) => [...new Set<string>(keys ?? [])])
  const incidents = new Map<MessageKey, string>()
  const ended = new Map<MessageKey, Instant>()
  const [messageKeys, replyKeys, others] = [messages ?? [], replied ?? [], other ?? []]
  const keys = [...messageKeys.map(messageClaim), ...replyKeys.map(replyClaim), ...others]
  const claims: ReadonlyMap<string, string> = keys.length === 0 ? new Map() : await claimHolders(storage, keys)
  const held = (wanted: readonly string[], claimOfKey: (key: string) => string) =>
    new Map(
      wanted.flatMap((key) => {
        const incidentId = claims.get(claimOfKey(key))
        return incidentId === undefined ? [] : [[key, incidentId] as const]
      }),
    )
  for (const [key, found] of held(messageKeys, messageClaim)) {
    if (found.startsWith(gone)) ended.set(key, found.slice(gone.length))
    else incidents.set(key, found)
  }
  return { incidents, gone: ended, replies: held(replyKeys, replyClaim), others: held(others, (key) => key) }
}

/** Finds the incidents of messages. */
export async function findMessageClaims(context: Pick<DeskContext, "storage">, keys: readonly MessageKey[]): Promise<MessageClaims> {
  return findClaims(context, { messages: keys })
}

/** The incident of one message; undefined when there is none. */
export async function findIncidentOf(context: DeskContext, key: MessageKey): Promise<string | undefined> {
  return (await findMessageClaims(context, [key])).incidents.get(key)
}

/**
 * Makes a message an incident's at most once. Where its end was reported before it came, its claim passes from that to
 * the incident.
 *
 * @param claims - what is known of the message
 */
export function claimOf(
  key: MessageKey,
  incidentId: string,
  claims: Pick<MessageClaims, "gone">,
): Required<Pick<UnitOfWork, "claims" | "releases">> {
  const at = claims.gone.get(key)
  const claim = { key: messageClaim(key), incidentId }
  return { claims: [claim], releases: at === undefined ? [] : [{ ...claim, incidentId: `${gone}${at}` }] }
}

/** The claim by which a reply of ours is known again, and leads whoever writes under it to its incident. */
export function claimOfReply(replyKey: MessageKey, incidentId: string): Claim {
  return { key: replyClaim(replyKey), incidentId, shared: true }
}

/**
 * Takes the claim of a message that is gone before it came: whoever registers it at this moment meets it, and
 * loads it again.
 */
export function goneClaim(key: MessageKey, at: Instant): Claim {
  return { key: messageClaim(key), incidentId: `${gone}${at}` }
}

/** Whether a claim remembers the end of a message that did not come in all the time in which it counts. */
export function isForgotten({ incidentId }: Claim, at: Instant): boolean {
  return incidentId.startsWith(gone) && addMinutes(incidentId.slice(gone.length), earlyDeletionMinutes) < at
}

/** Whether a claim says that another author's message was counted. */
export function isVoice({ key }: Claim): boolean {
  return key.startsWith(voiceClaim(""))
}

/**
 * Whether a message that comes is gone already.
 *
 * @param goneAt - when its end was reported; undefined: nothing was
 * @param shownAt - when a list showed it; undefined: it was pushed
 */
export function isGone(goneAt: Instant | undefined, shownAt: Instant | undefined, at: Instant): boolean {
  if (goneAt === undefined) return false
  return shownAt === undefined ? at <= addMinutes(goneAt, earlyDeletionMinutes) : shownAt <= addMinutes(goneAt, shownMinutes)
}
