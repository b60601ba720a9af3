import { DeskError, type ConflictSubject, type InputIssue } from "../../base/index.ts"
import { checkKeeping } from "./check-keeping.ts"
import { labelKinds, markKinds, type ClockFact, type IncidentLabel } from "../../report/index.ts"
import { leaseKinds } from "../contract/lease.ts"
import type { Append, CursorMove, UnitOfWork } from "../contract/unit-of-work.ts"
import type { OutboxEntry } from "../contract/outbox-entry.ts"
import { placeOfUnplain } from "./plain-value.ts"
import { checkName, checkText, checkWord, isCanonical, isCount, type Complain } from "./value-checks.ts"

const outboxStates: readonly OutboxEntry["state"][] = ["planned", "manual", "read-back", "published", "refused"]

/**
 * Refuses a unit that no storage may take, before anything is written. Every storage calls it first, so that the same
 * mistake gives the same error everywhere.
 *
 * Names and keys are well-formed Unicode without U+0000, since not every database can hold others; texts may hold
 * anything that a string can. What JSON does not bring back (a `Date`, a big integer, NaN) is refused wherever
 * it is: drivers disagree about such values, and some store nothing in their place.
 *
 * @param unit - what is to be committed
 * @throws DeskError `config` with every issue, or `duplicate` when one claim is given twice in the unit
 */
export function checkUnit(unit: UnitOfWork): void {
  const issues: InputIssue[] = []
  const complain: Complain = (path, message) => issues.push({ path, message })
  checkAppends(unit.appends ?? [], complain)
  for (const [index, claim] of (unit.claims ?? []).entries()) {
    checkName(claim.key, () => `claims[${index}].key`, complain)
    checkName(claim.incidentId, () => `claims[${index}].incidentId`, complain)
    if (claim.shared !== undefined && typeof claim.shared !== "boolean") complain(`claims[${index}].shared`, "true or false was expected")
  }
  const released = new Set<string>()
  for (const [index, { key, incidentId }] of (unit.releases ?? []).entries()) {
    checkName(key, () => `releases[${index}].key`, complain)
    checkName(incidentId, () => `releases[${index}].incidentId`, complain)
    if (released.has(key)) complain(`releases[${index}].key`, "duplicate release in a unit")
    released.add(key)
  }
  for (const [index, message] of (unit.messages ?? []).entries()) {
    const at = (field: string) => () => `messages[${index}].${field}`
    checkName(message.key, at("key"), complain)
    if (!isCount(message.revision) || message.revision < 1) complain(at("revision")(), "a whole number from 1 was expected")
    if (!isCanonical(message.publishedAt)) complain(at("publishedAt")(), "a canonical instant was expected")
    checkText(message.authorPseudonym, at("authorPseudonym"), complain, "text-or-null")
  }
  for (const [index, draft] of (unit.drafts ?? []).entries()) checkName(draft.draftId, () => `drafts[${index}].draftId`, complain)
  for (const [index, entry] of (unit.outbox ?? []).entries()) checkOutbox(entry, index, complain)
  checkCursors(unit.cursors ?? [], complain)
  for (const [index, piece] of (unit.evidence ?? []).entries()) {
    const at = (field: string) => () => `evidence[${index}].${field}`
    checkName(piece.evidenceId, at("evidenceId"), complain)
    checkName(piece.incidentId, at("incidentId"), complain)
  }
  const leases = new Set<string>()
  for (const [index, lease] of (unit.leases ?? []).entries()) {
    if (leases.has(`${lease.kind}:${lease.id}`)) complain(`leases[${index}].id`, "duplicate lease in a unit")
    leases.add(`${lease.kind}:${lease.id}`)
    checkWord(lease.kind, leaseKinds, () => `leases[${index}].kind`, complain)
    checkText(lease.id, () => `leases[${index}].id`, complain)
    if (!isCount(lease.token)) complain(`leases[${index}].token`, "a whole number was expected")
  }
  checkKeeping(unit, complain)
  const unplain = placeOfUnplain(unit)?.slice(1)
  if (unplain !== undefined && issues.every(({ path }) => path !== unplain))
    complain(unplain, "a text, a finite number, true, false, null, a list or a plain object was expected")
  const first = issues[0]
  if (first !== undefined) throw new DeskError("config", `the unit cannot be stored: ${first.path}: ${first.message}`, { issues })
  checkClaims(unit)
}

