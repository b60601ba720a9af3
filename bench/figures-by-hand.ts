import type { FiguresRow, MetricId } from "@otklik/core/reports"
import type { Interval } from "@otklik/core/storage"
import type { Pool } from "pg"

/** The numbers that are written by hand. */
export const handMetrics = [
  "received",
  "accepted",
  "due",
  "answeredInTime",
  "answeredLate",
  "answered",
  "overdueOpen",
] as const satisfies readonly MetricId[]

/** What the numbers are split by. */
export type HandDimension = "topic" | "authority" | "territory"

const columns: Readonly<Record<HandDimension, string>> = { topic: "topic", authority: "authority_id", territory: "territory_id" }

/**
 * What somebody writes who knows the seven numbers and the table: one statement, one pass, a filtered count for each
 * number.
 */
export async function figuresByHand(
  pool: Pool,
  schema: string,
  { period, at, by }: { readonly period: Interval; readonly at: string; readonly by: HandDimension | undefined },
): Promise<readonly FiguresRow[]> {
  const received = "registered_at >= $1 AND registered_at < $2 AND registered_at <= $3"
  const accepted = `${received} AND (dismissed_at IS NULL OR dismissed_at > $3)`
  const due = "due_at >= $1 AND due_at < $2 AND due_at <= $3"
  const conditions: Readonly<Record<(typeof handMetrics)[number], string>> = {
    received,
    accepted,
    due,
    answeredInTime: `${due} AND answered_at <= $3 AND answered_at <= due_at`,
    answeredLate: `${due} AND answered_at <= $3 AND answered_at > due_at`,
    answered: `${accepted} AND answered_at <= $3`,
    overdueOpen: `${accepted} AND ((due_at <= $3 AND (answered_at IS NULL OR answered_at > $3)) OR next_due_at <= $3)`,
  }
  const counts = handMetrics.map((id) => `count(*) FILTER (WHERE ${conditions[id]}) AS "${id}"`)
  const { rows } = await pool.query<Record<string, string | null>>(
    `SELECT ${by === undefined ? "NULL::text" : columns[by]} AS key, ${counts.join(", ")}
    FROM ${schema}.incident WHERE tenant = 'main' AND (${received} OR ${due}) ${by === undefined ? "" : "GROUP BY 1"}`,
    [period.from, period.to, at],
  )
  const counted = rows.map((row) => ({
    keys: by === undefined ? [] : [row["key"] ?? null],
    numbers: Object.fromEntries(handMetrics.map((id) => [id, Number(row[id])])),
    durations: {},
  }))
  return counted.toSorted(({ keys: [one = null] }, { keys: [other = null] }) =>
    one === null ? 1 : other === null ? -1 : one < other ? -1 : 1,
  )
}
