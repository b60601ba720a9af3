import type { Gap, Message, StoredIncident } from "@otklik/core"
import type { ExistingIncident } from "@otklik/core/incident"
import { factsOfRow } from "@otklik/core/internal"
import { decodeRecord, type Draft, type OutboxEntry, type SourceCursor, type SourceReading } from "@otklik/core/storage"
import type { Row } from "../handle/connection.ts"

/** A column that holds text. */
export function textOf(row: Row, column: string): string {
  return String(row[column])
}

/** A column that holds text or nothing. */
export function textOrNull(row: Row, column: string): string | null {
  const value = row[column]
  return value === null || value === undefined ? null : String(value)
}

/** A column that holds a whole number, whatever kind of number the host's handle gives. */
export function numberOf(row: Row, column: string): number {
  return Number(row[column])
}

/** A column that holds bytes, of a class that belongs to no driver. */
export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column]
  return value instanceof Uint8Array ? new Uint8Array(value) : new Uint8Array()
}

function numberOrText(row: Row, column: string): string | number | bigint | null {
  const value = row[column]
  return value === undefined || value instanceof Uint8Array ? null : value
}

/** A row of `otklik_incident` as the contract gives it. */
export function incidentOf(row: Row): StoredIncident {
  return {
    facts: factsOfRow(textOf(row, "incident_id"), (column) => numberOrText(row, column)),
    incident: decodeRecord<ExistingIncident>(textOf(row, "state"), "incident"),
    wakeAt: textOrNull(row, "wake_at"),
    number: numberOf(row, "number"),
    version: numberOf(row, "version"),
  }
}

/** A row of `otklik_message`. */
export function messageOf(row: Row): Message {
  return decodeRecord<Message>(textOf(row, "body"), "message")
}

/** A row of `otklik_draft`. */
export function draftOf(row: Row): Draft {
  return decodeRecord<Draft>(textOf(row, "body"), "draft")
}

/** A row of `otklik_outbox`: what a settlement may change is in columns. */
export function outboxOf(row: Row): OutboxEntry {
  const entry = decodeRecord<OutboxEntry>(textOf(row, "body"), "outbox entry")
  return { ...entry, attempts: numberOf(row, "attempts"), nextTryAt: textOf(row, "next_try_at") }
}

/** A row of `otklik_cursor` with its gaps. */
export function cursorOf(row: Row, gaps: readonly Gap[]): SourceCursor {
  const reading = textOrNull(row, "reading")
  return {
    connectorId: textOf(row, "connector_id"),
    sourceId: textOf(row, "source_id"),
    cursor: textOf(row, "cursor"),
    at: textOf(row, "at"),
    read: numberOf(row, "read"),
    matched: numberOf(row, "matched"),
    skipped: numberOf(row, "skipped"),
    gaps,
    reading: reading === null ? null : decodeRecord<SourceReading>(reading, "reading"),
  }
}
