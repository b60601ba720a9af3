import { minutesBetween, type Instant } from "../../base/index.ts"
import {
  decideWriting,
  unreadWords,
  type Actor,
  type AuthorAct,
  type Relation,
  type Writing,
  type WritingFacts,
  type WritingText,
} from "../../incident/index.ts"
import type { Message, MessageKey } from "../../message/index.ts"
import { deskActor } from "../actor.ts"
import { applyTo, changeOf, type Changes, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { threadOf } from "./delivery.ts"
import type { Delivery } from "./early-edits.ts"
import { incidentsHolding, activeIncidentOf } from "../transact/holders.ts"
import { pseudonymsOf } from "../transact/message-claims.ts"

/** So many words of one author wait at most; more are counted. Somebody has to check by then. Our choice. */
const mostWords = 100

/** What is known of the messages that a batch may answer. */
export interface Threads {
  readonly incidentOf: (key: MessageKey) => string | undefined
  readonly replyIn: (key: MessageKey) => string | undefined
  readonly talkIn: (talk: string) => string | undefined
  /** Messages as stored, or as they are to be stored, in the order asked. */
  readonly read: (keys: readonly MessageKey[]) => Promise<readonly Message[]>
  /** Whether the message was counted as a voice before: it is not counted again. */
  readonly wasCounted: boolean
}

/** What is done with a message in a conversation. */
export interface Heard {
  readonly writing: Writing
  /** The incident in which the conversation is worked on. */
  readonly change: IncidentChange
  /** Of a message that gets an incident of its own: what it has to do with this one. */
  readonly relation: Relation | null
  /** Whether it was counted as a voice, with nothing of it stored. */
  readonly isCounted: boolean
}

/** Where a message belongs: its conversation, and whether its writer is the author of a message in it. */
interface Conversation {
  readonly incidentId: string
  /** A message of the incident; null when only the author's talk leads there. */
  readonly key: MessageKey | null
  readonly isAuthor: boolean
}

/**
 * Does what {@link decideWriting} says of a message in a conversation, but for an incident of its own, which is the
 * caller's to open.
 *
 * @returns undefined when it belongs to no conversation
 */
export async function hear(
  context: DeskContext,
  changes: Changes,
  delivery: Delivery,
  threads: Threads,
  at: Instant,
): Promise<Heard | undefined> {
  const found = await findConversation(context, changes, delivery, threads)
  if (found === undefined) return undefined
  const { message, matches, origin } = delivery
  const holders = found.key === null ? [] : await incidentsHolding(context, changes, found.incidentId, found.key)
  const change =
    holders.find((holder) => isAsked(holder, message.publishedAt)) ?? (await activeIncidentOf(context, changes, found.incidentId))
  const facts = factsOf(context, delivery, found, change, at)
  const writing = decideWriting(facts)
  const result = { writing, change, relation: null, isCounted: false }
  const isReply = (text: string) => message.text.replace(mention, "") === text
  // Its claim was asked for before the incident was loaded, and a reply may have been recorded in between.
  const isRecorded = change.incident.replies.some(({ replyKey }) => replyKey === message.key)
  if (isRecorded || (facts.who === "other" && (await isOnItsWay(context, change, isReply)))) return { ...result, writing: "count" }
  switch (writing) {
    case "note-official-reply": {
      const key = [found.key, ...threadOf(message)].find((one) => one !== null && change.incident.messageKeys.includes(one))
      if (typeof key !== "string" || (await isOnItsWay(context, change, (text) => message.text.includes(text)))) return result
      const { key: replyKey, publishedAt } = message
      const url = message.url ?? `urn:otklik:message:${replyKey}`
      applyTo(change, { type: "note-official-reply", at, by: deskActor, messageKey: key, replyKey, url, publishedAt })
      return result
    }
    case "count":
      return { ...result, isCounted: !threads.wasCounted && count(change, at) }
    case "open":
    case "open-repeat":
      return { ...result, relation: { how: "same-thread", incidentId: change.incident.incidentId } }
    case "candidate": {
      const how = facts.who === "author" ? "earlier" : "joins"
      return { ...result, relation: { how, incidentId: change.incident.incidentId } }
    }
    default: {
      const act = writing === "reopen" ? "word" : writing
      const of = await complaintOf(context, change, message, found, threads)
      const unread = unreadWords(change.incident).filter((word) => word.of === of)
      if (act === "word" && unread.length >= mostWords)
        return { ...result, writing: "count", isCounted: !threads.wasCounted && count(change, at) }
      attach(
        context,
        change,
        { messageKey: message.key, publishedAt: message.publishedAt, act, of, ...under(message), matched: matches.length > 0 },
        writing === "reopen",
        at,
      )
      const photos = (message.attachments ?? []).flatMap(({ kind }, index) => (kind === "photo" ? [index] : []))
      if (photos.length > 0) applyTo(change, { type: "offer-evidence", at, by: deskActor, messageKey: message.key, indexes: photos })
      if (writing === "answer" && "registeredAt" in change.incident) {
        const planned = context.planner.onResumed(change.incident, at)
        applyTo(change, { type: "end-wait", at, by: deskActor, cause: "author-replied", resumptions: planned })
      }
      if (writing === "reopen" && "registeredAt" in change.incident) {
        const cause = facts.text === "same-topic" ? "repeat" : "author"
        applyTo(change, { type: "reopen", at, by: deskActor, cause, clocks: context.planner.onReopened(change.incident, at) })
      }
      return { ...result, writing: origin.origin === "citizen" ? writing : "count" }
    }
  }
}

/** Adds a later message to an incident, with the clock of its answer. */
export function attach(
  context: DeskContext,
  change: IncidentChange,
  word: {
    readonly messageKey: MessageKey
    readonly publishedAt: Instant
    readonly act: AuthorAct
    readonly of: MessageKey | null
    readonly under: MessageKey | null
    readonly matched: boolean
  },
  isReopened: boolean,
  at: Instant,
  by: Actor = deskActor,
): void {
  // A new cycle brings clocks of its own.
  const clocks = !isReopened && "registeredAt" in change.incident ? context.planner.onStage(change.incident, "author-wrote", at) : []
  applyTo(change, { type: "note-word", at, by, ...word, clocks })
}

function under({ parentKey, threadKey }: Delivery["message"]): { readonly under: MessageKey | null } {
  return { under: parentKey ?? threadKey ?? null }
}

function count(change: IncidentChange, at: Instant): boolean {
  return applyTo(change, { type: "note-voices", at, by: deskActor, count: 1 }).length > 0
}

/** What the rule of conversations asks of a message. */
export function factsOf(
  context: DeskContext,
  delivery: Pick<Delivery, "message" | "matches" | "origin">,
  found: Pick<Conversation, "isAuthor">,
  { incident }: Pick<IncidentChange, "incident">,
  at: Instant,
): WritingFacts {
  const { reopenWithinDays, repeatWithinDays, ...choices } = context.handling.conversation
  const closedFor = "closure" in incident && incident.closure !== null ? minutesBetween(incident.closure.at, at) / 1440 : 0
  return {
    who: delivery.origin.origin !== "citizen" ? "us" : found.isAuthor ? "author" : "other",
    status: incident.status,
    text: textOf(context, delivery, incident, found.isAuthor),
    isAsked: isAsked({ incident }, delivery.message.publishedAt),
    sinceClosing: closedFor <= reopenWithinDays ? "reopen" : closedFor <= repeatWithinDays ? "repeat" : "later",
    choices,
  }
}

function textOf(
  { matcher: { locale } }: DeskContext,
  { message: { text }, matches }: Pick<Delivery, "message" | "matches">,
  incident: IncidentChange["incident"],
  isAuthor: boolean,
): WritingText {
  if (isAuthor && locale?.isPlainThanks?.(text) === true) return "thanks"
  if (matches.length > 0) {
    const topic = "topic" in incident ? incident.topic : (incident.matches[0]?.topic ?? null)
    return (matches[0]?.topic ?? null) === topic ? "same-topic" : "other-topic"
  }
  return locale?.isJoining?.(text) === true ? "joins" : "plain"
}

/** What was written before the question was published is no answer to it. */
function isAsked({ incident }: Pick<IncidentChange, "incident">, publishedAt: Instant): boolean {
  return incident.status === "needs-info" && publishedAt >= incident.wait.since
}

/**
 * The conversation that a message belongs to: what it answers exactly, where that is its author's and goes on; the
 * author's newest incident in the thread; what it answers, though over; and where its writer is nobody's author,
 * whatever is tracked there.
 */
async function findConversation(
  context: DeskContext,
  changes: Changes,
  { message, origin, talk }: Delivery,
  { incidentOf, replyIn, talkIn, read }: Threads,
): Promise<Conversation | undefined> {
  const author = origin.origin === "citizen" ? pseudonymsOf(context, message) : []
  let tracked: Conversation | undefined
  let own: Conversation | undefined
  for (const key of threadOf(message)) {
    const incidentId = incidentOf(key)
    const answered = incidentId === undefined ? await messageUnder(context, changes, replyIn(key), key) : { incidentId, key }
    if (answered === undefined) continue
    tracked ??= { ...answered, isAuthor: false }
    const [stored] = author.length === 0 ? [] : await read([answered.key])
    if (!isBy(author, stored)) continue
    own ??= { ...answered, isAuthor: true }
    if (key !== message.threadKey && (await activeIncidentOf(context, changes, answered.incidentId)).incident.status !== "closed")
      return own
  }
  const talked = talk === null ? undefined : talkIn(talk)
  if (talked === undefined || talked === own?.incidentId) return own ?? tracked
  return { incidentId: talked, key: null, isAuthor: true }
}

/** The message that a reply of ours answers, by the incident that the reply is claimed for. */
async function messageUnder(
  context: DeskContext,
  changes: Changes,
  incidentId: string | undefined,
  replyKey: MessageKey,
): Promise<{ readonly incidentId: string; readonly key: MessageKey } | undefined> {
  if (incidentId === undefined) return undefined
  const own = await changeOf(context, changes, incidentId)
  for (const { incident } of [own, await activeIncidentOf(context, changes, incidentId)]) {
    const reply = incident.replies.find((one) => one.replyKey === replyKey)
    if (reply !== undefined) return { incidentId, key: reply.messageKey }
  }
  const [first] = own.incident.messageKeys
  return first === undefined ? undefined : { incidentId, key: first }
}

/** The writer's own complaint in an incident, the newest of several; null when none is known to be. */
async function complaintOf(
  context: DeskContext,
  { incident }: IncidentChange,
  message: Delivery["message"],
  { key }: Conversation,
  { read }: Threads,
): Promise<MessageKey | null> {
  const known = incident.messages.find(({ messageKey }) => messageKey === key)
  if (known?.role === "complaint") return known.messageKey
  if (known !== undefined && known.of !== null) return known.of
  const author = pseudonymsOf(context, message)
  const complaints = incident.messages.filter(({ role }) => role === "complaint").map(({ messageKey }) => messageKey)
  return (await read(complaints)).findLast((complaint) => isBy(author, complaint))?.key ?? null
}

function isBy(pseudonyms: readonly string[], message: Message | undefined): boolean {
  return typeof message?.authorPseudonym === "string" && pseudonyms.includes(message.authorPseudonym)
}

/** How networks name, before a reply, whom it answers. */
const mention = /^(?:\[[^\]]*\],?|@\S+)\s*/u

/**
 * Whether a reply of such a text is on its way: its text may be read before it is recorded, and is no answer by hand
 * and, of an account that nobody listed, no resident's voice.
 */
async function isOnItsWay({ storage }: DeskContext, { incident }: IncidentChange, isReply: (text: string) => boolean): Promise<boolean> {
  if (incident.status !== "publishing") return false
  return (await storage.readOutbox(incident.incidentId)).some(({ text }) => text !== "" && isReply(text))
}
