import {
  decodeDraft,
  decodeOutboxEntry,
  decodeRecord,
  type Draft,
  type ExistingIncident,
  type Gap,
  type IncidentFacts,
  type Message,
  type OutboxEntry,
  type SourceCursor,
  type SourceReading,
  type StoredIncident,
} from "@otklik/core"
import type { Row } from "./connection.ts"

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

/** The columns of an incident, in the order in which they are written. */
export const factColumns = [
  "status",
  "problem",
  "topic",
  "authority_id",
  "territory_id",
  "network",
  "kind",
  "importance",
  "published_at",
  "detected_at",
  "registered_at",
  "due_at",
  "answered_at",
  "closed_at",
  "updated_at",
] as const

/** The values of {@link factColumns}. */
export function factValues(facts: IncidentFacts): (string | null)[] {
  return [
    facts.status,
    facts.problem,
    facts.topic,
    facts.authorityId,
    facts.territoryId,
    facts.network,
    facts.kind,
    facts.importance,
    facts.publishedAt,
    facts.detectedAt,
    facts.registeredAt,
    facts.dueAt,
    facts.answeredAt,
    facts.closedAt,
    facts.updatedAt,
  ]
}

/** A row of `otklik_incident` as the contract gives it. */
export function incidentOf(row: Row): StoredIncident {
  return {
    facts: factsOfRow(row),
    incident: decodeRecord<ExistingIncident>(textOf(row, "state"), "incident"),
    wakeAt: textOrNull(row, "wake_at"),
    number: numberOf(row, "number"),
    version: numberOf(row, "version"),
  }
}

function factsOfRow(row: Row): IncidentFacts {
  return {
    incidentId: textOf(row, "incident_id"),
    // Written from the same type, behind checkUnit: the columns hold no other values.
    status: textOf(row, "status") as IncidentFacts["status"],
    problem: textOf(row, "problem") as IncidentFacts["problem"],
    topic: textOrNull(row, "topic"),
    authorityId: textOrNull(row, "authority_id"),
    territoryId: textOrNull(row, "territory_id"),
    network: textOf(row, "network"),
    kind: textOrNull(row, "kind") as IncidentFacts["kind"],
    importance: textOrNull(row, "importance") as IncidentFacts["importance"],
    publishedAt: textOf(row, "published_at"),
    detectedAt: textOf(row, "detected_at"),
    registeredAt: textOrNull(row, "registered_at"),
    dueAt: textOrNull(row, "due_at"),
    answeredAt: textOrNull(row, "answered_at"),
    closedAt: textOrNull(row, "closed_at"),
    updatedAt: textOf(row, "updated_at"),
  }
}

/** A row of `otklik_message`. */
export function messageOf(row: Row): Message {
  return decodeRecord<Message>(textOf(row, "body"), "message")
}

/** A row of `otklik_draft`. */
export function draftOf(row: Row): Draft {
  return decodeDraft(textOf(row, "body"))
}

/** A row of `otklik_outbox`: what a settlement may change stands in columns. */
export function outboxOf(row: Row): OutboxEntry {
  const entry = decodeOutboxEntry(textOf(row, "body"))
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
