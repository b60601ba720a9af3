import type { Committed, UnitOfWork } from "@otklik/core/storage"
import type { Connection } from "../client/connection.ts"
import { unitParts } from "../schema/commit-unit.ts"
import { unitRows } from "./unit-rows.ts"

const places = ["tenant", ...unitParts].map((_, index) => `$${index + 1}`).join(", ")

/**
 * All or nothing, in one round trip: the database's own function checks and writes everything, see
 * `schema/commit-unit.ts`.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param unit - what is to be stored
 * @throws DeskError `config`, `conflict`, `duplicate`, `protocol`, `network`
 */
export async function commitUnit(connection: Connection, tenant: string, unit: UnitOfWork): Promise<Committed> {
  const rows = unitRows(unit, connection.codec)
  const values = unitParts.map((part) => (rows[part].length === 0 ? null : JSON.stringify(rows[part])))
  const [row] = await connection.call(`SELECT ${connection.schema}.commit_unit(${places})::text`, tenant, ...values)
  const before = Number(row?.[0] ?? 0)
  return { numbers: new Map(rows.created.map(({ incident_id: incidentId }, index) => [incidentId, before + index + 1])) }
}
