import type { Append, StoredEvidence } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"

const insertMark = `INSERT INTO otklik_mark (tenant, incident_id, ordinal, kind, at, subject, authority_id)
  SELECT ?, ?, coalesce(max(ordinal), 0) + 1, ?, ?, ?, ? FROM otklik_mark WHERE tenant = ? AND incident_id = ?`

const upsertEvidence = `INSERT INTO otklik_evidence (tenant, incident_id, evidence_id, ordinal, body)
  SELECT ?, ?, ?, coalesce(max(ordinal), 0) + 1, ? FROM otklik_evidence WHERE tenant = ?
  ON CONFLICT (tenant, incident_id, evidence_id) DO UPDATE SET body = excluded.body`

/** Adds the marks of an append to those that the incident has. */
export function writeMarks(connection: Connection, tenant: string, { incidentId, marks = [] }: Append): void {
  for (const { kind, at, subject, authorityId } of marks)
    connection.run(insertMark, tenant, incidentId, kind, at, subject, authorityId, tenant, incidentId)
}

const clockColumns = ["goal", "cycle", "started_at", "due_at", "paused_at", "reached_at", "ended_at", "ended", "authority_id"] as const

// What stays as it was is not written again.
const upsertClock = `INSERT INTO otklik_clock_fact (tenant, incident_id, ordinal, ${clockColumns.join(", ")})
  VALUES (?, ?, ?, ${clockColumns.map(() => "?").join(", ")})
  ON CONFLICT (tenant, incident_id, ordinal) DO UPDATE SET ${clockColumns.map((column) => `${column} = excluded.${column}`).join(", ")}
  WHERE (${clockColumns.join(", ")}) IS NOT (${clockColumns.map((column) => `excluded.${column}`).join(", ")})`

const dropClocks = "DELETE FROM otklik_clock_fact WHERE tenant = ? AND incident_id = ? AND ordinal > ?"

const insertLabel = `INSERT INTO otklik_label (tenant, incident_id, kind, value)
  SELECT ?, ?, json_extract(value, '$.kind'), json_extract(value, '$.value') FROM json_each(?) WHERE TRUE
  ON CONFLICT (tenant, incident_id, kind, value) DO NOTHING`

const dropLabels = `DELETE FROM otklik_label WHERE tenant = ? AND incident_id = ?
  AND (kind, value) NOT IN (SELECT json_extract(value, '$.kind'), json_extract(value, '$.value') FROM json_each(?))`

/** Puts the clocks and labels of an append in the place of those that the incident had. */
export function writeClocksAndLabels(connection: Connection, tenant: string, { incidentId, view }: Append): void {
  const { clocks, labels } = view
  for (const [index, clock] of clocks.entries()) {
    const { goal, cycle, startedAt, dueAt, pausedAt, reachedAt, endedAt, ended, authorityId } = clock
    const values = [goal, cycle, startedAt, dueAt, pausedAt, reachedAt, endedAt, ended, authorityId]
    connection.run(upsertClock, tenant, incidentId, index + 1, ...values)
  }
  connection.run(dropClocks, tenant, incidentId, clocks.length)
  const list = JSON.stringify(labels)
  connection.run(dropLabels, tenant, incidentId, list)
  connection.run(insertLabel, tenant, incidentId, list)
}

/** Upserts by incident and evidence; the place in the order is that of the first storing. */
export function writeEvidence(connection: Connection, tenant: string, evidence: readonly StoredEvidence[]): void {
  for (const piece of evidence) connection.run(upsertEvidence, tenant, piece.incidentId, piece.evidenceId, JSON.stringify(piece), tenant)
}
