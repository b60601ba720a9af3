import { compare, configError, instantToMillis, type Instant, type Interval } from "../base/index.ts"
import { holds, type FieldValue, type Tested } from "./condition.ts"
import type { ClockFact, IncidentFacts, IncidentLabel } from "./facts.ts"
import { evolve, initialIncident, type Incident, type IncidentEvent } from "../incident/index.ts"
import { clockFactsOf, factsOf, labelsOf } from "./facts-of.ts"
import { backlogSigns, marksOf, type BacklogMove, type IncidentMark } from "./marks.ts"
import { durations, findMetric, type Duration, type DurationId, type Metric, type MetricId } from "./metrics.ts"
import { dimensions, type ReportDimension, type FigureConditions, type FigureLimit } from "./report.ts"

/** By what figures may be split: a dimension of a report, a bucket of its period, or the subject of what happened. */
export type FigureDimension = ReportDimension | "bucket" | "subject" | "executor"

/** Every {@link FigureDimension}. */
export const knownFigureDimensions: readonly FigureDimension[] = [...dimensions, "bucket", "subject", "executor"]
/** The name of every duration. */
export const knownDurations: readonly DurationId[] = durations.map(({ id }) => id)

/** An interval of a period, with the keys under which what lies in it counts. */
export interface FigureSlot extends Interval {
  /** Of `by: "bucket"`. */
  readonly bucket: string
  /** Of `by: "weekday"`. */
  readonly weekday: string
  /** Of `by: "hour"`. */
  readonly hour: string
}

/** A value of a dimension, and one group that it belongs to. */
export type GroupPair = readonly [value: string, group: string]

/**
 * Asks for figures, counted where the data is. The answer is that of {@link figuresOf}: rows by keys in the order of
 * UTF-16 units, null last; without `by` exactly one row, also of zeros; with `by` none of zeros.
 */
export interface FiguresQuery {
  /** Half-open: the moment of a number's anchor lies in it. */
  readonly period: Interval
  /** The moment of the report: what lies after it has not happened yet. */
  readonly at: Instant
  /** Which numbers, one or more. `stock` ones are not split by moments. */
  readonly metrics: readonly MetricId[]
  /** Which durations. */
  readonly durations?: readonly DurationId[]
  /** By what the rows are told apart: at most three. Absent: by nothing. */
  readonly by?: readonly FigureDimension[]
  /** For `bucket`, `weekday` and `hour`: intervals in order that do not overlap. What lies in none is not counted. */
  readonly slots?: readonly FigureSlot[]
  /**
   * For `topicGroup` and `authorityKind` the group of each topic and authority; what is in no pair has none. For
   * `territory` (a roll-up) each territory with itself and everything above it; what is in no pair counts as itself.
   */
  readonly groups?: Readonly<Partial<Record<"topicGroup" | "authorityKind" | "territory", readonly GroupPair[]>>>
  /** Which incidents. Absent: all. */
  readonly where?: FigureConditions
  /** What the reader reaches: an incident that one of the limits reaches. Absent: everything; empty: nothing. */
  readonly reach?: readonly FigureLimit[]
}

/** How long something took, in milliseconds of the wall clock (of working time: whole minutes in milliseconds). */
export interface DurationFigure {
  /** How many were measured. */
  readonly count: number
  /** The middle one, by nearest rank; null when there was none. */
  readonly medianMillis: number | null
  /** The one that nine of ten do not exceed, by nearest rank; null when there was none. */
  readonly p90Millis: number | null
}

/** One row of figures. */
export interface FiguresRow {
  /** One a dimension of `by`, in its order; null where there is no value. */
  readonly keys: readonly (string | null)[]
  /** Every number that was asked for. */
  readonly numbers: Readonly<Partial<Record<MetricId, number>>>
  /** Every duration that was asked for. */
  readonly durations: Readonly<Partial<Record<DurationId, DurationFigure>>>
}

/** An incident with everything of it that is counted. */
export interface CountedCase {
  /** The incident as a flat record. */
  readonly facts: IncidentFacts
  /** Its terms. */
  readonly clocks: readonly ClockFact[]
  /** What it is found by. */
  readonly labels: readonly IncidentLabel[]
  /** What happened to it. */
  readonly marks: readonly IncidentMark[]
}

/**
 * An incident as it is counted, from its log: for figures of logs that no storage holds.
 *
 * @param log - the whole log, oldest event first
 * @throws DeskError `protocol` for a log that is broken, `config` for an empty one
 */
export function countedCase(log: readonly IncidentEvent[]): CountedCase {
  const incident = log.reduce<Incident>(evolve, initialIncident)
  if (incident.status === "none") throw configError("countedCase", [{ path: "log", message: "one event or more was expected" }])
  const [facts, clocks, labels] = [factsOf(incident), clockFactsOf(incident), labelsOf(incident)]
  return { facts, clocks, labels, marks: marksOf(initialIncident, "", log) }
}

