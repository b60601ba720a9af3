import type { Message } from "@otklik/core"
import { factRow } from "@otklik/core/internal"
import { searchTermsOf, type Append, type CursorMove, type EventCodec, type OutboxEntry, type UnitOfWork } from "@otklik/core/storage"
import { isStorable } from "../read/text-array.ts"
import type { UnitPart } from "../schema/commit-unit.ts"

/** A row of an incident. */
interface NamedRow {
  readonly [column: string]: string | number | null | readonly string[]
  readonly incident_id: string
}

/** The rows of every argument of `commit_unit`. */
export type UnitRows = Readonly<Record<Exclude<UnitPart, "created">, readonly object[]>> & { readonly created: readonly NamedRow[] }

/**
 * A unit as rows, sorted by key, so that everybody locks in the same order.
 *
 * @param unit - of the contract
 * @param codec - of events
 * @throws DeskError `protocol` for an event that could not be read back
 */
export function unitRows(unit: UnitOfWork, codec: EventCodec): UnitRows {
  const { appends = [], claims = [], releases = [], leases = [], tombstones = [], sealedAuthors = [], forgotten = [], sweeps = [] } = unit
  const changes = [
    ...releases.map(({ key, incidentId }) => ({ key, incident_id: incidentId, shared: false, released: true })),
    ...claims.map(({ key, incidentId, shared = false }) => ({ key, incident_id: incidentId, shared, released: false })),
  ]
  return {
    ...appendRows(appends, codec),
    claims: sorted(changes, (claim) => claim.key),
    leases: sorted(
      leases.map(({ kind, id, token }, place) => ({ place, kind, id, token })),
      ({ kind, id }) => `${kind}:${id}`,
    ),
    marks: appends.flatMap(({ incidentId, marks = [] }) =>
      marks.map(({ kind, at, subject, authorityId }) => ({ incident_id: incidentId, kind, at, subject, authority_id: authorityId })),
    ),
    ...foundRows(appends),
    messages: messageRows(unit.messages ?? []),
    tombstones: sorted(
      tombstones.map((message, place) => ({ place, key: message.key, revision: message.revision, body: JSON.stringify(message) })),
      ({ key }) => key,
    ),
    sealed: sorted(
      sealedAuthors.map(({ messageKey, keyId, sealed, replaces = null }) => ({ message_key: messageKey, key_id: keyId, sealed, replaces })),
      (row) => row.message_key,
    ),
    drafts: lastOf(unit.drafts ?? [], ({ draftId }) => draftId).map((draft) => ({
      draft_id: draft.draftId,
      incident_id: draft.incidentId,
      body: JSON.stringify(draft),
    })),
    outbox: outboxRows(unit.outbox ?? []),
    cursors: cursorRows(unit.cursors ?? []),
    evidence: (unit.evidence ?? []).map((piece) => ({
      incident_id: piece.incidentId,
      evidence_id: piece.evidenceId,
      body: JSON.stringify(piece),
    })),
    forgotten: sorted(
      forgotten.map(({ entryId }) => ({ entry_id: entryId })),
      (row) => row.entry_id,
    ),
    journal: sorted(
      (unit.journal ?? []).map((entry) => ({
        entry_id: entry.entryId,
        kind: entry.kind,
        at: entry.at,
        incident_id: entry.incidentId,
        body: JSON.stringify(entry),
      })),
      (row) => row.entry_id,
    ),
    sweeps: sorted(
      sweeps.map(({ incidentId, version, sweep }) => ({ incident_id: incidentId, version, sweep })),
      (row) => row.incident_id,
    ),
  }
}

/** Things in the order of their keys. */
function sorted<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): readonly Thing[] {
  return things
    .map((thing) => ({ thing, key: keyOf(thing) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ thing }) => thing)
}

/** The last of each key, by key: one statement cannot touch a row twice. */
function lastOf<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): readonly Thing[] {
  return sorted([...new Map(things.map((thing) => [keyOf(thing), thing])).values()], keyOf)
}

/**
 * Incidents that are created, in the order of the unit, in which they are numbered; those that are changed, by id; and
 * the events of both.
 */
