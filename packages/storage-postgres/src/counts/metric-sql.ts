import type { MetricId } from "@otklik/core/reports"

/** The moments that periods are laid over; each has an index of its own. */
export type Anchor = "registered_at" | "due_at" | "closed_at"

/** Every anchor. */
export const anchors: readonly Anchor[] = ["registered_at", "due_at", "closed_at"]

/**
 * `inMetric` of the core as SQL: the anchor lies in the period, and the rest holds. `AT` means the moment of the
 * report.
 */
const rules: Readonly<Record<MetricId, { readonly anchor: Anchor; readonly rest: string | null }>> = {
  received: { anchor: "registered_at", rest: null },
  accepted: { anchor: "registered_at", rest: "(dismissed_at IS NULL OR dismissed_at > AT)" },
  due: { anchor: "due_at", rest: null },
  answeredInTime: { anchor: "due_at", rest: "answered_at <= AT AND answered_at <= due_at" },
  answeredLate: { anchor: "due_at", rest: "answered_at <= AT AND answered_at > due_at" },
  answered: { anchor: "registered_at", rest: "answered_at <= AT" },
  overdueOpen: { anchor: "registered_at", rest: "((due_at <= AT AND (answered_at IS NULL OR answered_at > AT)) OR next_due_at <= AT)" },
  closed: { anchor: "closed_at", rest: null },
}

/** Which parameters of a statement hold the period's ends and the moment of the report, as `$2`. */
export interface MomentPlaces {
  readonly from: string
  readonly to: string
  readonly at: string
}

/** The moment over which the period of a metric is laid. */
export function anchorOf(metric: MetricId): Anchor {
  return rules[metric].anchor
}

/** What else holds of an incident that a metric counts; null when nothing does. */
export function restSql(metric: MetricId, { at }: MomentPlaces): string | null {
  return rules[metric].rest?.replaceAll("AT", at) ?? null
}

/** The anchor lies in the half-open period and had come by the moment of the report. */
export function withinSql(anchor: Anchor, { from, to, at }: MomentPlaces): string {
  return `${anchor} >= ${from} AND ${anchor} < ${to} AND ${anchor} <= ${at}`
}