/** One thing that may count: an incident, one of its terms, or one of its marks. */
interface Counted {
  readonly of: CountedCase
  readonly clock?: ClockFact
  readonly mark?: IncidentMark
}

/** What of an incident may count, by what numbers look for. */
interface Countable {
  readonly self: readonly Counted[]
  readonly clocks: ReadonlyMap<string, readonly Counted[]>
  readonly marks: ReadonlyMap<string, readonly Counted[]>
}

/** What is known of all incidents together: who was repeated when, and which subjects are whose. */
interface Whole {
  readonly repeatedAt: ReadonlyMap<string, Instant>
  readonly subjects: ReadonlyMap<string, ReadonlyMap<string, Instant>>
}

interface Sums {
  readonly keys: readonly (string | null)[]
  readonly numbers: Map<MetricId, number>
  readonly millis: Map<DurationId, number[]>
}

/**
 * The figures of incidents: what every storage's `figures` must give for the incidents that it holds.
 *
 * An incident counts for what it is now: its present topic, territory and owner. Terms, and what happened but for ways
 * into the backlog and out of it, count for the owner of their time.
 *
 * @param cases - all incidents, with all their terms, labels and marks
 * @param query - period, moment, what to count and what to split by
 * @returns rows by keys in the order of UTF-16 units, null last
 */
export function figuresOf(cases: Iterable<CountedCase>, query: FiguresQuery): readonly FiguresRow[] {
  const all = [...cases]
  const whole = once(() => wholeOf(all))
  const wanted = query.metrics.map(metricOf)
  const lasting = durations.filter(({ id }) => query.durations?.includes(id) === true)
  const by = query.by ?? []
  const rows = new Map<string, Sums>()
  const sumsAt = (keys: readonly (string | null)[]): Sums => {
    const id = JSON.stringify(keys)
    const known = rows.get(id)
    if (known !== undefined) return known
    const sums: Sums = { keys, numbers: new Map(), millis: new Map() }
    rows.set(id, sums)
    return sums
  }
  if (by.length === 0) sumsAt([])
  for (const one of all) {
    if (!isMeant(one, query)) continue
    const countable = countableOf(one)
    for (const metric of wanted) {
      if (metric.kind === "stock") {
        const stock = stockOf(one, metric.id, query)
        if (stock !== 0) for (const keys of keysOf({ of: one }, "", query)) add(sumsAt(keys).numbers, metric.id, stock)
        continue
      }
      for (const [counted, moment] of countedBy(metric, countable, query, whole))
        for (const keys of keysOf(counted, moment, query)) add(sumsAt(keys).numbers, metric.id, 1)
    }
    for (const duration of lasting) {
      for (const [counted, moment] of countedBy({ ...duration, marks: [] }, countable, query, whole)) {
        for (const keys of keysOf(counted, moment, query)) {
          const { millis } = sumsAt(keys)
          millis.set(duration.id, [...(millis.get(duration.id) ?? []), millisOf(counted, duration)])
        }
      }
    }
  }
  return [...rows.values()]
    .map(({ keys, numbers, millis }) => ({
      keys,
      numbers: Object.fromEntries(wanted.map(({ id }) => [id, numbers.get(id) ?? 0])),
      durations: Object.fromEntries(lasting.map(({ id }) => [id, durationOf(millis.get(id) ?? [])])),
    }))
    .filter((row) => by.length === 0 || !isEmptyRow(row))
    .toSorted(compareRows)
}

/** Whether a row says nothing: storages leave such rows out. */
export function isEmptyRow({ numbers, durations: lasting }: Pick<FiguresRow, "numbers" | "durations">): boolean {
  return Object.values(numbers).every((number) => number === 0) && Object.values(lasting).every(({ count }) => count === 0)
}

/** The order of rows: by keys, by UTF-16 units, null last. */
export function compareRows(one: FiguresRow, other: FiguresRow): number {
  for (const [index, key] of one.keys.entries()) {
    const rival = other.keys[index] ?? null
    if (key === rival) continue
    if (key === null || rival === null) return key === null ? 1 : -1
    return compare(key, rival)
  }
  return 0
}

/**
 * How often an incident counts for a number: what drills down into every figure. 0 or 1 of a number of incidents and of
 * a `stock`; of terms and of what happened as often as it is counted.
 *
 * @param id - the number's name
 * @param query - the same period, moment and conditions as the number's
 * @param cases - all incidents; `closedThenRepeated` and `sameText` look at the others too
 * @returns what gives the count of one of them
 */
