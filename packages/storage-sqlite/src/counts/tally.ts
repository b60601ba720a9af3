import { emptyTally, metricIds, type MetricId, type TallyQuery, type TallyRow } from "@otklik/core/reports"
import type { Connection, Row } from "../handle/connection.ts"
import { anchorIndexes, metricRules, momentValues, withinSql, withinValues, type Anchor } from "./metric-sql.ts"
import { numberOf, textOrNull } from "../read/rows.ts"

const dimensionColumns: Readonly<Record<NonNullable<TallyQuery["by"]>, string>> = {
  topic: "topic",
  authority: "authority_id",
  territory: "territory_id",
  network: "network",
}

/**
 * The counts of a report: one pass over each of the three moments that periods are laid over, by its index.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param query - period, moment and what to split by
 */
export function tallyIncidents(connection: Connection, tenant: string, query: TallyQuery): readonly TallyRow[] {
  return connection.snapshot(() => rowsOf(connection, tenant, query))
}

function rowsOf(connection: Connection, tenant: string, query: TallyQuery): readonly TallyRow[] {
  const rows = new Map<string | null, Record<MetricId, number>>()
  if (query.by === undefined) rows.set(null, { ...emptyTally })
  for (const anchor of Object.keys(anchorIndexes) as Anchor[]) {
    for (const row of countsOf(connection, tenant, query, anchor)) {
      const key = textOrNull(row, "key")
      const counts = rows.get(key) ?? { ...emptyTally }
      for (const metric of metricsOf(anchor)) counts[metric] = numberOf(row, metric)
      rows.set(key, counts)
    }
  }
  return [...rows].map(([key, tally]) => ({ key, tally }))
}

/** One row a key that has an incident in the period; the total has one row always, of NULL sums when there is none. */
function countsOf(connection: Connection, tenant: string, { period, at, by }: TallyQuery, anchor: Anchor): readonly Row[] {
  const conditions = metricsOf(anchor).map((metric) => metricRules[metric].rest)
  const sums = metricsOf(anchor).map((metric, index) => `coalesce(sum(${conditions[index] ?? "TRUE"}), 0) AS ${metric}`)
  const key = by === undefined ? "NULL" : dimensionColumns[by]
  const sql = `SELECT ${key} AS key, ${sums.join(", ")} FROM otklik_incident INDEXED BY ${anchorIndexes[anchor]}
    WHERE tenant = ? AND ${withinSql(anchor)}${by === undefined ? "" : ` GROUP BY ${key}`}`
  const moments = conditions.flatMap((condition) => (condition === null ? [] : momentValues(condition, at)))
  return connection.all(sql, ...moments, tenant, ...withinValues(period, at))
}

function metricsOf(anchor: Anchor): readonly MetricId[] {
  return metricIds.filter((metric) => metricRules[metric].anchor === anchor)
}
