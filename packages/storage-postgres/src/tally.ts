import { checkTally, emptyTally, metricIds, type MetricId, type TallyQuery, type TallyRow } from "@otklik/core"
import type { PostgresRow } from "./client.ts"
import type { Connection } from "./connection.ts"
import { anchorOf, anchors, restSql, withinSql, type Anchor } from "./metric-sql.ts"
import { textOrNullAt } from "./rows.ts"

const dimensionColumns: Readonly<Record<NonNullable<TallyQuery["by"]>, string>> = {
  topic: "topic",
  authority: "authority_id",
  territory: "territory_id",
  network: "network",
}

const places = { from: "$2", to: "$3", at: "$4" }

/**
 * The counts of a report: one pass over each of the three moments that periods are laid over, by its index, in one statement and so at one instant.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param query - period, moment and what to split by
 * @throws DeskError `config`
 */
export async function tallyIncidents(connection: Connection, tenant: string, query: TallyQuery): Promise<readonly TallyRow[]> {
  checkTally(query)
  const { period, at, by } = query
  const passes = anchors.map((anchor) => passSql(connection.schema, anchor, by === undefined ? null : dimensionColumns[by]))
  const rows = new Map<string | null, Record<MetricId, number>>()
  if (by === undefined) rows.set(null, { ...emptyTally })
  for (const row of await connection.read(passes.join(" UNION ALL "), tenant, period.from, period.to, at)) addPass(rows, row)
  return [...rows].map(([key, tally]) => ({ key, tally })).toSorted((one, other) => byKey(one.key, other.key))
}

/** One row a key that has an incident in the period: the anchor, the key, and the counts of the anchor's metrics as a JSON array. */
function passSql(schema: string, anchor: Anchor, column: string | null): string {
  const counts = metricsOf(anchor).map((metric) => {
    const rest = restSql(metric, places)
    return rest === null ? "count(*)" : `count(*) FILTER (WHERE ${rest})`
  })
  return `SELECT '${anchor}', ${column ?? "NULL::text"}, json_build_array(${counts.join(", ")})::text FROM ${schema}.incident
    WHERE tenant = $1 AND ${withinSql(anchor, places)}${column === null ? "" : ` GROUP BY ${column}`}`
}

function addPass(rows: Map<string | null, Record<MetricId, number>>, row: PostgresRow): void {
  const [name, , counted] = row
  const anchor = anchors.find((known) => known === name)
  if (anchor === undefined) return
  const key = textOrNullAt(row, 1)
  const counts = rows.get(key) ?? { ...emptyTally }
  const numbers = JSON.parse(counted ?? "[]") as readonly number[]
  for (const [index, metric] of metricsOf(anchor).entries()) counts[metric] = numbers[index] ?? 0
  rows.set(key, counts)
}

function metricsOf(anchor: Anchor): readonly MetricId[] {
  return metricIds.filter((metric) => anchorOf(metric) === anchor)
}

function byKey(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return one < other ? -1 : 1
}