export function timesIn(
  id: MetricId,
  query: Pick<FiguresQuery, "period" | "at" | "where" | "reach">,
  cases: Iterable<CountedCase>,
): (one: CountedCase) => number {
  const metric = metricOf(id)
  const all = [...cases]
  const whole = once(() => wholeOf(all))
  return (one) => {
    if (!isMeant(one, query)) return 0
    return metric.kind === "stock" ? stockOf(one, id, query) : countedBy(metric, countableOf(one), query, whole).length
  }
}

/** A number by its name, which was checked. */
export function metricOf(id: MetricId): Metric {
  const metric = findMetric(id)
  if (metric === undefined) throw new TypeError(`there is no number "${id}"`)
  return metric
}

function add(numbers: Map<MetricId, number>, id: MetricId, more: number): void {
  numbers.set(id, (numbers.get(id) ?? 0) + more)
}

/** What is reckoned when it is first asked for. */
function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => (made ??= make())
}

function wholeOf(cases: readonly CountedCase[]): Whole {
  const repeatedAt = new Map<string, Instant>()
  const subjects = new Map<string, Map<string, Instant>>()
  for (const { facts, marks } of cases) {
    for (const { kind, subject, at } of marks) {
      if (subject === null) continue
      if (kind === "repeated") repeatedAt.set(subject, earlier(repeatedAt.get(subject), at))
      const holders = subjects.get(`${kind} ${subject}`) ?? new Map<string, Instant>()
      holders.set(facts.incidentId, earlier(holders.get(facts.incidentId), at))
      subjects.set(`${kind} ${subject}`, holders)
    }
  }
  return { repeatedAt, subjects }
}

function earlier(one: Instant | undefined, other: Instant): Instant {
  return one !== undefined && one < other ? one : other
}

/** Whether an incident is among those that are asked for, and reached. */
function isMeant({ facts, labels }: CountedCase, { where, reach }: Pick<FiguresQuery, "where" | "reach">): boolean {
  const holdsAll = Object.entries(where ?? {}).every(([name, values]: [string, readonly (string | null)[] | undefined]) => {
    return values === undefined || values.includes(fieldOf(facts, conditionFields[name as keyof FigureConditions]) as string | null)
  })
  if (!holdsAll || reach === undefined) return holdsAll
  const coOwners = labels.filter(({ kind }) => kind === "co-owner").map(({ value }) => value)
  return reach.some(
    ({ territoryIds, topics, authorityIds }) =>
      (territoryIds === undefined || includes(territoryIds, facts.territoryId)) &&
      (topics === undefined || includes(topics, facts.topic)) &&
      (authorityIds === undefined || [facts.authorityId, ...coOwners].some((owner) => includes(authorityIds, owner))),
  )
}

/** The fact that each condition looks at. */
export const conditionFields: Readonly<Record<keyof FigureConditions, string>> = {
  topics: "topic",
  territoryIds: "territoryId",
  authorityIds: "authorityId",
  networks: "network",
  kinds: "kind",
  importance: "importance",
  intake: "intake",
  problems: "problem",
  closings: "closing",
}

/** The fact that each dimension of the incident itself looks at. */
export const dimensionFields = {
  topic: "topic",
  topicGroup: "topic",
  authority: "authorityId",
  authorityKind: "authorityId",
  executor: "executorId",
  territory: "territoryId",
  network: "network",
  kind: "kind",
  importance: "importance",
  intake: "intake",
  outcome: "problem",
  closing: "closing",
} as const satisfies Readonly<Partial<Record<FigureDimension, string>>>

function includes(values: readonly string[], value: string | null): boolean {
  return value !== null && values.includes(value)
}

function countableOf(of: CountedCase): Countable {
  const clocks = new Map<string, Counted[]>()
  const marks = new Map<string, Counted[]>()
  for (const clock of of.clocks) put(clocks, clock.goal, { of, clock })
  for (const mark of of.marks) put(marks, mark.kind, { of, mark })
  return { self: [{ of }], clocks, marks }
}

function put<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

function countedOf({ self, clocks, marks }: Countable, metric: Pick<Metric, "kind" | "goals" | "marks">): readonly Counted[] {
  if (metric.kind === "case") return self
  const [lists, keys] = metric.kind === "clock" ? [clocks, metric.goals] : [marks, metric.marks]
  return keys.flatMap((key) => lists.get(key) ?? [])
}

/** What of an incident a number counts, each with the moment that lies in the period. */
function countedBy(
  metric: Pick<Metric, "kind" | "goals" | "marks" | "anchor" | "test">,
  countable: Countable,
  query: Pick<FiguresQuery, "period" | "at">,
  whole: () => Whole,
): readonly (readonly [counted: Counted, moment: Instant])[] {
  return countedOf(countable, metric).flatMap((counted) => {
    const moment = valueIn(counted, metric.anchor) as Instant | null
    return isWithin(moment, query) && holds(metric.test, testedOf(counted, query.at, whole)) ? [[counted, moment]] : []
  })
}