function checkAppends(appends: readonly Append[], complain: Complain): void {
  const seen = new Set<string>()
  for (const [index, { incidentId, expectedVersion, events, view, marks = [] }] of appends.entries()) {
    const at = (field: string) => () => `appends[${index}].${field}`
    checkName(incidentId, at("incidentId"), complain)
    if (seen.has(incidentId)) complain(at("incidentId")(), "duplicate incident in a unit: put its events into one append")
    seen.add(incidentId)
    if (!isCount(expectedVersion)) complain(at("expectedVersion")(), "a whole number from 0 was expected")
    if (expectedVersion === 0 && events.length === 0) complain(at("events")(), "an incident begins with an event")
    for (const [place, mark] of marks.entries()) {
      if (!markKinds.includes(mark.kind)) complain(at(`marks[${place}].kind`)(), "a kind of mark was expected")
      if (!isCanonical(mark.at)) complain(at(`marks[${place}].at`)(), "a canonical instant was expected")
      if (mark.subject !== null) checkName(mark.subject, at(`marks[${place}].subject`), complain)
      if (mark.authorityId !== null) checkName(mark.authorityId, at(`marks[${place}].authorityId`), complain)
    }
    const { facts, incident, wakeAt } = view
    if (facts.incidentId !== incidentId) complain(at("view.facts.incidentId")(), "the view is of another incident")
    if (incident.incidentId !== incidentId) complain(at("view.incident.incidentId")(), "the view is of another incident")
    if (facts.status !== incident.status) complain(at("view.facts.status")(), "the facts are of another state than the incident")
    if (wakeAt !== null && !isCanonical(wakeAt)) complain(at("view.wakeAt")(), "a canonical instant or null was expected")
    checkName(facts.network, at("view.facts.network"), complain)
    for (const field of ["status", "problem", "intake"] as const) checkText(facts[field], at(`view.facts.${field}`), complain)
    for (const field of ["kind", "importance", "closing", "dismissal", "waitsFor"] as const)
      checkText(facts[field], at(`view.facts.${field}`), complain, "text-or-null")
    for (const [place, key] of incident.messageKeys.entries()) checkText(key, at(`view.incident.messageKeys[${place}]`), complain)
    for (const field of ["publishedAt", "detectedAt", "updatedAt"] as const) {
      if (!isCanonical(facts[field])) complain(at(`view.facts.${field}`)(), "a canonical instant was expected")
    }
    for (const field of laterMoments) {
      const value = facts[field]
      if (value !== null && !isCanonical(value)) complain(at(`view.facts.${field}`)(), "a canonical instant or null was expected")
    }
    for (const field of ["topic", "authorityId", "executorId", "territoryId", "repeatOf", "nextGoal"] as const) {
      const value = facts[field]
      if (value !== null) checkName(value, at(`view.facts.${field}`), complain)
    }
    for (const field of ["answeredWorkingMinutes", "score"] as const) {
      const value = facts[field]
      if (value !== null && !isCount(value)) complain(at(`view.facts.${field}`)(), "a whole number from 0 or null was expected")
    }
    for (const field of ["cycle", "voices"] as const)
      if (!isCount(facts[field])) complain(at(`view.facts.${field}`)(), "a whole number from 0 was expected")
    checkClocks(view.clocks, at, complain)
    checkLabels(view.labels, at, complain)
  }
}

const laterMoments = [
  "registeredAt",
  "dueAt",
  "answeredAt",
  "finalAt",
  "windowUntil",
  "openSince",
  "closedAt",
  "dismissedAt",
  "waitingSince",
  "nextDueAt",
] as const

type PathOf = (field: string) => () => string

function checkClocks(clocks: readonly ClockFact[], at: PathOf, complain: Complain): void {
  for (const [place, clock] of clocks.entries()) {
    const path = (field: string) => at(`view.clocks[${place}].${field}`)
    checkName(clock.goal, path("goal"), complain)
    if (!isCount(clock.cycle)) complain(path("cycle")(), "a whole number from 0 was expected")
    for (const field of ["startedAt", "dueAt"] as const)
      if (!isCanonical(clock[field])) complain(path(field)(), "a canonical instant was expected")
    for (const field of ["pausedAt", "reachedAt", "endedAt"] as const)
      if (clock[field] !== null && !isCanonical(clock[field])) complain(path(field)(), "a canonical instant or null was expected")
    checkText(clock.ended, path("ended"), complain, "text-or-null")
    if (clock.authorityId !== null) checkName(clock.authorityId, path("authorityId"), complain)
  }
}

