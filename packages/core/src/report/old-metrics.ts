import type { Instant, Interval } from "../base/index.ts"
import type { IncidentFacts, MetricId } from "./facts.ts"

/** One number of a report: its name, its meaning and the one predicate that counts it and drills down to it. */
export interface Metric {
  /** Names it. */
  readonly id: MetricId
  /** A column's heading. */
  readonly title: string
  /** The definition, in a sentence that can stand under the table. */
  readonly definition: string
  /** Whether an incident is counted. */
  readonly includes: (facts: IncidentFacts, period: Interval, at: Instant) => boolean
}

/** The moment exists, lies in the half-open period and had come by the moment of the report. */
function within(moment: Instant | null, period: Interval, at: Instant): boolean {
  return moment !== null && moment >= period.from && moment < period.to && moment <= at
}

function answeredBy(facts: IncidentFacts, at: Instant): boolean {
  return facts.answeredAt !== null && facts.answeredAt <= at
}

/**
 * Every number that a report holds, each defined once. Definitions follow `docs/modules/report.md`.
 *
 * A term that ends exactly at the moment of the report counts as ended: a reply that is not published by then can only
 * be late.
 */
export const metrics: Readonly<Record<MetricId, Metric>> = {
  received: {
    id: "received",
    title: "Received",
    definition: "Incidents registered in the period.",
    includes: (facts, period, at) => within(facts.registeredAt, period, at),
  },
  accepted: {
    id: "accepted",
    title: "Accepted",
    definition: "Of those registered in the period: not dismissed by the moment of the report.",
    includes: (facts, period, at) => within(facts.registeredAt, period, at) && (facts.dismissedAt === null || facts.dismissedAt > at),
  },
  due: {
    id: "due",
    title: "Due",
    definition: "Incidents whose term for the first reply ended in the period, by the moment of the report.",
    includes: (facts, period, at) => within(facts.dueAt, period, at),
  },
  answeredInTime: {
    id: "answeredInTime",
    title: "Answered in time",
    definition: "Of those due in the period: the first reply was published not later than due.",
    includes: (facts, period, at) => within(facts.dueAt, period, at) && answeredBy(facts, at) && !late(facts),
  },
  answeredLate: {
    id: "answeredLate",
    title: "Answered late",
    definition: "Of those due in the period: the first reply was published later than due, and by the moment of the report.",
    includes: (facts, period, at) => within(facts.dueAt, period, at) && answeredBy(facts, at) && late(facts),
  },
  answered: {
    id: "answered",
    title: "Answered",
    definition: "Of those registered in the period: the first reply was published by the moment of the report.",
    includes: (facts, period, at) => within(facts.registeredAt, period, at) && answeredBy(facts, at),
  },
  overdueOpen: {
    id: "overdueOpen",
    title: "Overdue",
    definition:
      "Of those registered in the period: the term for the first reply had ended at the moment of the report, and no reply was published by then; or a term that runs still (a later cycle, later words, the final reply, a promise) had ended by then.",
    includes: (facts, period, at) =>
      within(facts.registeredAt, period, at) &&
      ((facts.dueAt !== null && facts.dueAt <= at && !answeredBy(facts, at)) || (facts.nextDueAt !== null && facts.nextDueAt <= at)),
  },
  closed: {
    id: "closed",
    title: "Closed",
    definition: "Incidents closed in the period, whenever they were registered.",
    includes: (facts, period, at) => within(facts.closedAt, period, at),
  },
}

function late(facts: IncidentFacts): boolean {
  return facts.answeredAt !== null && facts.dueAt !== null && facts.answeredAt > facts.dueAt
}

/** The names of the numbers, in the order of a table's columns. */
export const metricIds: readonly MetricId[] = [
  "received",
  "accepted",
  "due",
  "answeredInTime",
  "answeredLate",
  "answered",
  "overdueOpen",
  "closed",
]

/**
 * Whether an incident stands behind a number: the drill-down of every figure.
 *
 * @param facts - of the incident
 * @param metric - the number's name
 * @param period - half-open
 * @param at - the moment of the report
 */
export function inMetric(facts: IncidentFacts, metric: MetricId, period: Interval, at: Instant): boolean {
  return metrics[metric].includes(facts, period, at)
}
