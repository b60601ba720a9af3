import { decodeRecord, type EvidencePage, type EvidenceQuery, type StoredEvidence } from "@otklik/core/storage"
import type { Connection, Row } from "../handle/connection.ts"
import { numberOf, textOf } from "./rows.ts"

const selectEvidence = `SELECT ordinal, body FROM otklik_evidence INDEXED BY otklik_evidence_ordinal
  WHERE tenant = ? AND ordinal > ? ORDER BY ordinal LIMIT ?`

// Of one incident there are few: its own key finds them, and they are put into order.
const selectOfIncident =
  "SELECT ordinal, body FROM otklik_evidence WHERE tenant = ? AND incident_id = ? AND +ordinal > ? ORDER BY +ordinal LIMIT ?"

/** A row of `otklik_evidence`. */
export function evidenceOf(row: Row): StoredEvidence {
  return decodeRecord<StoredEvidence>(textOf(row, "body"), "piece of evidence")
}

/** A page of evidence. */
export function readEvidence(connection: Connection, tenant: string, query: EvidenceQuery, after: number): EvidencePage {
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
