import {
  checkInput,
  configError,
  DeskError,
  isDeskError,
  readOptions,
  stableId,
  type DeskErrorCode,
  type Instant,
} from "../../base/index.ts"
import type { ActorOptions } from "../access/authorisation.ts"
import type { Actor, ClockState, IncidentEvent } from "../../incident/index.ts"
import { findOrigin, networkOf, toStoredMessage, type IncomingMessage, type MessageKey } from "../../message/index.ts"
import { checkUnit, type MoveEntry, type TenantCounts, type UnitOfWork } from "../../storage/index.ts"
import { authoriseWhole } from "../access/authorise.ts"
import { checkAuthority, checkTerritory, checkTopic } from "../commands/names.ts"
import type { DeskContext } from "../context.ts"
import { incidentIdOf } from "../intake/candidate.ts"
import { sealedAuthorsOf } from "../privacy/sealed-authors.ts"
import { appendOf, loadChange, type Changes, type IncidentChange } from "../transact/change.ts"
import { claimOf, findClaims, type FoundClaims } from "../transact/message-claims.ts"
import { joined, transact, type Decision } from "../transact/transact.ts"
import { adopt, isOpen, lastPast, pastLog, recordPast } from "./past-events.ts"
import {
  historyOptionsSchema,
  historyRequestSchema,
  pastIncidentSchema,
  type CheckedHistoryRequest,
  type CheckedPast,
  type PastIncident,
} from "./past-incident.ts"

/** Incidents of another system, to be taken over with their history. */
export interface HistoryRequest {
  /** The other system: lower-case letters, digits and hyphens, as `im`. */
  readonly system: string
  /** Names the file: events are written in the name of `import:BATCH`. */
  readonly batch: string
  /** At most 100; more are taken over by several calls. */
  readonly incidents: readonly PastIncident[]
  /**
   * `as-of`: the clocks of the policies that were valid at each moment; where none was, none runs. `none`: no clocks:
   * nothing of the past is due.
   */
  readonly clocks: "as-of" | "none"
  /**
   * What becomes of incidents that are not over: `adopt` makes them ordinary ones, with an owner by the rules and the
   * clocks of the present policies where none runs; `skip` leaves them to the other system.
   */
  readonly open: "adopt" | "skip"
  /** Adds what happened there since it was taken over. Default: a changed one is named, and nothing is done. */
  readonly update?: boolean
  /** Stores nothing and says what would be done. */
  readonly dryRun?: boolean
}

/** What became of one incident of another system. */
export interface HistoryResult {
  /** Its id there. */
  readonly id: string
  /**
   * `known`: it was taken over before, or the desk has its message already; `changed`: taken over before, and changed
   * there since; `updated`: what is later was added; `skipped`: open, and left to the other system; `refused`: `error`
   * says why.
   */
  readonly outcome: "created" | "known" | "changed" | "updated" | "skipped" | "refused"
  /** Null where it has none here. */
  readonly incidentId: string | null
  /** Why it was not recorded; null: it was. */
  readonly error: {
    /** The code of the error. */
    readonly code: DeskErrorCode
    /** Which field of the incident is wrong. */
    readonly path: string
    /** What is wrong with it. */
    readonly message: string
  } | null
  /** Its clocks after the call; empty of one that was not written. */
  readonly clocks: readonly ClockState[]
  /** Its author was named, and dropped because the desk has no key ring. */
  readonly droppedAuthor: boolean
}

/** What a call of `desk.recordHistory` did. */
export interface RecordedHistory {
  /** In the order asked. */
  readonly results: readonly HistoryResult[]
}

/** One of a call, as it is worked out. */
interface Worked {
  readonly result: HistoryResult
  readonly unit?: UnitOfWork
  readonly change?: IncidentChange
}

/**
 * Takes incidents over from another system, with everything that happened at its real moment, in one commit. What was
 * taken over before is known by its id there.
 */
export async function recordHistory(context: DeskContext, input: HistoryRequest, given: ActorOptions): Promise<RecordedHistory> {
  const request = readOptions(historyRequestSchema, input, "desk.recordHistory")
  const { actor } = readOptions(historyOptionsSchema, given, "desk.recordHistory options")
  await authoriseWhole(context, actor, "import")
  const read = request.incidents.map((incident) => checkInput(pastIncidentSchema, incident))
  const decide = (changes: Changes) => decideOn(context, request, read, changes, actor)
  if (request.dryRun) return (await decide(new Map())).result
  await context.authorKeys.check()
  return (await transact(context, decide)).result
}

type ReadPast = { readonly data: CheckedPast } | { readonly issues: readonly { readonly path: string; readonly message: string }[] }

