import { addMinutes, compare, type Instant } from "../../base/index.ts"
import type { MessageNotice } from "../../connector/index.ts"
import { toStoredMessage, type IncomingMessage, type Message, type MessageKey } from "../../message/index.ts"
import { erasedMessage, type Claim, type SealedAuthorWrite, type UnitOfWork } from "../../storage/index.ts"
import type { RecordedMatch } from "../../incident/index.ts"
import { deskActor } from "../actor.ts"
import { isTrusted, openIncident, recorded, type Opening } from "./candidate.ts"
import { applyTo, changed, type Changes, type IncidentChange } from "../transact/change.ts"
import { hear, type Threads } from "./conversation.ts"
import type { DeskContext } from "../context.ts"
import type { DateCorrectedEvent } from "../events.ts"
import { gatherDeliveries, threadOf, type Deliveries } from "./delivery.ts"
import type { Delivery } from "./early-edits.ts"
import { sealedAuthorsOf } from "../privacy/sealed-authors.ts"
import { incidentsHolding, loadHolders } from "../transact/holders.ts"
import { claimOf, isGone, talkKey, talksOf, voiceClaim, type FoundClaims } from "../transact/message-claims.ts"
import { takeNotices } from "./notice.ts"
import { isLaterEdit, noteEdit } from "./revise.ts"

/** What a page or a push holds. */
export interface IncomingBatch {
  readonly messages: readonly IncomingMessage[]
  readonly notices?: readonly MessageNotice[] | undefined
  /** When a source showed them; absent: they were pushed. */
  readonly shownAt?: Instant
  /** When the desk sees them, where they are taken in at another moment; absent: at that. */
  readonly seenAt?: Instant
}

/** The result of a batch besides the changes of incidents: what to store, to emit and to count. */
export interface Intake {
  readonly unit: Required<Pick<UnitOfWork, "claims" | "releases" | "messages" | "sealedAuthors">>
  /** Messages that are gone from the network, and whose text goes from here. */
  readonly erased: readonly MessageKey[]
  /** Messages of which a delivery matched. */
  readonly matched: number
  readonly registered: number
  readonly candidates: number
  /** Deliveries of messages that had an incident already, and what authors wrote in the threads of theirs. */
  readonly known: number
  /** Dates ahead, of messages that are stored. */
  readonly corrected: readonly CorrectedDate[]
}

/** A date that lay ahead, and what it counts as. */
export type CorrectedDate = Omit<DateCorrectedEvent, "connectorId" | "sourceId">

/** A batch while it is worked out. */
interface Batch {
  readonly at: Instant
  readonly seenAt: Instant
  readonly changes: Changes
  readonly found: FoundClaims
  /** Claims of talks under earlier keys for authors, by the talk. */
  readonly earlierTalks: Deliveries["earlierTalks"]
  /** The incidents of messages, as stored and as opened here. */
  readonly claimed: Map<MessageKey, string>
  /** The newest incidents of authors' talks, as stored and as they are to be stored. */
  readonly talks: Map<string, string>
  /** Messages that this batch makes an incident's. */
  readonly taken: Set<MessageKey>
  /** Messages as stored, and as they are to be stored. */
  readonly known: Map<MessageKey, Message>
  readonly claims: Claim[]
  /** What the ends of messages held that came before them. */
  readonly releases: Pick<Claim, "key" | "incidentId">[]
  readonly texts: Message[]
  readonly sealedAuthors: SealedAuthorWrite[]
}

/**
 * Works out what is done with a batch of messages. It reads the storage and writes nothing: the caller commits the unit
 * together with the cursor, so that a message is never marked as seen before its incident is stored.
 *
 * A batch gives what its messages would give one by one: an edit that comes with the message's first delivery is a
 * revision as any other. Claims are asked for once, and incidents are loaded together.
 *
 * @param changes - what the batch does to incidents
 */
