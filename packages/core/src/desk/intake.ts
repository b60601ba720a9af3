import type { Instant } from "../base/index.ts"
import type { MessageNotice } from "../connector/index.ts"
import { toStoredMessage, type IncomingMessage, type Message, type MessageKey } from "../message/index.ts"
import { erasedMessage, type Claim, type SealedAuthorWrite, type UnitOfWork } from "../storage/index.ts"
import { openIncident } from "./candidate.ts"
import { appendOf, happened, openedChange, type Changes, type IncidentChange } from "./change.ts"
import type { DeskContext } from "./context.ts"
import { gatherDeliveries, threadOf, type Delivery } from "./delivery.ts"
import { attachFollowUp } from "./follow-up.ts"
import { sealedAuthorsOf } from "./key-ring.ts"
import { holdersOf } from "./holders.ts"
import { claimOf, isGone, type MessageClaims } from "./message-claims.ts"
import { takeNotices } from "./notice.ts"
import { isLaterEdit, noteEdit } from "./revise.ts"

/** What a page or a push holds. */
export interface Arrivals {
  readonly messages: readonly IncomingMessage[]
  readonly notices?: readonly MessageNotice[] | undefined
  /** When a source showed them; absent: they were pushed. */
  readonly shownAt?: Instant
}

/** What a batch of messages comes to: what to store, what to tell, what to count. */
export interface Intake {
  readonly unit: Required<Pick<UnitOfWork, "appends" | "claims" | "messages" | "sealedAuthors">>
  readonly news: readonly Pick<IncidentChange, "incident" | "events">[]
  /** Messages that are gone from the network, and whose text goes from here. */
  readonly erased: readonly MessageKey[]
  /** Messages of which a delivery matched. */
  readonly matched: number
  readonly registered: number
  readonly candidates: number
  /** Deliveries of messages that had an incident already, and what authors wrote in the threads of theirs. */
  readonly known: number
}

/** A batch while it is worked out. */
interface Batch {
  readonly at: Instant
  readonly changes: Changes
  /** The incidents of messages, as stored and as opened here. */
  readonly claimed: Map<MessageKey, string>
  readonly gone: MessageClaims["gone"]
  /** Messages that this batch makes an incident's. */
  readonly taken: Set<MessageKey>
  /** Messages as stored, and as they are to be stored. */
  readonly known: Map<MessageKey, Message>
  readonly claims: Claim[]
  readonly texts: Message[]
  readonly sealedAuthors: SealedAuthorWrite[]
}

/**
 * Works out what a batch of messages comes to. It reads the storage and writes nothing: the caller commits the unit together with the cursor,
 * so that a message is never marked as seen before its incident is stored.
 *
 * A batch gives what its messages would give one by one: an edit that stands beside the message's first delivery is a revision as any other.
 */
export async function takeIn(context: DeskContext, { messages, notices = [], shownAt }: Arrivals, at: Instant): Promise<Intake> {
  const { byKey, claimed, gone } = await gatherDeliveries(context, messages)
  const stored = claimed.size === 0 ? [] : await context.storage.readMessages([...claimed.keys()])
  const batch: Batch = {
    at,
    changes: new Map(),
    claimed: new Map(claimed),
    gone,
    taken: new Set(),
    known: new Map(stored.map((message) => [message.key, message])),
    claims: [],
    texts: [],
    sealedAuthors: [],
  }
  let known = 0
  const inThreads: (readonly Delivery[])[] = []
  for (const [key, all] of byKey) {
    if (claimed.has(key)) {
      known += all.length
      await revise(context, batch, key, all)
    } else if (all.some((delivery) => threadOf(delivery.message).some((other) => claimed.has(other) || byKey.has(other))))
      inThreads.push(all)
    else known += open(context, batch, all)
  }
  // What may answer a message of the same batch comes after it, whatever the order of the batch.
  for (const all of inThreads) known += (await followUp(context, batch, all)) ?? open(context, batch, all)
  // What was told before its message came is noted now.
  const late = [...batch.taken].filter((key) => isGone(gone.get(key), shownAt, at))
  const ends = late.map((messageKey): MessageNotice => ({ kind: "deleted", messageKey }))
  const { erased, claims } = await takeNotices(context, batch.changes, [...notices, ...ends], batch.claimed, at)
  const texts = batch.texts.map((message) => (erased.includes(message.key) ? erasedMessage(message) : message))
  const changed = happened(batch.changes)
  const opened = changed.filter((change) => change.expectedVersion === 0)
  return {
    unit: { appends: changed.map(appendOf), claims: [...batch.claims, ...claims], messages: texts, sealedAuthors: batch.sealedAuthors },
    news: changed,
    erased,
    matched: [...byKey.values()].filter((all) => all.some((delivery) => delivery.matches.length > 0)).length,
    registered: opened.filter((change) => change.incident.status !== "candidate").length,
    candidates: opened.filter((change) => change.incident.status === "candidate").length,
    known,
  }
}