async function decideOn(
  context: DeskContext,
  request: CheckedHistoryRequest,
  read: readonly ReadPast[],
  changes: Changes,
  actor: Actor,
): Promise<Decision<RecordedHistory>> {
  const at = context.clock.now()
  const sound = read.flatMap((one) => ("data" in one ? [one.data] : []))
  const keys = sound.map((past) => keyOf(context, request.system, past))
  const claims = await findClaims(context, {
    messages: [...keys, ...sound.map((past) => ownKey(request.system, past))],
    others: sound.map((past) => historyClaim(request.system, past.id)),
  })
  const taken = new Set<string>()
  const results: HistoryResult[] = []
  let unit: UnitOfWork = {}
  for (const [index, one] of read.entries()) {
    if ("issues" in one) {
      results.push(refused(givenId(request.incidents[index]), configError("past incident", one.issues)))
      continue
    }
    const worked = await workOut(context, request, one.data, { at, claims, taken })
    results.push(worked.result)
    if (worked.unit !== undefined) unit = joined(unit, worked.unit)
    if (worked.change !== undefined) changes.set(worked.change.incident.incidentId, worked.change)
  }
  const entry = changes.size === 0 ? {} : { journal: [entryOf(request, actor, at, changes, unit)] }
  const whole = joined(unit, entry)
  return {
    result: { results },
    ...(Object.keys(whole).length === 0 ? {} : { unit: whole }),
    stamp: { at, by: actor, incidentId: null },
  }
}

interface Known {
  readonly at: Instant
  readonly claims: FoundClaims
  /** Claims that this call takes. */
  readonly taken: Set<string>
}

async function workOut(context: DeskContext, request: CheckedHistoryRequest, past: CheckedPast, known: Known): Promise<Worked> {
  const { claims, taken } = known
  try {
    const claim = historyClaim(request.system, past.id)
    if (taken.has(claim)) throw wrong("id", "duplicate id")
    const [incidentId, sum] = claims.others.get(claim)?.split(" ") ?? []
    if (incidentId !== undefined) {
      if (sum === past.sum) return { result: { ...nothing(past.id, "known"), incidentId } }
      if (!request.update) return { result: { ...nothing(past.id, "changed"), incidentId } }
      return await update(context, request, past, incidentId, known.at)
    }
    return await create(context, request, past, known)
  } catch (error) {
    if (!isDeskError(error) || error.retryable) throw error
    return { result: refused(past.id, error) }
  }
}

async function create(context: DeskContext, request: CheckedHistoryRequest, past: CheckedPast, known: Known): Promise<Worked> {
  const { at, claims, taken } = known
  check(context, past, at)
  const claimedKey = keyOf(context, request.system, past)
  const holder = claims.incidents.get(claimedKey)
  const own = ownKey(request.system, past)
  const isOthers = holder !== undefined && (await isTakenOver(context, holder))
  // A message that the desk has by itself is the same complaint; two incidents of one message over there are two here.
  if (holder !== undefined && !isOthers) return { result: { ...nothing(past.id, "known"), incidentId: holder } }
  const key = isOthers || taken.has(claimedKey) ? own : claimedKey
  const registeredAt = past.steps[0]?.at ?? past.message.publishedAt
  const incoming = incomingOf(past, key)
  const incidentId = incidentIdOf(incoming)
  const by = { id: `import:${request.batch}`, kind: "system" } as const
  const { events, drafts, notes } = pastLog(context, past, { system: request.system, incidentId, messageKey: key, by })
  const change = recordPast(context, null, events, request)
  if (isOpen(change.incident)) {
    if (request.open === "skip") return { result: nothing(past.id, "skipped") }
    adopt(context, change, at, by)
  }
  const origin = findOrigin(incoming, context.accounts)
  const stored = toStoredMessage(incoming, { seenAt: registeredAt, origin, authorKey: context.authorKeys.current(), revision: 1 })
  const droppedAuthor = past.message.authorId !== undefined && context.keyRing === undefined
  const message = { ...stored, ...(droppedAuthor ? { authorPseudonym: null } : {}) }
  const claim = historyClaim(request.system, past.id)
  const taking = claimOf(key, incidentId, claims)
  const unit: UnitOfWork = {
    claims: [...taking.claims, { key: claim, incidentId: `${incidentId} ${past.sum}` }],
    releases: taking.releases,
    messages: [message, ...notes],
    drafts,
    sealedAuthors: sealedAuthorsOf(context, incoming),
  }
  checkUnit({ ...unit, appends: [appendOf(change, context.reportCalendar)] })
  taken.add(claim)
  taken.add(key)
  const result = { ...nothing(past.id, "created"), incidentId, clocks: change.incident.clocks, droppedAuthor }
  return { result, unit, change }
}