function appendRows(appends: readonly Append[], codec: EventCodec) {
  const created: NamedRow[] = []
  const changed: NamedRow[] = []
  const events: object[] = []
  for (const [place, append] of appends.entries()) {
    const { incidentId, expectedVersion, view } = append
    const version = expectedVersion + append.events.length
    const row = {
      place,
      incident_id: incidentId,
      version,
      wake_at: view.wakeAt,
      ...factRow(view.facts),
      message_keys: view.incident.messageKeys.filter(isStorable),
      state: JSON.stringify(view.incident),
    }
    if (expectedVersion === 0) created.push({ serial: created.length + 1, ...row })
    else changed.push({ expected: expectedVersion, ...row })
    for (const [index, event] of append.events.entries()) {
      events.push({ serial: events.length + 1, incident_id: incidentId, version: expectedVersion + index + 1, body: codec.encode(event) })
    }
  }
  return { created, changed: sorted(changed, (row) => row.incident_id), events }
}

/**
 * Clocks and labels, by incident: everybody takes their rows in one order. An incident that is there already has a row
 * of its own (a clock 0, a label without a kind): what it had beyond the others goes.
 */
function foundRows(appends: readonly Append[]): Pick<UnitRows, "clocks" | "labels"> {
  const byId = sorted(appends, ({ incidentId }) => incidentId)
  return {
    clocks: byId.flatMap(({ incidentId, expectedVersion, view }) => [
      ...(expectedVersion === 0 ? [] : [{ incident_id: incidentId, ordinal: 0 }]),
      ...view.clocks.map(({ goal, cycle, startedAt, dueAt, pausedAt, reachedAt, endedAt, ended, authorityId }, index) => ({
        incident_id: incidentId,
        ordinal: index + 1,
        goal,
        cycle,
        started_at: startedAt,
        due_at: dueAt,
        paused_at: pausedAt,
        reached_at: reachedAt,
        ended_at: endedAt,
        ended,
        authority_id: authorityId,
      })),
    ]),
    labels: byId.flatMap(({ incidentId, expectedVersion, view }) => [
      ...(expectedVersion === 0 ? [] : [{ incident_id: incidentId }]),
      ...sorted(view.labels, ({ kind, value }) => `${kind} ${value}`).map((label) => ({ incident_id: incidentId, ...label })),
    ]),
  }
}

/** The newest revision of each message. */
function messageRows(messages: readonly Message[]): readonly object[] {
  const newest = new Map<string, Message>()
  for (const message of messages) {
    const known = newest.get(message.key)
    if (known === undefined || message.revision > known.revision) newest.set(message.key, message)
  }
  return sorted([...newest.values()], (message) => message.key).map((message) => ({
    key: message.key,
    revision: message.revision,
    body: JSON.stringify(message),
    words: searchTermsOf(message.text),
  }))
}

function outboxRows(entries: readonly OutboxEntry[]): readonly object[] {
  return lastOf(entries, ({ outboxId }) => outboxId).map((entry) => ({
    outbox_id: entry.outboxId,
    incident_id: entry.incidentId,
    connector_id: entry.connectorId,
    state: entry.state,
    planned_at: entry.plannedAt,
    due_at: entry.dueAt,
    next_try_at: entry.nextTryAt,
    attempts: entry.attempts,
    body: JSON.stringify(entry),
  }))
}

/** The moves of cursors. A cursor is stored as a JSON string: a connector may put anything into it. */
function cursorRows(moves: readonly CursorMove[]): readonly object[] {
  const rows = moves.map((move, place) => ({
    place,
    connector_id: move.connectorId,
    source_id: move.sourceId,
    expected: move.expected === null ? null : JSON.stringify(move.expected),
    next: JSON.stringify(move.next),
    at: move.at,
    read: move.read,
    matched: move.matched,
    skipped: move.skipped,
    gaps: move.gaps.map((gap) => JSON.stringify(gap)),
    replaces: move.replacesGaps ?? false,
    reading: move.reading === undefined ? null : JSON.stringify(move.reading),
  }))
  return sorted(rows, (row) => JSON.stringify([row.connector_id, row.source_id]))
}
