import { checkUnit, type Committed, type UnitOfWork } from "@otklik/core/storage"
import type { Connection } from "./connection.ts"
import { keepingRows } from "./keep.ts"
import { evidenceRows } from "./evidence.ts"
import { markRows } from "./marks.ts"
import { textArray } from "./text-array.ts"
import { appendRows, cursorRows, draftRows, messageRows, outboxRows, readingRows, rowsText, sorted } from "./unit-rows.ts"

/**
 * All or nothing, in one round trip: the database's own function checks and writes everything, see `functions.ts`.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param unit - what is to be stored
 * @throws DeskError `config`, `conflict`, `duplicate`, `protocol`, `network`
 */
export async function commitUnit(connection: Connection, tenant: string, unit: UnitOfWork): Promise<Committed> {
  checkUnit(unit)
  const { created, changed, events } = appendRows(unit.appends ?? [], connection.codec)
  const claims = [
    ...(unit.releases ?? []).map(({ key, incidentId }) => ({ key, incident_id: incidentId, shared: false, released: true })),
    ...(unit.claims ?? []).map(({ key, incidentId, shared = false }) => ({ key, incident_id: incidentId, shared, released: false })),
  ]
  const leases = (unit.leases ?? []).map(({ kind, id, token }, place) => ({ place, kind, id, token }))
  const marks = rowsText(markRows(unit.appends ?? []))
  const evidence = rowsText(evidenceRows(unit.evidence ?? []))
  const kept = keepingRows(unit)
  const own =
    kept === null
      ? "commit_unit_and_readings($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
      : "commit_kept($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
  const isCounted = marks !== null || evidence !== null
  const next = 12 + (kept?.length ?? 0)
  const counted = isCounted ? `, ${connection.schema}.write_counts($1, $${next}, $${next + 1})::text` : ""
  const { forgotten = [] } = unit
  const last = next + (isCounted ? 2 : 0)
  // In the same statement: both happen or none.
  const forgets = `WITH forgotten AS (DELETE FROM ${connection.schema}.journal WHERE tenant = $1 AND entry_id = ANY ($${last}::text::text[])) `
  const [row] = await connection.call(
    // The lock in FROM comes before what is selected.
    `${forgotten.length === 0 ? "" : forgets}SELECT ${connection.schema}.${own}::text${counted} FROM ${connection.schema}.hold_tenant($1) AS held`,
    tenant,
    rowsText(sorted(leases, (lease) => `${lease.kind}:${lease.id}`)),
    rowsText(sorted(claims, (claim) => claim.key)),
    rowsText(created),
    rowsText(changed),
    rowsText(events),
    rowsText(messageRows(unit.messages ?? [])),
    rowsText(draftRows(unit.drafts ?? [])),
    rowsText(outboxRows(unit.outbox ?? [])),
    rowsText(cursorRows(unit.cursors ?? [])),
    rowsText(readingRows(unit.cursors ?? [])),
    ...(kept ?? []),
    ...(isCounted ? [marks, evidence] : []),
    ...(forgotten.length === 0 ? [] : [textArray(forgotten.map(({ entryId }) => entryId))]),
  )
  const before = Number(row?.[0] ?? 0)
  return { numbers: new Map(created.map(({ incident_id: incidentId }, index) => [incidentId, before + index + 1])) }
}