/** Opens the incident of a message that matches. Gives how many of its deliveries came after the first that does. */
function open(context: DeskContext, batch: Batch, given: readonly Delivery[]): number {
  const [{ message: { key } } = { message: { key: "" } }] = given
  const all = context.earlyEdits.join(key, given, batch.at)
  const first = all.findIndex((delivery) => delivery.matches.length > 0)
  const opening = all[first]
  if (opening === undefined) {
    context.earlyEdits.note(key, given, batch.at)
    return 0
  }
  const { incident, events } = openIncident(context, opening.message, opening.matches, batch.at)
  const change = openedChange(incident, events)
  batch.changes.set(incident.incidentId, change)
  claim(batch, opening.message.key, incident.incidentId)
  batch.sealedAuthors.push(...sealedAuthorsOf(context, opening.message))
  const later = all.slice(first + 1)
  keep(batch, reviseAll(context, [change], storedFirst(context, opening, batch.at), later, batch.at))
  return later.filter((delivery) => given.includes(delivery)).length
}

/** Attaches what an author wrote in the thread of a tracked message. Gives how many deliveries that were; undefined when it is no follow-up. */
async function followUp(context: DeskContext, batch: Batch, all: readonly Delivery[]): Promise<number | undefined> {
  const [first] = all
  if (first === undefined) return undefined
  const threads = { incidentOf: (key: MessageKey) => batch.claimed.get(key), messageOf: (key: MessageKey) => batch.known.get(key) }
  const change = await attachFollowUp(context, batch.changes, first, threads, batch.at)
  if (change === undefined) return undefined
  claim(batch, first.message.key, change.incident.incidentId)
  batch.sealedAuthors.push(...sealedAuthorsOf(context, first.message))
  keep(batch, reviseAll(context, [change], storedFirst(context, first, batch.at), all.slice(1), batch.at))
  return all.length
}

/** Notes the later edits of a message that is known, in every incident that holds it. */
async function revise(context: DeskContext, batch: Batch, key: MessageKey, all: readonly Delivery[]): Promise<void> {
  const before = batch.known.get(key)
  const incidentId = batch.claimed.get(key)
  if (before === undefined || incidentId === undefined || !all.some((delivery) => isLaterEdit(delivery.message, before))) return
  const holders = await holdersOf(context, batch.changes, incidentId, key)
  // Read after the incidents' versions: whoever revises the message from now on makes the commit fail, and not the edit vanish.
  const [present] = await context.storage.readMessages([key])
  if (present !== undefined) keep(batch, reviseAll(context, holders, present, all, batch.at))
}

function claim(batch: Batch, key: MessageKey, incidentId: string): void {
  batch.claims.push(claimOf(key, incidentId, batch))
  batch.claimed.set(key, incidentId)
  batch.taken.add(key)
}

function keep(batch: Batch, message: Message): void {
  batch.texts.push(message)
  batch.known.set(message.key, message)
}

function storedFirst(context: DeskContext, { message, origin }: Delivery, at: Instant): Message {
  return toStoredMessage(message, { seenAt: at, origin, authorKey: context.authorKey, revision: 1 })
}

/** Notes every later edit among the deliveries, and gives the message as it stands then. */
function reviseAll(
  context: DeskContext,
  holders: readonly IncidentChange[],
  before: Message,
  deliveries: readonly Delivery[],
  at: Instant,
): Message {
  return deliveries.reduce((present, delivery) => noteEdit(context, holders, present, delivery, at), before)
}
