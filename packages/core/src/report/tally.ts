import type { Instant, Interval } from "../base/index.ts"
import type { Dimension, IncidentFacts, MetricId, Tally } from "./facts.ts"
import { inMetric, metricIds } from "./old-metrics.ts"

/**
 * Asks for the counts of a report, computed where the data is. The answer is that of {@link tallyFacts}: rows by key in
 * the order of UTF-16 units, null last; without `by` one row, also of zeros; with `by` none for a key whose numbers are
 * all 0.
 */
export interface TallyQuery {
  /** What is counted. */
  readonly period: Interval
  /**
   * The moment of the report: what is due, answered or overdue is judged by it, and what lies after it has not happened
   * yet.
   */
  readonly at: Instant
  /** Absent: one row with the key null. Days are not among them: ask for each of `dayBuckets` as a period. */
  readonly by?: Exclude<Dimension, "day">
}

/** One row of a tally. */
export interface TallyRow {
  /** The topic, authority, territory or network; null where an incident has none, or for the total. */
  readonly key: string | null
  /** Its counts. */
  readonly tally: Tally
}

/** The field that each dimension groups by. */
const keyOf: Readonly<Record<Exclude<Dimension, "day">, (facts: IncidentFacts) => string | null>> = {
  topic: (facts) => facts.topic,
  authority: (facts) => facts.authorityId,
  territory: (facts) => facts.territoryId,
  network: (facts) => facts.network,
}

/**
 * The tally of incidents: what every storage's `tally` must give for the incidents that it holds.
 *
 * Without `by` there is exactly one row, also when nothing is counted. With `by` a key whose numbers are all 0 has no
 * row.
 *
 * @param facts - of all incidents
 * @param query - period, moment and what to split by
 * @returns rows by key in the order of UTF-16 units, null last
 */
export function tallyFacts(facts: Iterable<IncidentFacts>, query: TallyQuery): readonly TallyRow[] {
  const { period, at, by } = query
  const rows = new Map<string | null, Record<MetricId, number>>()
  if (by === undefined) rows.set(null, { ...emptyTally })
  for (const incident of facts) {
    const counted = metricIds.filter((metric) => inMetric(incident, metric, period, at))
    if (counted.length === 0) continue
    const key = by === undefined ? null : keyOf[by](incident)
    const row = rows.get(key) ?? { ...emptyTally }
    for (const metric of counted) row[metric] += 1
    rows.set(key, row)
  }
  return [...rows].map(([key, tally]) => ({ key, tally })).toSorted((one, other) => compareKeys(one.key, other.key))
}

/** Nothing counted. */
export const emptyTally: Tally = Object.freeze({
  received: 0,
  accepted: 0,
  due: 0,
  answeredInTime: 0,
  answeredLate: 0,
  answered: 0,
  overdueOpen: 0,
  closed: 0,
})

/**
 * The sum of tallies, number by number.
 *
 * @param tallies - any number of them; none gives zeros
 */
export function sumTallies(tallies: Iterable<Tally>): Tally {
  const sum: Record<MetricId, number> = { ...emptyTally }
  for (const tally of tallies) for (const metric of metricIds) sum[metric] += tally[metric]
  return sum
}

/** By UTF-16 units, so that the order is the same in every locale; what has no key goes last. */
export function compareKeys(one: string | null, other: string | null): number {
  if (one === other) return 0
  if (one === null) return 1
  if (other === null) return -1
  return one < other ? -1 : 1
}
