import type { Gap, Message, StoredIncident } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { factColumns, factsOfRow, isNumberColumn } from "@otklik/core/internal"
import { decodeRecord, type OutboxEntry, type SourceCursor, type SourceReading } from "@otklik/core/storage"
import type { PostgresRow } from "../client/postgres-client.ts"

/** A column that holds text. */
export function textAt(row: PostgresRow, index: number): string {
  return String(row[index])
}

/** A column that holds text or nothing. */
export function textOrNullAt(row: PostgresRow, index: number): string | null {
  return row[index] ?? null
}

/** A column that holds a whole number. */
export function numberAt(row: PostgresRow, index: number): number {
  return Number(row[index])
}

/** The columns of `i`, an incident, that a page is put into order by and read from. */
export const pageColumns = ["incident_id", ...factColumns, "state", "wake_at", "number", "version"]
  .map((column) => `i.${column}`)
  .join(", ")

const columnsOfIncident = [
  "incident_id",
  ...factColumns.map((column) => (isNumberColumn(column) ? `${column}::text` : column)),
  "state",
  "wake_at",
  "number::text",
  "version::text",
]

/** The columns that {@link incidentOf} reads. */
export const incidentColumns = columnsOfIncident.join(", ")

/** How many they are. */
export const incidentColumnCount = columnsOfIncident.length

/** A row of {@link incidentColumns} as the contract gives it. */
export function incidentOf(row: PostgresRow): StoredIncident {
  const after = 1 + factColumns.length
  return {
    facts: factsOfRow(textAt(row, 0), (column) => textOrNullAt(row, 1 + factColumns.indexOf(column))),
    incident: decodeRecord<ExistingIncident>(textAt(row, after), "incident"),
    wakeAt: textOrNullAt(row, after + 1),
    number: numberAt(row, after + 2),
    version: numberAt(row, after + 3),
  }
}

/** A stored message. */
export function messageOf(body: string): Message {
  return decodeRecord<Message>(body, "message")
}

/** The columns that {@link outboxOf} reads. */
export const outboxColumns = "body, attempts::text, next_try_at"

/** A row of {@link outboxColumns}, from a place on: what a settlement may change is in columns. */
export function outboxOf(row: PostgresRow, index = 0): OutboxEntry {
  const entry = decodeRecord<OutboxEntry>(textAt(row, index), "outbox entry")
  return { ...entry, attempts: numberAt(row, index + 1), nextTryAt: textAt(row, index + 2) }
}

/** A cursor with the bodies of its gaps as a JSON array of texts. */
export function cursorOf(row: PostgresRow): SourceCursor {
  const [connectorId = "", sourceId = "", cursor = "", at = "", read, matched, skipped, gaps, reading = null] = row
  return {
    connectorId: String(connectorId),
    sourceId: String(sourceId),
    cursor: decodeRecord<string>(String(cursor), "cursor"),
    at: String(at),
    read: Number(read),
    matched: Number(matched),
    skipped: Number(skipped),
    gaps: decodeRecord<readonly string[]>(gaps ?? "[]", "list of gaps").map((gap) => decodeRecord<Gap>(gap, "gap")),
    reading: reading === null ? null : decodeRecord<SourceReading>(reading, "reading"),
  }
}