export async function takeIn(
  context: DeskContext,
  changes: Changes,
  { messages, notices = [], shownAt, seenAt }: IncomingBatch,
  at: Instant,
): Promise<Intake> {
  const corrected: CorrectedDate[] = []
  const noted = notices.map(({ messageKey }) => messageKey)
  const {
    byKey,
    claims: found,
    earlierTalks,
  } = await gatherDeliveries(
    context,
    messages.map((message) => notAhead(message, at, corrected)),
    noted,
  )
  const stored = found.incidents.size === 0 ? [] : await context.storage.read("message", [...found.incidents.keys()])
  const batch: Batch = {
    at,
    seenAt: seenAt ?? at,
    changes,
    found,
    earlierTalks,
    claimed: new Map(found.incidents),
    talks: new Map(found.others),
    taken: new Set(),
    known: new Map(stored.map((message) => [message.key, message])),
    claims: [],
    releases: [],
    texts: [],
    sealedAuthors: [],
  }
  const revised = [...byKey].flatMap(([key, all]) => (isRevised(batch.known.get(key), all) ? [key] : []))
  await loadHolders(context, changes, incidentsOf(batch, byKey, [...revised, ...noted]))
  // Read after the incidents' versions: whoever revises a message from now on makes the commit fail, and not the edit
  // vanish.
  for (const message of revised.length === 0 ? [] : await context.storage.read("message", revised)) batch.known.set(message.key, message)
  let known = 0
  const inThreads: (readonly Delivery[])[] = []
  for (const [key, all] of byKey) {
    if (found.incidents.has(key)) {
      known += all.length
      await revise(context, batch, key, all)
    } else if (all.some((delivery) => mayAnswer(batch, byKey, delivery))) inThreads.push(all)
    else known += open(context, batch, all)
  }
  // What may answer a message of the same batch comes after it, whatever the order of the batch.
  for (const all of asWritten(inThreads)) known += await converse(context, batch, all)
  // What was reported before its message came is noted now.
  const late = [...batch.taken].filter((key) => isGone(found.gone.get(key), shownAt, at))
  const ends = late.map((messageKey): MessageNotice => ({ kind: "deleted", messageKey }))
  const { erased, claims } = await takeNotices(context, changes, [...notices, ...ends], { ...found, incidents: batch.claimed }, at)
  const texts = batch.texts.map((message) => (erased.includes(message.key) ? erasedMessage(message) : message))
  const opened = changed(changes).filter((change) => change.expectedVersion === 0)
  return {
    unit: { ...talkMoves(context, batch, erased, claims), messages: texts, sealedAuthors: batch.sealedAuthors },
    erased,
    matched: [...byKey.values()].filter((all) => all.some((delivery) => delivery.matches.length > 0)).length,
    registered: opened.filter((change) => change.incident.status !== "candidate").length,
    candidates: opened.filter((change) => change.incident.status === "candidate").length,
    known,
    corrected: corrected.filter(({ messageKey }) => texts.some(({ key }) => key === messageKey)),
  }
}

/** Whether a message that is known was edited since. */
function isRevised(stored: Message | undefined, all: readonly Delivery[]): boolean {
  return stored !== undefined && all.some((delivery) => isLaterEdit(delivery.message, stored))
}

/**
 * The incidents that a batch may write into: those of messages that were edited or reported on, and of conversations
 * that it goes on with.
 */
function incidentsOf(
  { found }: Batch,
  byKey: ReadonlyMap<MessageKey, readonly Delivery[]>,
  keys: readonly MessageKey[],
): readonly string[] {
  const ids = keys.map((key) => found.incidents.get(key))
  for (const [key, all] of byKey) {
    if (found.incidents.has(key)) continue
    for (const { message, talk } of all) {
      for (const above of threadOf(message)) ids.push(found.incidents.get(above), found.replies.get(above))
      if (talk !== null) ids.push(found.others.get(talk))
    }
  }
  return ids.filter((id) => id !== undefined)
}

/**
 * In the order in which they were written, and whatever answers after what it answers, also where a network dates both
 * alike: a word is its author's only once their complaint is known.
 */
function asWritten(conversation: readonly (readonly Delivery[])[]): readonly (readonly Delivery[])[] {
  const waiting = new Map(conversation.flatMap((all) => (all[0] === undefined ? [] : [[all[0].message.key, all] as const])))
  const order: (readonly Delivery[])[] = []
  const put = (key: MessageKey): void => {
    const all = waiting.get(key)
    if (all === undefined) return
    waiting.delete(key)
    for (const { message } of all) for (const above of threadOf(message)) put(above)
    order.push(all)
  }
  const written = [...waiting].toSorted(([, [one]], [, [other]]) =>
    compare(one?.message.publishedAt ?? "", other?.message.publishedAt ?? ""),
  )
  for (const [key] of written) put(key)
  return order
}

