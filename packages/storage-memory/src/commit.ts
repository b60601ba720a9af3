import {
  duplicateClaims,
  lostRace,
  notHeld,
  type Committed,
  type CursorMove,
  type EventCodec,
  type Lease,
  type SourceCursor,
  type StoredEvidence,
  type UnitOfWork,
} from "@otklik/core/storage"
import { frozenCopy } from "./frozen-copy.ts"
import { keepingSteps } from "./keep.ts"
import { sourceKey, type HeldLease, type TenantData, type Step } from "./store.ts"

/**
 * All or nothing: everything is checked and copied first, and nothing that is done after that can fail.
 *
 * @param data - what the tenant has
 * @param unit - what is to be stored
 * @param codec - of the events
 * @throws DeskError `conflict`, `duplicate`, `protocol`
 */
export function commitUnit(data: TenantData, unit: UnitOfWork, codec: EventCodec): Committed {
  for (const lease of unit.leases ?? []) checkHeld(data, lease)
  const released = new Map((unit.releases ?? []).map(({ key, incidentId }) => [key, incidentId]))
  const unheld = [...released].filter(([key, incidentId]) => data.claims.get(key) !== incidentId).map(([key]) => key)
  const [first] = unheld.toSorted()
  if (first !== undefined) throw notHeld(first)
  const taken = (unit.claims ?? [])
    .filter(({ key, incidentId, shared }) => {
      const holder = released.has(key) ? undefined : data.claims.get(key)
      return holder !== undefined && !(shared === true && holder === incidentId)
    })
    .map(({ key }) => key)
  if (taken.length > 0) throw duplicateClaims(taken.toSorted())
  const numbers = new Map<string, number>()
  const steps: Step[] = [
    ...appendSteps(data, unit, { numbers, codec }),
    ...messageSteps(data, unit),
    ...(unit.cursors ?? []).map((move) => cursorStep(data, move)),
    ...keepingSteps(data, unit),
    ...(unit.drafts ?? []).map(frozenCopy).map((draft) => () => void data.drafts.set(draft.draftId, draft)),
    ...(unit.outbox ?? []).map(frozenCopy).map((entry) => () => void data.outbox.set(entry.outboxId, entry)),
    ...(unit.evidence ?? []).map(frozenCopy).map((piece) => () => void data.evidence.set(evidenceKey(piece), piece)),
    ...[...released.keys()].map((key) => () => void data.claims.delete(key)),
    ...(unit.claims ?? []).map(
      ({ key, incidentId }) =>
        () =>
          void data.claims.set(key, incidentId),
    ),
    ...(unit.leases ?? []).map((lease) => () => void data.leases.delete(leaseKey(lease))),
  ]
  for (const step of steps) step()
  return { numbers }
}

function evidenceKey({ incidentId, evidenceId }: StoredEvidence): string {
  return JSON.stringify([incidentId, evidenceId])
}

/** The key of a lease. */
export function leaseKey(lease: Pick<Lease, "kind" | "id">): string {
  return `${lease.kind}:${lease.id}`
}

/** Refuses to go on under a lease that was given back or that another party has got since. */
export function checkHeld(data: TenantData, lease: Lease): HeldLease {
  const key = leaseKey(lease)
  const held = data.leases.get(key)
  if (held?.token !== lease.token) throw lostRace("lease", key, `the lease of ${key} was lost`)
  return held
}

function appendSteps(
  data: TenantData,
  unit: UnitOfWork,
  { numbers, codec }: { readonly numbers: Map<string, number>; readonly codec: EventCodec },
): readonly Step[] {
  let nextNumber = data.numbered.length + 1
  return (unit.appends ?? []).map(({ incidentId, expectedVersion, events, view, marks = [] }) => {
    const stored = data.incidents.get(incidentId)
    const storedVersion = stored?.version ?? 0
    if (storedVersion !== expectedVersion) {
      throw lostRace("incident", incidentId, `${incidentId} is at version ${storedVersion}, not ${expectedVersion}: load it again`)
    }
    const number = stored?.number ?? nextNumber++
    if (stored === undefined) numbers.set(incidentId, number)
    const copies = events.map((event) => frozenCopy(codec.decode(codec.encode(event))))
    const added = marks.map(frozenCopy)
    const { facts, incident, wakeAt } = view
    const found = frozenCopy({ clocks: view.clocks, labels: view.labels })
    const next = frozenCopy({ facts, incident, wakeAt, number, version: expectedVersion + events.length })
    return () => {
      if (stored === undefined) data.numbered.push(incidentId)
      data.incidents.set(incidentId, next)
      data.clocks.set(incidentId, found.clocks)
      data.labels.set(incidentId, found.labels)
      if (added.length > 0) data.marks.set(incidentId, Object.freeze([...(data.marks.get(incidentId) ?? []), ...added]))
      data.logs.set(incidentId, Object.freeze([...(data.logs.get(incidentId) ?? []), ...copies]))
      for (const [index, event] of copies.entries()) {
        data.feed.push(Object.freeze({ position: String(data.feed.length + 1), incidentId, version: expectedVersion + index + 1, event }))
      }
    }
  })
}

function messageSteps(data: TenantData, unit: UnitOfWork): readonly Step[] {
  return (unit.messages ?? []).map(frozenCopy).map((message) => () => {
    const stored = data.messages.get(message.key)
    if (stored !== undefined && (data.erased.has(message.key) || message.revision <= stored.revision)) return
    data.messages.set(message.key, message)
  })
}

function cursorStep(data: TenantData, move: CursorMove): Step {
  const { connectorId, sourceId, expected, next: cursor, at } = move
  const key = sourceKey(connectorId, sourceId)
  const stored = data.cursors.get(key)
  if ((stored?.cursor ?? null) !== expected) {
    throw lostRace("cursor", `${connectorId}/${sourceId}`, `the cursor of ${connectorId}/${sourceId} was moved by another writer`)
  }
  const sum: SourceCursor = {
    connectorId,
    sourceId,
    cursor,
    at,
    read: (stored?.read ?? 0) + move.read,
    matched: (stored?.matched ?? 0) + move.matched,
    skipped: (stored?.skipped ?? 0) + move.skipped,
    gaps: move.replacesGaps === true ? move.gaps : [...(stored?.gaps ?? []), ...move.gaps],
    reading: move.reading ?? stored?.reading ?? null,
  }
  const copy = frozenCopy(sum)
  return () => void data.cursors.set(key, copy)
}
