import { openStatuses } from "@otklik/core"
import {
  noIncidents,
  noLeases,
  type LeaseCount,
  type LeaseKind,
  type ReplyCount,
  type ReplyWait,
  type WorkCounts,
  type WorkQuery,
} from "@otklik/core/storage"
import type { Connection, Row } from "../handle/connection.ts"
import { numberOf, textOf, textOrNull } from "../read/rows.ts"

const countClocks = `SELECT count(*) AS counted, min(wake_at) AS oldest FROM (
  SELECT wake_at FROM otklik_incident INDEXED BY otklik_incident_wake
  WHERE tenant = ? AND wake_at IS NOT NULL AND wake_at <= ? ORDER BY wake_at, number LIMIT ?)`

/** The oldest plans of a state, out of the index alone. In the words of the partial index, or it could not be used. */
function oldestPlans(state: "planned" | "manual", wait: string): string {
  return `SELECT connector_id, ${wait} AS wait, planned_at, due_at FROM otklik_outbox INDEXED BY otklik_outbox_waiting
    WHERE tenant = ? AND state IN ('planned', 'manual') AND state = '${state}' ORDER BY planned_at, outbox_id LIMIT ?`
}

const countReplies = `SELECT connector_id, wait, count(*) AS counted, min(planned_at) AS planned_at, min(due_at) AS due_at FROM (
  SELECT * FROM (${oldestPlans("planned", "CASE WHEN attempts > 0 THEN 'retry' WHEN next_try_at <= ? THEN 'due' ELSE 'later' END")})
  UNION ALL SELECT * FROM (${oldestPlans("manual", "'manual'")})
) GROUP BY connector_id, wait`

const countLeases = `SELECT kind, coalesce(sum(until > ?), 0) AS held, count(*) AS counted FROM otklik_lease WHERE tenant = ? GROUP BY kind`

const readMoments = "SELECT connector_id, source_id, at FROM otklik_cursor WHERE tenant = ?"

const countStatus = `SELECT count(*) AS counted FROM (
  SELECT 1 FROM otklik_incident INDEXED BY otklik_incident_status WHERE tenant = ? AND status = ? LIMIT ?)`

/**
 * How much work there is. Of incidents and replies indexes are read and no rows, and of each no more than the limit.
 *
 * @param connection - the database
 * @param tenant - whose data
 * @param query - the moment, and how far to count
 */
export function countWork(connection: Connection, tenant: string, query: WorkQuery): WorkCounts {
  return connection.snapshot(() => countsOf(connection, tenant, query))
}

function countsOf(connection: Connection, tenant: string, { now, limit }: WorkQuery): WorkCounts {
  const clocks = connection.get(countClocks, tenant, now, limit) ?? {}
  const incidents = { ...noIncidents }
  for (const status of openStatuses) incidents[status] = numberOf(connection.get(countStatus, tenant, status, limit) ?? {}, "counted")
  return {
    clocks: { due: numberOf(clocks, "counted"), oldestAt: textOrNull(clocks, "oldest") },
    replies: connection.all(countReplies, now, tenant, limit, tenant, limit).map(replyCountOf),
    leases: { ...noLeases, ...Object.fromEntries(connection.all(countLeases, now, tenant).map(leaseCountOf)) },
    sources: connection
      .all(readMoments, tenant)
      .map((row) => ({ connectorId: textOf(row, "connector_id"), sourceId: textOf(row, "source_id"), readAt: textOf(row, "at") })),
    incidents,
  }
}

function replyCountOf(row: Row): ReplyCount {
  return {
    connectorId: textOrNull(row, "connector_id"),
    wait: textOf(row, "wait") as ReplyWait,
    count: numberOf(row, "counted"),
    plannedAt: textOf(row, "planned_at"),
    dueAt: textOrNull(row, "due_at"),
  }
}

function leaseCountOf(row: Row): readonly [LeaseKind, LeaseCount] {
  const held = numberOf(row, "held")
  return [textOf(row, "kind") as LeaseKind, { held, runOut: numberOf(row, "counted") - held }]
}
