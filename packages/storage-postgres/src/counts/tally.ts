import { emptyTally, metricIds, type TallyQuery, type TallyRow } from "@otklik/core/reports"
import type { PostgresRow } from "../client/postgres-client.ts"
import type { Connection } from "../client/connection.ts"
import { anchorOf, anchors, restSql, withinSql } from "./metric-sql.ts"
import { textOrNullAt } from "../read/rows.ts"

const dimensionColumns: Readonly<Record<NonNullable<TallyQuery["by"]>, string>> = {
  topic: "topic",
  authority: "authority_id",
  territory: "territory_id",
  network: "network",
}

const places = { from: "$2", to: "$3", at: "$4" }

/**
 * The counts of a report: one pass over the incidents of which any of the three moments lies in the period, found by
 * their indexes, in one statement and so at one instant.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param query - period, moment and what to split by
 */
export async function tallyIncidents(connection: Connection, tenant: string, query: TallyQuery): Promise<readonly TallyRow[]> {
  const { period, at, by } = query
  const sql = tallySql(connection.schema, by === undefined ? null : dimensionColumns[by])
  return (await connection.read(sql, tenant, period.from, period.to, at)).map(rowOf)
}

/**
 * One row a key that has an incident in the period; without a column one row in any case. The counts come as a JSON
 * array, in the order of the metrics.
 */
function tallySql(schema: string, column: string | null): string {
  const counts = metricIds.map((metric) => {
    const conditions = [withinSql(anchorOf(metric), places), restSql(metric, places)].filter((condition) => condition !== null)
    return `count(*) FILTER (WHERE ${conditions.join(" AND ")})`
  })
  const within = anchors.map((anchor) => `(${withinSql(anchor, places)})`).join(" OR ")
  return `SELECT ${column ?? "NULL::text"}, json_build_array(${counts.join(", ")})::text FROM ${schema}.incident
    WHERE tenant = $1 AND (${within})${column === null ? "" : ` GROUP BY ${column}`}`
}

function rowOf(row: PostgresRow): TallyRow {
  const numbers = JSON.parse(row[1] ?? "[]") as readonly number[]
  const counts = metricIds.map((metric, index) => [metric, numbers[index] ?? 0] as const)
  return { key: textOrNullAt(row, 0), tally: { ...emptyTally, ...Object.fromEntries(counts) } }
}