function isWithin(moment: Instant | null, { period, at }: Pick<FiguresQuery, "period" | "at">): moment is Instant {
  return moment !== null && moment >= period.from && moment < period.to && moment <= at
}

function testedOf(counted: Counted, at: Instant, whole: () => Whole): Tested {
  const { incidentId } = counted.of.facts
  return {
    at,
    valueOf: (field) => valueIn(counted, field),
    isRepeated: () => (whole().repeatedAt.get(incidentId) ?? "~") <= at,
    isShared() {
      const holders = whole().subjects.get(`${counted.mark?.kind} ${counted.mark?.subject}`)
      return counted.mark?.subject !== null && [...(holders ?? [])].some(([id, since]) => id !== incidentId && since <= at)
    },
  }
}

function valueIn({ of, clock, mark }: Counted, field: string): FieldValue {
  if (field.startsWith("clock.")) return fieldOf(clock, field.slice("clock.".length))
  if (field.startsWith("mark.")) return fieldOf(mark, field.slice("mark.".length))
  return fieldOf(of.facts, field)
}

function fieldOf(record: object | undefined, field: string): FieldValue {
  return (record as Readonly<Partial<Record<string, FieldValue>>> | undefined)?.[field] ?? null
}

function millisOf(counted: Counted, { from, to }: Duration): number {
  if (to === null) return Number(valueIn(counted, from)) * 60_000
  return instantToMillis(String(valueIn(counted, to))) - instantToMillis(String(valueIn(counted, from)))
}

/** Nearest rank. */
function durationOf(millis: readonly number[]): DurationFigure {
  const sorted = millis.toSorted((one, other) => one - other)
  const rank = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? null
  return { count: sorted.length, medianMillis: rank(0.5), p90Millis: rank(0.9) }
}

/**
 * What is open at a moment is what is open now, less what came in since and more what went out since: so nobody counts
 * the whole history. What lies after the moment of the report has not happened.
 */
function stockOf({ facts, marks }: CountedCase, id: MetricId, { period, at }: Pick<FiguresQuery, "period" | "at">): number {
  const since = id === "openBefore" ? period.from : period.to
  const later = marks.filter((mark) => mark.at >= since || mark.at > at)
  return (facts.openSince === null ? 0 : 1) - later.reduce((sum, { kind }) => sum + (signs[kind] ?? 0), 0)
}

const signs: Readonly<Partial<Record<string, number>>> = backlogSigns

/** The keys under which something counts: one list a row. */
function keysOf(counted: Counted, moment: string, query: FiguresQuery): readonly (readonly (string | null)[])[] {
  return (query.by ?? []).reduce<readonly (readonly (string | null)[])[]>(
    (lists, dimension) => lists.flatMap((list) => valuesOf(counted, dimension, moment, query).map((value) => [...list, value])),
    [[]],
  )
}

function valuesOf(counted: Counted, by: FigureDimension, moment: string, { slots = [], groups }: FiguresQuery): readonly (string | null)[] {
  if (by === "subject") return [counted.mark?.subject ?? null]
  if (by === "bucket" || by === "weekday" || by === "hour") {
    const slot = slots.find(({ from, to }) => moment >= from && moment < to)
    return slot === undefined ? [] : [slot[by]]
  }
  if (by === "community" || by === "rule") {
    const values = new Set(counted.of.labels.filter(({ kind }) => kind === by).map(({ value }) => value))
    return values.size === 0 ? [null] : [...values]
  }
  const value =
    by === "authority" || by === "authorityKind" ? ownerOf(counted) : (fieldOf(counted.of.facts, dimensionFields[by]) as string | null)
  const pairs = by === "topicGroup" || by === "authorityKind" || by === "territory" ? groups?.[by] : undefined
  if (pairs === undefined) return [value]
  const found = [...new Set(pairs.filter(([member]) => member === value).map(([, group]) => group))]
  return found.length > 0 ? found : [by === "territory" ? value : null]
}

/** A move into the backlog or out of it counts for the present owner, so that each row of owners adds up. */
function ownerOf({ of, clock, mark }: Counted): string | null {
  if (clock !== undefined) return clock.authorityId
  return mark === undefined || isBacklogMove(mark.kind)
    ? of.facts.authorityId
    : (valueIn({ of, mark }, "mark.authorityId") as string | null)
}

function isBacklogMove(kind: string): kind is BacklogMove {
  return Object.hasOwn(backlogSigns, kind)
}
