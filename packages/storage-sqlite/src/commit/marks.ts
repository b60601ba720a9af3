import type { Append, StoredEvidence } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"

const insertMark = `INSERT INTO otklik_mark (tenant, incident_id, ordinal, kind, at, subject)
  SELECT ?, ?, coalesce(max(ordinal), 0) + 1, ?, ?, ? FROM otklik_mark WHERE tenant = ? AND incident_id = ?`

const upsertEvidence = `INSERT INTO otklik_evidence (tenant, incident_id, evidence_id, ordinal, body)
  SELECT ?, ?, ?, coalesce(max(ordinal), 0) + 1, ? FROM otklik_evidence WHERE tenant = ?
  ON CONFLICT (tenant, incident_id, evidence_id) DO UPDATE SET body = excluded.body`

/** Adds the marks of an append to those that the incident has. */
export function writeMarks(connection: Connection, tenant: string, { incidentId, marks = [] }: Append): void {
  for (const { kind, at, subject } of marks) connection.run(insertMark, tenant, incidentId, kind, at, subject, tenant, incidentId)
}

/** Upserts by incident and evidence; the place in the order is that of the first storing. */
export function writeEvidence(connection: Connection, tenant: string, evidence: readonly StoredEvidence[]): void {
  for (const piece of evidence) connection.run(upsertEvidence, tenant, piece.incidentId, piece.evidenceId, JSON.stringify(piece), tenant)
}
