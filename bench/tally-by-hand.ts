import type { TallyQuery, TallyRow } from "@otklik/core/reports"
import type { Pool } from "pg"

const columns = { topic: "topic", authority: "authority_id", territory: "territory_id", network: "network" } as const

/**
 * What somebody writes who knows the seven numbers and the table: one statement, one pass, a filtered count for each
 * number.
 */
export async function tallyByHand(pool: Pool, schema: string, { period, at, by }: TallyQuery): Promise<readonly TallyRow[]> {
  const key = by === undefined ? "NULL::text" : columns[by]
  const received = "registered_at >= $1 AND registered_at < $2 AND registered_at <= $3"
  const due = "due_at >= $1 AND due_at < $2 AND due_at <= $3"
  const closed = "closed_at >= $1 AND closed_at < $2 AND closed_at <= $3"
  const { rows } = await pool.query<Record<string, string | null>>(
    `SELECT ${key} AS key,
      count(*) FILTER (WHERE ${received}) AS received,
      count(*) FILTER (WHERE ${received} AND (dismissed_at IS NULL OR dismissed_at > $3)) AS accepted,
      count(*) FILTER (WHERE ${due}) AS due,
      count(*) FILTER (WHERE ${due} AND answered_at <= $3 AND answered_at <= due_at) AS in_time,
      count(*) FILTER (WHERE ${due} AND answered_at <= $3 AND answered_at > due_at) AS late,
      count(*) FILTER (WHERE ${received} AND answered_at <= $3) AS answered,
      count(*) FILTER (WHERE ${received} AND ((due_at <= $3 AND (answered_at IS NULL OR answered_at > $3)) OR next_due_at <= $3)) AS overdue,
      count(*) FILTER (WHERE ${closed}) AS closed
    FROM ${schema}.incident WHERE tenant = 'main' AND (${received} OR ${due} OR ${closed}) ${by === undefined ? "" : "GROUP BY 1"}`,
    [period.from, period.to, at],
  )
  const count = (row: Record<string, string | null>, name: string): number => Number(row[name])
  const tallies = rows.map((row) => ({
    key: row["key"] ?? null,
    tally: {
      received: count(row, "received"),
      accepted: count(row, "accepted"),
      due: count(row, "due"),
      answeredInTime: count(row, "in_time"),
      answeredLate: count(row, "late"),
      answered: count(row, "answered"),
      overdueOpen: count(row, "overdue"),
      closed: count(row, "closed"),
    },
  }))
  return tallies.toSorted((one, other) => (one.key === null ? 1 : other.key === null ? -1 : one.key < other.key ? -1 : 1))
}
