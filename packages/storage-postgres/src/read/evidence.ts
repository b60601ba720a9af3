import { decodeRecord, type EvidencePage, type EvidenceQuery, type StoredEvidence } from "@otklik/core/storage"
import type { Connection } from "../client/connection.ts"
import { numberAt, textAt } from "./rows.ts"
import { storable } from "./text-array.ts"

/** A page of evidence in the order of the first storing. */
export async function readEvidence(
  { schema, read }: Connection,
  tenant: string,
  query: EvidenceQuery,
  after: number,
): Promise<EvidencePage> {
  const { incidentId, limit } = query
  const own = incidentId === undefined ? "" : " AND incident_id = $3"
  const rows = await read(
    `SELECT ordinal::text, body FROM ${schema}.evidence WHERE tenant = $1 AND evidence.ordinal > $2::bigint${own}
    ORDER BY evidence.ordinal LIMIT ${limit + 1}`,
    tenant,
    String(after),
    ...(incidentId === undefined ? [] : [storable(incidentId)]),
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    evidence: page.map((row) => decodeRecord<StoredEvidence>(textAt(row, 1), "piece of evidence")),
    next: rows.length > page.length && last !== undefined ? String(numberAt(last, 0)) : null,
  }
}
