import {
  duplicateClaims,
  encodeEvent,
  lostRace,
  notHeld,
  type Claim,
  type Committed,
  type CursorMove,
  type Lease,
  type UnitOfWork,
} from "@otklik/core/storage"
import type { Data } from "./document.ts"
import { keep } from "./keep.ts"

// #region commit
/** Stores a unit, or throws: then whoever called throws the changed data away. */
export function commitUnit(data: Data, unit: UnitOfWork): Committed {
  for (const lease of unit.leases ?? []) release(data, lease)

  for (const { key, incidentId } of unit.releases ?? []) {
    if (data.claims.get(key) !== incidentId) throw notHeld(key)
    data.claims.delete(key)
  }
  // A shared claim that the same incident holds stays as it is.
  const isTaken = ({ key, incidentId, shared }: Claim) => data.claims.has(key) && !(shared === true && data.claims.get(key) === incidentId)
  const taken = (unit.claims ?? []).filter(isTaken).map(({ key }) => key)
  if (taken.length > 0) throw duplicateClaims(taken.toSorted())
  for (const { key, incidentId } of unit.claims ?? []) data.claims.set(key, incidentId)

  const numbers = new Map<string, number>()
  for (const { incidentId, expectedVersion, events, view, marks = [] } of unit.appends ?? []) {
    const stored = data.incidents.get(incidentId)
    const version = stored?.version ?? 0
    if (version !== expectedVersion)
      throw lostRace("incident", incidentId, `${incidentId} is at version ${version}, not ${expectedVersion}`)
    const number = stored?.number ?? data.incidents.size + 1
    if (stored === undefined) numbers.set(incidentId, number)
    const { clocks, labels, ...shown } = view
    data.incidents.set(incidentId, { ...shown, number, version: version + events.length })
    data.views.set(incidentId, { clocks, labels })
    if (marks.length > 0) data.marks.set(incidentId, [...(data.marks.get(incidentId) ?? []), ...marks])
    events.forEach((event, index) => data.feed.push([incidentId, version + index + 1, encodeEvent(event)]))
  }

  for (const message of unit.messages ?? []) {
    // An erased message stays erased, and an older revision never overwrites a newer one.
    if (data.erased.has(message.key) || message.revision <= (data.messages.get(message.key)?.revision ?? -1)) continue
    data.messages.set(message.key, message)
  }
  for (const move of unit.cursors ?? []) moveCursor(data, move)
  for (const draft of unit.drafts ?? []) data.drafts.set(draft.draftId, draft)
  for (const piece of unit.evidence ?? []) data.evidence.set(JSON.stringify([piece.incidentId, piece.evidenceId]), piece)
  for (const entry of unit.outbox ?? []) data.outbox.set(entry.outboxId, entry)
  keep(data, unit)
  return { numbers }
}
// #endregion commit

/** Gives a lease back, if it is still held. */
export function release(data: Data, { kind, id, token }: Lease): void {
  const key = leaseKey(kind, id)
  if (data.leases.get(key)?.token !== token) throw lostRace("lease", key, `the lease of ${key} was lost`)
  data.leases.delete(key)
}

export function leaseKey(kind: string, id: string): string {
  return `${kind}:${id}`
}

function moveCursor(data: Data, { connectorId, sourceId, expected, next, at, ...page }: CursorMove): void {
  const key = JSON.stringify([connectorId, sourceId])
  const stored = data.cursors.get(key)
  if ((stored?.cursor ?? null) !== expected)
    throw lostRace("cursor", `${connectorId}/${sourceId}`, "the cursor was moved by another writer")
  data.cursors.set(key, {
    connectorId,
    sourceId,
    cursor: next,
    at,
    read: (stored?.read ?? 0) + page.read,
    matched: (stored?.matched ?? 0) + page.matched,
    skipped: (stored?.skipped ?? 0) + page.skipped,
    gaps: page.replacesGaps === true ? page.gaps : [...(stored?.gaps ?? []), ...page.gaps],
    reading: page.reading ?? stored?.reading ?? null,
  })
}