function mayAnswer(batch: Batch, byKey: ReadonlyMap<MessageKey, unknown>, { message, talk }: Delivery): boolean {
  if (talk !== null && batch.talks.has(talk)) return true
  return threadOf(message).some((key) => batch.claimed.has(key) || batch.found.replies.has(key) || byKey.has(key))
}

/**
 * The claims of a batch: its messages, and the talks that lead to other incidents now than before. What the batch
 * erases leads nowhere.
 */
function talkMoves(
  context: DeskContext,
  { found, earlierTalks, talks, claims, releases, texts }: Batch,
  erased: readonly MessageKey[],
  more: readonly Claim[],
): Pick<Intake["unit"], "claims" | "releases"> {
  const kept = new Set(texts.filter(({ key }) => !erased.includes(key)).map((message) => talkKey(context, message)))
  const moved = [...talks].filter(
    ([talk, incidentId]) => kept.has(talk) && (found.others.get(talk) !== incidentId || earlierTalks.has(talk)),
  )
  return {
    claims: [...claims, ...more, ...moved.map(([key, incidentId]) => ({ key, incidentId }))],
    releases: [
      ...releases,
      ...moved.flatMap(([key]) => {
        const before = found.others.get(key)
        return before === undefined ? [] : [{ key: earlierTalks.get(key) ?? key, incidentId: before }]
      }),
    ],
  }
}

/** What a network's clock, or an archive's, may be ahead of ours: our choice. */
const aheadMinutes = 60

/**
 * Nothing was published after it was read: a date of 2036 or 9999 would leave the citizen's clock waiting for it. It
 * counts as published now.
 */
function notAhead(message: IncomingMessage, at: Instant, corrected: CorrectedDate[]): IncomingMessage {
  const latest = addMinutes(at, aheadMinutes)
  const { publishedAt, editedAt, ...rest } = message
  const take = (field: CorrectedDate["field"], given: Instant): Instant => {
    if (given <= latest) return given
    corrected.push({ messageKey: message.key, field, given, taken: at })
    return at
  }
  return {
    ...rest,
    publishedAt: take("publishedAt", publishedAt),
    ...(editedAt === undefined ? {} : { editedAt: take("editedAt", editedAt) }),
  }
}

/** Opens the incident of a message that matches. Gives how many of its deliveries came after the first that does. */
function open(context: DeskContext, batch: Batch, given: readonly Delivery[], opening: Opening = {}): number {
  const [{ message: { key } } = { message: { key: "" } }] = given
  const all = context.earlyEdits.join(key, given, batch.at)
  const first = all.findIndex((delivery) => delivery.matches.length > 0)
  const begun = all[first]
  if (begun === undefined) {
    context.earlyEdits.note(key, given, batch.at)
    return 0
  }
  const isForReview = opening.isForReview === true || !isTrusted(context, begun.matches[0])
  const later = all.slice(first + 1)
  begin(context, batch, begun, later, begun.matches.map(recorded), { ...opening, isForReview })
  return later.filter((delivery) => given.includes(delivery)).length
}

/** The incident of a message, with everything that is stored of it. */
function begin(
  context: DeskContext,
  batch: Batch,
  first: Delivery,
  later: readonly Delivery[],
  matches: readonly RecordedMatch[],
  opening: Opening,
): IncidentChange {
  const change = openIncident(context, first.message, matches, batch.at, opening)
  batch.changes.set(change.incident.incidentId, change)
  store(context, batch, first, later, change)
  return change
}

/** A message becomes an incident's. */
function store(context: DeskContext, batch: Batch, first: Delivery, later: readonly Delivery[], change: IncidentChange): void {
  const { incidentId } = change.incident
  claim(batch, first.message.key, incidentId)
  const talk = first.talk ?? talksOf(context, first.message)[0]
  if (talk !== undefined) batch.talks.set(talk, incidentId)
  batch.sealedAuthors.push(...sealedAuthorsOf(context, first.message))
  keep(batch, reviseAll(context, [change], storedFirst(context, first, batch.seenAt), later, batch.at))
}

/**
 * Does what becomes of a message in a conversation. Gives how many deliveries were attached to an incident that is
 * known.
 */
