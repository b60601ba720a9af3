import type { Message } from "@otklik/core"
import { factRow } from "@otklik/core/internal"
import type { Append, CursorMove, Draft, EventCodec, OutboxEntry } from "@otklik/core/storage"
import { isStorable } from "./text-array.ts"

// The arguments of commit_unit: JSON arrays of rows, sorted by key, so that everybody locks in the same order; null where there is nothing.

/** A JSON array of rows, or null. */
export function rowsText(rows: readonly object[]): string | null {
  return rows.length === 0 ? null : JSON.stringify(rows)
}

/** Things in the order of their keys. */
export function sorted<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string): readonly Thing[] {
  return things
    .map((thing) => ({ thing, key: keyOf(thing) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ thing }) => thing)
}

/** A row of an incident. */
interface NamedRow {
  readonly [column: string]: string | number | null | readonly string[]
  readonly incident_id: string
}

/** The appends of a unit as rows. */
export interface AppendRows {
  readonly created: readonly NamedRow[]
  readonly changed: readonly NamedRow[]
  readonly events: readonly object[]
}

/** Incidents that are created, in the order of the unit, in which they are numbered; those that are changed, by id; and the events of both. */
export function appendRows(appends: readonly Append[], codec: EventCodec): AppendRows {
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

/** The newest revision of each message; one statement cannot touch a row twice. */
export function messageRows(messages: readonly Message[]): readonly object[] {
  const newest = new Map<string, Message>()
  for (const message of messages) {
    const known = newest.get(message.key)
    if (known === undefined || message.revision > known.revision) newest.set(message.key, message)
  }
  return sorted([...newest.values()], (message) => message.key).map((message) => ({
    key: message.key,
    revision: message.revision,
    published_at: message.publishedAt,
    author: message.authorPseudonym === null ? null : JSON.stringify(message.authorPseudonym),
    body: JSON.stringify(message),
  }))
}

/** The last state of each draft. */
export function draftRows(drafts: readonly Draft[]): readonly object[] {
  const last = new Map(drafts.map((draft) => [draft.draftId, draft]))
  return sorted([...last.values()], (draft) => draft.draftId).map((draft) => ({ draft_id: draft.draftId, body: JSON.stringify(draft) }))
}

/** The last state of each reply. */
export function outboxRows(entries: readonly OutboxEntry[]): readonly object[] {
  const last = new Map(entries.map((entry) => [entry.outboxId, entry]))
  return sorted([...last.values()], (entry) => entry.outboxId).map((entry) => ({
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

/** What the moves of cursors note of their readings. */
export function readingRows(moves: readonly CursorMove[]): readonly object[] {
  return moves.flatMap(({ connectorId, sourceId, reading }) =>
    reading === undefined ? [] : [{ connector_id: connectorId, source_id: sourceId, reading: JSON.stringify(reading) }],
  )
}

/** The moves of cursors. A cursor is stored as a JSON string: a connector may put anything into it. */
export function cursorRows(moves: readonly CursorMove[]): readonly object[] {
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
  }))
  return sorted(rows, (row) => JSON.stringify([row.connector_id, row.source_id]))
}