/** Adds what is later than everything that was taken over, where nobody has worked on it here since. */
async function update(
  context: DeskContext,
  request: CheckedHistoryRequest,
  past: CheckedPast,
  incidentId: string,
  at: Instant,
): Promise<Worked> {
  check(context, past, at)
  const change = await loadChange(context, incidentId)
  if (change.log.some(({ imported, by }) => imported !== true && by.kind === "person")) {
    const message = "a person has worked on it here since it was taken over"
    return { result: { ...refused(past.id, new DeskError("conflict", message, { what: "incident", id: incidentId })), incidentId } }
  }
  const [messageKey = ""] = change.incident.messageKeys
  const by = { id: `import:${request.batch}`, kind: "system" } as const
  const names = { system: request.system, incidentId, messageKey, by }
  const since = lastPast(change.log)
  const { events, drafts, notes } = pastLog(context, past, names)
  const later = events.filter((event) => event.at > since)
  if (later.length > 0) recordPast(context, change, later, request)
  const claim = historyClaim(request.system, past.id)
  const held = await findClaims(context, { others: [claim] })
  const unit: UnitOfWork = {
    releases: [{ key: claim, incidentId: held.others.get(claim) ?? "" }],
    claims: [{ key: claim, incidentId: `${incidentId} ${past.sum}` }],
    messages: notes.filter(({ key }) => later.some((event) => event.type === "note-added" && event.noteId === key)),
    drafts: drafts.filter(({ draftId }) => later.some((event) => "draftId" in event && event.draftId === draftId)),
  }
  checkUnit({ ...unit, appends: later.length === 0 ? [] : [appendOf(change, context.reportCalendar)] })
  const result = { ...nothing(past.id, "updated"), incidentId, clocks: change.incident.clocks }
  return { result, unit, ...(later.length === 0 ? {} : { change }) }
}

/** What the desk's own data must know, and what lies ahead of it. */
function check(context: DeskContext, { steps }: CheckedPast, at: Instant): void {
  for (const [index, step] of steps.entries()) {
    if (step.at > at) throw wrong(`steps[${index}].at`, "a moment that is not ahead was expected")
    if (step.type === "registered") {
      checkTopic(context, step.topic ?? undefined)
      checkTerritory(context, step.territoryId ?? undefined)
    }
    if (step.type === "tagged") {
      const unknown = step.tags.find((tag) => context.tags.every((known) => known.id !== tag))
      if (unknown !== undefined) throw wrong(`steps[${index}].tags`, `there is no tag "${unknown}"`)
    }
    if (step.type === "assigned") checkAuthority(context, step.authorityId, `steps[${index}].authorityId`)
  }
}

async function isTakenOver({ storage }: DeskContext, incidentId: string): Promise<boolean> {
  return (await storage.get(incidentId))?.incident.intake === "import"
}

function incomingOf({ message }: CheckedPast, key: MessageKey): IncomingMessage {
  const { network, url, text, publishedAt, authorId, communityKey, place, reach } = message
  return {
    key,
    network,
    kind: "post",
    url,
    text,
    publishedAt,
    ...(authorId === undefined ? {} : { authorId }),
    ...(communityKey === undefined ? {} : { communityKey }),
    ...(place === undefined ? {} : { place }),
    ...(reach === undefined ? {} : { reach }),
  }
}

/** The key under which a connector would bring the same message; else one of its own. */
function keyOf({ connectors }: DeskContext, system: string, past: CheckedPast): MessageKey {
  const { url, network } = past.message
  for (const { keyOf: understand } of url === null ? [] : connectors) {
    const key = understand?.(url ?? "")
    if (key !== undefined && networkOf(key) === network) return key
  }
  return ownKey(system, past)
}

const ownKey = (system: string, { id }: Pick<CheckedPast, "id">): MessageKey => `${system}:${id}`
const historyClaim = (system: string, id: string): string => `import:${system}:${id}`

function nothing(id: string, outcome: HistoryResult["outcome"]): HistoryResult {
  return { id, outcome, incidentId: null, error: null, clocks: [], droppedAuthor: false }
}

function refused(id: string, error: DeskError): HistoryResult {
  const issue = isDeskError(error, "config") ? error.details.issues[0] : undefined
  const path = issue?.path ?? (isDeskError(error, "protocol") ? error.details.path : "")
  return { ...nothing(id, "refused"), error: { code: error.code, path, message: issue?.message ?? error.message } }
}

function givenId(incident: unknown): string {
  const id = typeof incident === "object" && incident !== null && "id" in incident ? incident.id : ""
  return typeof id === "string" ? id : ""
}

function entryOf(request: CheckedHistoryRequest, by: Actor, at: Instant, changes: Changes, unit: UnitOfWork): MoveEntry {
  const all: readonly IncidentChange[] = [...changes.values()]
  const events: readonly IncidentEvent[] = all.flatMap((change) => change.events)
  const counts: TenantCounts = {
    incident: all.filter(({ expectedVersion }) => expectedVersion === 0).length,
    event: events.length,
    claim: unit.claims?.length ?? 0,
    message: unit.messages?.length ?? 0,
    draft: unit.drafts?.length ?? 0,
    outbox: 0,
    cursor: 0,
    "sealed-author": unit.sealedAuthors?.length ?? 0,
    journal: 0,
    evidence: 0,
    mark: all.flatMap((change) => change.marks).length,
  }
  const ids = all.map(({ incident }) => incident.incidentId)
  return {
    kind: "move",
    direction: "import",
    entryId: stableId("mov", "history", request.system, request.batch, at, ...ids),
    at,
    by,
    incidentId: null,
    counts,
  }
}

function wrong(path: string, message: string): DeskError<"config"> {
  return new DeskError("config", `past incident: ${path}: ${message}`, { issues: [{ path, message }] })
}