function checkLabels(labels: readonly IncidentLabel[], at: PathOf, complain: Complain): void {
  const seen = new Set<string>()
  for (const [place, { kind, value }] of labels.entries()) {
    checkWord(kind, labelKinds, at(`view.labels[${place}].kind`), complain)
    checkName(value, at(`view.labels[${place}].value`), complain)
    const key = `${kind} ${value}`
    if (seen.has(key)) complain(at(`view.labels[${place}].value`)(), "duplicate label of an incident")
    seen.add(key)
  }
}

function checkOutbox(entry: OutboxEntry, index: number, complain: Complain): void {
  const at = (field: string) => () => `outbox[${index}].${field}`
  checkName(entry.outboxId, at("outboxId"), complain)
  checkName(entry.incidentId, at("incidentId"), complain)
  checkWord(entry.state, outboxStates, at("state"), complain)
  if (entry.connectorId !== null) checkName(entry.connectorId, at("connectorId"), complain)
  if (entry.connectorId === null && entry.state === "planned")
    complain(at("connectorId")(), "a planned reply names the connector that publishes it")
  if (!isCount(entry.attempts)) complain(at("attempts")(), "a whole number from 0 was expected")
  if (!isCanonical(entry.plannedAt)) complain(at("plannedAt")(), "a canonical instant was expected")
  if (!isCanonical(entry.nextTryAt)) complain(at("nextTryAt")(), "a canonical instant was expected")
  if (entry.dueAt !== null && !isCanonical(entry.dueAt)) complain(at("dueAt")(), "a canonical instant or null was expected")
}

function checkCursors(cursors: readonly CursorMove[], complain: Complain): void {
  const seen = new Set<string>()
  for (const [index, move] of cursors.entries()) {
    const at = (field: string) => () => `cursors[${index}].${field}`
    checkName(move.connectorId, at("connectorId"), complain)
    checkName(move.sourceId, at("sourceId"), complain)
    // No name holds U+0000.
    const source = `${move.connectorId}\u0000${move.sourceId}`
    if (seen.has(source)) complain(at("sourceId")(), "duplicate cursor of a source in a unit")
    seen.add(source)
    checkText(move.next, at("next"), complain)
    checkText(move.expected, at("expected"), complain, "text-or-null")
    if (!isCanonical(move.at)) complain(at("at")(), "a canonical instant was expected")
    for (const field of ["read", "matched", "skipped"] as const) {
      if (!isCount(move[field])) complain(at(field)(), "a whole number from 0 was expected")
    }
    const { reading, replacesGaps } = move
    if (replacesGaps !== undefined && typeof replacesGaps !== "boolean") complain(at("replacesGaps")(), "true or false was expected")
    if (reading === undefined) continue
    if (!isCanonical(reading.since)) complain(at("reading.since")(), "a canonical instant was expected")
    for (const field of ["readTo", "beganAt", "newestAt", "silentSince", "behindSince"] as const) {
      const value = reading[field]
      if (value !== null && !isCanonical(value)) complain(at(`reading.${field}`)(), "a canonical instant or null was expected")
    }
    if (!isCount(reading.firstHour) || !reading.counts.every(isCount))
      complain(at("reading.counts")(), "whole numbers from 0 were expected")
  }
}

function checkClaims(unit: UnitOfWork): void {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { key } of unit.claims ?? []) {
    if (seen.has(key)) twice.add(key)
    seen.add(key)
  }
  if (twice.size > 0) throw duplicateClaims([...twice])
}

/**
 * The error of claims that are taken already.
 *
 * @param keys - every claim of the unit that is taken
 */
export function duplicateClaims(keys: readonly string[]): DeskError<"duplicate"> {
  return new DeskError("duplicate", `${keys.length} of the unit's claims are taken already; nothing was stored`, { keys })
}

/**
 * The error of a claim that is released by an incident that does not hold it.
 *
 * @param key - the first such key of the unit
 */
export function notHeld(key: string): DeskError<"conflict"> {
  return lostRace("claim", key, "the claim is released by an incident that does not hold it: load it again")
}

/**
 * The error of a unit or a settlement that came too late.
 *
 * @param what - what another person wrote to
 * @param id - which one: an incident's id, a message's key, `connectorId/sourceId` of a cursor, `kind:id` of a lease
 * @param why - a sentence
 */
export function lostRace(what: ConflictSubject, id: string, why: string): DeskError<"conflict"> {
  return new DeskError("conflict", why, { what, id })
}
