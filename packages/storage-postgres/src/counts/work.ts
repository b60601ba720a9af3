import { instantToMillis, openStatuses } from "@otklik/core"
import { noIncidents, noLeases, type LeaseCount, type ReplyWait, type WorkCounts, type WorkQuery } from "@otklik/core/storage"
import type { PostgresRow } from "../client/postgres-client.ts"
import type { Connection } from "../client/connection.ts"
import { databaseNow, type LeaseClock } from "../lease.ts"
import { numberAt, textAt } from "../read/rows.ts"

/**
 * How much work there is, in one statement. Of incidents and replies indexes are read and no rows, and of each no more
 * than the limit.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param query - the moment, and how far to count
 * @param clock - who decides which leases have run out
 */
export async function countWork(connection: Connection, tenant: string, query: WorkQuery, clock: LeaseClock): Promise<WorkCounts> {
  const { now } = query
  const moment = clock === "database" ? [] : [String(instantToMillis(now))]
  const rows = await connection.read(workSql(connection.schema, query.limit, clock), tenant, now, ...moment)
  const of = (what: string): readonly PostgresRow[] => rows.filter(([first]) => first === what)
  const [clocks] = of("clock")
  return {
    clocks: { due: numberAt(clocks ?? [], 3), oldestAt: clocks?.[4] ?? null },
    replies: of("reply").map((row) => ({
      connectorId: row[1] ?? null,
      wait: textAt(row, 2) as ReplyWait,
      count: numberAt(row, 3),
      plannedAt: textAt(row, 4),
      dueAt: row[5] ?? null,
    })),
    leases: { ...noLeases, ...Object.fromEntries(of("lease").map((row) => [textAt(row, 1), leaseCountOf(row)])) },
    sources: of("source").map((row) => ({ connectorId: textAt(row, 1), sourceId: textAt(row, 2), readAt: textAt(row, 4) })),
    incidents: { ...noIncidents, ...Object.fromEntries(of("incident").map((row) => [textAt(row, 1), numberAt(row, 3)])) },
  }
}

function leaseCountOf(row: PostgresRow): LeaseCount {
  return { held: numberAt(row, 3), runOut: numberAt(row, 4) }
}

/** Every part is a row of the same six columns. The limit is in the text: it decides the plan. */
function workSql(schema: string, limit: number, clock: LeaseClock): string {
  const moment = clock === "database" ? databaseNow : "$3::bigint"
  const oldest = (state: string, wait: string): string =>
    `(SELECT connector_id, ${wait} AS wait, planned_at, due_at FROM ${schema}.outbox
      WHERE tenant = $1 AND state = '${state}' ORDER BY planned_at, outbox_id LIMIT ${limit})`
  return `SELECT 'clock', NULL, NULL, count(*)::text, min(wake_at), NULL FROM (
    SELECT wake_at FROM ${schema}.incident WHERE tenant = $1 AND wake_at <= $2 ORDER BY wake_at, number LIMIT ${limit}
  ) AS due
  UNION ALL SELECT 'reply', connector_id, wait, count(*)::text, min(planned_at), min(due_at) FROM (
    ${oldest("planned", "CASE WHEN attempts > 0 THEN 'retry' WHEN next_try_at <= $2 THEN 'due' ELSE 'later' END")}
    UNION ALL ${oldest("manual", "'manual'")}
  ) AS waiting GROUP BY connector_id, wait
  UNION ALL SELECT 'lease', kind, NULL, count(*) FILTER (WHERE until > ${moment})::text, count(*) FILTER (WHERE until <= ${moment})::text, NULL
    FROM ${schema}.lease WHERE tenant = $1 GROUP BY kind
  UNION ALL SELECT 'source', connector_id, source_id, NULL, at, NULL FROM ${schema}.cursor WHERE tenant = $1
  UNION ALL SELECT 'incident', open.status, NULL, counted.counted::text, NULL, NULL FROM unnest(ARRAY['${openStatuses.join("', '")}']) AS open(status)
    CROSS JOIN LATERAL (SELECT count(*) AS counted FROM (
      SELECT FROM ${schema}.incident AS i WHERE i.tenant = $1 AND i.status = open.status ORDER BY i.number LIMIT ${limit}
    ) AS found) AS counted`
}
