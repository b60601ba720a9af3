import type { Instant } from "@otklik/core"
import type { MetricId } from "@otklik/core/reports"
import type { Interval } from "@otklik/core/storage"
import type { SqliteValue } from "../handle/handle.ts"

/** The moments that periods are laid over; each has an index of its own. */
export type Anchor = "registered_at" | "due_at" | "closed_at"

/** The index of each anchor. */
export const anchorIndexes: Readonly<Record<Anchor, string>> = {
  registered_at: "otklik_incident_registered",
  due_at: "otklik_incident_due",
  closed_at: "otklik_incident_closed",
}

/**
 * `inMetric` of the core as SQL: the anchor lies in the period, and the rest holds. Every `?` of the rest is the moment
 * of the report.
 */
export const metricRules: Readonly<Record<MetricId, { readonly anchor: Anchor; readonly rest: string | null }>> = {
  received: { anchor: "registered_at", rest: null },
  accepted: { anchor: "registered_at", rest: "(dismissed_at IS NULL OR dismissed_at > ?)" },
  due: { anchor: "due_at", rest: null },
  answeredInTime: { anchor: "due_at", rest: "answered_at <= ? AND answered_at <= due_at" },
  answeredLate: { anchor: "due_at", rest: "answered_at <= ? AND answered_at > due_at" },
  answered: { anchor: "registered_at", rest: "answered_at <= ?" },
  overdueOpen: { anchor: "registered_at", rest: "((due_at <= ? AND (answered_at IS NULL OR answered_at > ?)) OR next_due_at <= ?)" },
  closed: { anchor: "closed_at", rest: null },
}

/** The anchor lies in the half-open period and had come by the moment of the report. */
export function withinSql(anchor: Anchor): string {
  return `${anchor} >= ? AND ${anchor} < ? AND ${anchor} <= ?`
}

/** The values of {@link withinSql}. */
export function withinValues(period: Interval, at: Instant): SqliteValue[] {
  return [period.from, period.to, at]
}

/** The moment of the report, once for each place of a text. */
export function momentValues(sql: string, at: Instant): SqliteValue[] {
  return Array.from(sql.matchAll(/\?/g), () => at)
}
