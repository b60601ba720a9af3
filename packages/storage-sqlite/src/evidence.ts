import { checkEvidence, decodeRecord, type EvidencePage, type EvidenceQuery, type StoredEvidence } from "@otklik/core/storage"
import type { Connection, Row } from "./connection.ts"
import { numberOf, textOf } from "./rows.ts"

const upsertEvidence = `INSERT INTO otklik_evidence (tenant, incident_id, evidence_id, ordinal, body)
  SELECT ?, ?, ?, coalesce(max(ordinal), 0) + 1, ? FROM otklik_evidence WHERE tenant = ?
  ON CONFLICT (tenant, incident_id, evidence_id) DO UPDATE SET body = excluded.body`

const selectEvidence = `SELECT ordinal, body FROM otklik_evidence INDEXED BY otklik_evidence_ordinal
  WHERE tenant = ? AND ordinal > ? ORDER BY ordinal LIMIT ?`

// Of one incident there are few: its own key finds them, and they are put into order.
const selectOfIncident =
  "SELECT ordinal, body FROM otklik_evidence WHERE tenant = ? AND incident_id = ? AND +ordinal > ? ORDER BY +ordinal LIMIT ?"

/** Upserts by incident and evidence; the place in the order is that of the first storing. */
export function writeEvidence(connection: Connection, tenant: string, evidence: readonly StoredEvidence[]): void {
  for (const piece of evidence) connection.run(upsertEvidence, tenant, piece.incidentId, piece.evidenceId, JSON.stringify(piece), tenant)
}

/** A row of `otklik_evidence`. */
export function evidenceOf(row: Row): StoredEvidence {
  return decodeRecord<StoredEvidence>(textOf(row, "body"), "piece of evidence")
}

/** A page of evidence. */
export function readEvidence(connection: Connection, tenant: string, query: EvidenceQuery): EvidencePage {
  const after = checkEvidence(query)
  const { incidentId, limit } = query
  const rows =
    incidentId === undefined
      ? connection.all(selectEvidence, tenant, after, limit + 1)
      : connection.all(selectOfIncident, tenant, incidentId, after, limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    evidence: page.map(evidenceOf),
    next: rows.length > page.length && last !== undefined ? String(numberOf(last, "ordinal")) : null,
  }
}