async function converse(context: DeskContext, batch: Batch, all: readonly Delivery[]): Promise<number> {
  const [first] = all
  if (first === undefined) return 0
  const voice = voiceClaim(first.message.key)
  const threads: Threads = {
    incidentOf: (key) => batch.claimed.get(key),
    replyIn: (key) => batch.found.replies.get(key),
    talkIn: (talk) => batch.talks.get(talk),
    read: async (keys) => readKnown(context, batch, keys),
    wasCounted: batch.found.others.has(voice),
  }
  // A text that holds a rule by now says more than the one before. What was counted once may be its author's word by
  // now: their complaint came later.
  const best = all.find((delivery) => delivery.matches.length > 0) ?? first
  const heard = await hear(context, batch.changes, best, threads, batch.at)
  if (heard === undefined) return open(context, batch, all)
  const { writing, change, relation, isCounted } = heard
  switch (writing) {
    case "note-official-reply":
      return 0
    case "count":
      if (isCounted) batch.claims.push({ key: voice, incidentId: change.incident.incidentId })
      if (best.matches.length === 0) context.earlyEdits.note(first.message.key, all, batch.at)
      return 0
    case "open":
      return open(context, batch, all, { relation })
    case "open-repeat": {
      const { matches } = change.incident
      const later = all.slice(all.indexOf(best) + 1)
      const isForReview = best.matches.length > 0 && !isTrusted(context, best.matches[0])
      const repeat = begin(context, batch, best, later, best.matches.length > 0 ? best.matches.map(recorded) : matches, {
        relation,
        isForReview,
      })
      applyTo(repeat, { type: "link-repeat", at: batch.at, by: deskActor, repeatOf: change.incident.incidentId })
      return later.length
    }
    case "candidate": {
      if (best.matches.length > 0) return open(context, batch, all, { relation, isForReview: true })
      const topic = "topic" in change.incident ? change.incident.topic : (change.incident.matches[0]?.topic ?? null)
      const joins = { ruleId: joinsRule, ruleVersion: null, topic, clauses: [] }
      const later = all.slice(all.indexOf(best) + 1)
      begin(context, batch, best, later, [joins], { relation, isForReview: true })
      return later.length
    }
    default:
      store(context, batch, first, all.slice(1), change)
      return all.length
  }
}

/** The built-in rule by which «и у нас» under a tracked message is kept for a person. */
const joinsRule = "joins"

/** Messages as they are to be stored, or as they are. */
async function readKnown(context: DeskContext, batch: Batch, keys: readonly MessageKey[]): Promise<readonly Message[]> {
  const asked = keys.filter((key) => !batch.known.has(key))
  for (const message of asked.length === 0 ? [] : await context.storage.read("message", asked)) batch.known.set(message.key, message)
  return keys.flatMap((key) => batch.known.get(key) ?? [])
}

/** Notes the later edits of a message that is known, in every incident that holds it. */
async function revise(context: DeskContext, batch: Batch, key: MessageKey, all: readonly Delivery[]): Promise<void> {
  const present = batch.known.get(key)
  const incidentId = batch.claimed.get(key)
  if (present === undefined || incidentId === undefined || !isRevised(present, all)) return
  keep(batch, reviseAll(context, await incidentsHolding(context, batch.changes, incidentId, key), present, all, batch.at))
}

function claim(batch: Batch, key: MessageKey, incidentId: string): void {
  const { claims, releases } = claimOf(key, incidentId, batch.found)
  batch.claims.push(...claims)
  batch.releases.push(...releases)
  batch.claimed.set(key, incidentId)
  batch.taken.add(key)
}

function keep(batch: Batch, message: Message): void {
  batch.texts.push(message)
  batch.known.set(message.key, message)
}

function storedFirst(context: DeskContext, { message, origin }: Delivery, at: Instant): Message {
  return toStoredMessage(message, { seenAt: at, origin, authorKey: context.authorKeys.current(), revision: 1 })
}

/** Notes every later edit among the deliveries, and gives its current version. */
function reviseAll(
  context: DeskContext,
  holders: readonly IncidentChange[],
  before: Message,
  deliveries: readonly Delivery[],
  at: Instant,
): Message {
  return deliveries.reduce((present, delivery) => noteEdit(context, holders, present, delivery, at), before)
}
