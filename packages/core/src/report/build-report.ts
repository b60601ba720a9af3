import { DeskError, type Instant } from "../base/index.ts"
import { epochDayOf, isWorkingDay, type Calendar } from "../sla/index.ts"
import { compareRows, isEmptyRow, type FiguresQuery, type FiguresRow, type GroupPair } from "./figures.ts"
import { defaultMetrics, durations, findMetric, metricIds, shares, termMetricIds, type DurationId, type MetricId } from "./metrics.ts"
import { dayBuckets, type Period } from "./period.ts"
import type {
  ReportDimension,
  FigureConditions,
  FigureLimit,
  Report,
  ReportBucket,
  ReportDuration,
  ReportMetric,
  ReportNote,
  ReportPeriod,
  ReportShare,
  ReportTable,
  ReportTableQuestion,
  Row,
  RowChange,
  RowFigures,
} from "./report.ts"
import { bucketDates, slotsOf } from "./slots.ts"

/** Counts what a storage holds. */
export type CountFigures = (query: FiguresQuery) => Promise<readonly FiguresRow[]>

/** What a report is made of. */
export interface ReportParts {
  /** What is counted. */
  readonly period: Period
  /** Null: nothing is compared. */
  readonly compared: Period | null
  /** The moment of the report. */
  readonly at: Instant
  /** The present moment: facts are of it. */
  readonly now: Instant
  /** The calendar of working days; undefined: working days are not counted. */
  readonly calendar: Calendar | undefined
  /** Only these incidents; undefined: all. */
  readonly where: FigureConditions | undefined
  /** What the reader reaches; undefined: everything. */
  readonly reach: readonly FigureLimit[] | undefined
  /** Undefined: by topic, authority, territory and network, and by day. */
  readonly tables: readonly ReportTableQuestion[] | undefined
  /** The goals whose terms stand in the totals. */
  readonly goals: readonly string[]
  /** Of topics, authorities and territories (with themselves). */
  readonly groups: Readonly<Record<"topicGroup" | "authorityKind" | "territory", readonly GroupPair[]>>
  /** What the desk knows of the periods beside: what it was set up with, what was read. */
  readonly notes: readonly ReportNote[]
  /** Counts what the storage has. */
  readonly figures: CountFigures
}

/** What has a table of its own, or is of now. */
const notInTotals: readonly MetricId[] = ["guidancePublished", "open", "openOverdue"]

/** The most rows that the tables of a report hold together. */
export const reportRowLimit = 10_000

const defaultTables: readonly ReportTableQuestion[] = [
  { by: ["topic"] },
  { by: ["authority"] },
  { by: ["territory"] },
  { by: ["network"] },
  { bucket: "day" },
]

/** Dimensions of which an incident may have several values. */
const manyValued: readonly ReportDimension[] = ["rule", "community"]

/**
 * Counts a period and, if asked, another beside it, and puts the figures together: tables, shares with their
 * denominators, changes, and notes on how to read them.
 *
 * Nothing is guessed: a share of nothing and a change from 0 are null, never 0 and never infinite.
 *
 * @param parts - what to count, and by whom
 * @throws DeskError `config` for more rows than a report holds
 */
export async function buildReport(parts: ReportParts): Promise<Report> {
  const { period, compared, at, calendar, where, reach, figures } = parts
  const base = { at, ...(where === undefined ? {} : { where }), ...(reach === undefined ? {} : { reach }) }
  const allMetrics: readonly MetricId[] = [...metricIds.filter((id) => !notInTotals.includes(id)), ...termMetricIds(parts.goals)]
  const allDurations = durations.map(({ id }) => id)
  const totalsOf = async (of: Period) => (await figures({ ...base, period: of, metrics: allMetrics, durations: allDurations }))[0]
  const [now, before] = [await totalsOf(period), compared === null ? undefined : await totalsOf(compared)]
  const totals = rowOf([], now, before, compared !== null, allMetrics, allDurations)
  const tables: ReportTable[] = []
  const notes: ReportNote[] = []
  let free = reportRowLimit
  for (const [index, question] of (parts.tables ?? defaultTables).entries()) {
    const wanted = {
      by: question.by ?? [],
      bucket: question.bucket ?? null,
      metrics: question.metrics ?? defaultMetrics,
      lasting: question.durations ?? [],
      rollUp: question.rollUp ?? false,
    }
    const rowsOf = (of: Period) => figures({ ...base, ...queryOf(of, wanted, parts) })
    const found = await rowsOf(period)
    const earlier = compared === null ? null : await rowsOf(compared)
    free -= new Set([...found, ...(earlier ?? [])].map(({ keys }) => JSON.stringify(keys))).size
    if (free < 0) {
      const message = `at most ${reportRowLimit} rows were expected in all tables: ask for fewer dimensions, or for less`
      throw new DeskError("config", `desk.report: tables[${index}]: ${message}`, { issues: [{ path: `tables[${index}]`, message }] })
    }
    const overlapping = wanted.rollUp || wanted.by.some((dimension) => manyValued.includes(dimension))
    tables.push({ by: wanted.by, bucket: wanted.bucket, overlapping, rows: tableRows(found, earlier, wanted, parts) })
    if (!overlapping) notes.push(...sumNotes(found, now, wanted), ...sumNotes(earlier ?? [], before, wanted))
  }
  const [lengths, comparedLengths] = [withLengths(period, calendar), compared === null ? null : withLengths(compared, calendar)]
  return {
    schemaVersion: 2,
    scope: { reach: reach ?? "everything", where: where ?? null },
    period: lengths,
    comparedWith: comparedLengths,
    at,
    metrics: definitionsOf([totals, ...tables.flatMap(({ rows }) => rows.slice(0, 1))]),
    totals,
    tables,
    notes: [...periodNotes(lengths, comparedLengths, at), ...stateNotes(parts), ...parts.notes, ...totalNotes(totals, reach), ...notes],
  }
}

interface Wanted {
  readonly by: readonly ReportDimension[]
  readonly bucket: ReportBucket | null
  readonly metrics: readonly MetricId[]
  readonly lasting: readonly DurationId[]
  readonly rollUp: boolean
}

function queryOf(period: Period, { by, bucket, metrics, lasting, rollUp }: Wanted, { groups }: ReportParts): Omit<FiguresQuery, "at"> {
  const slotted = bucket !== null || by.includes("weekday") || by.includes("hour")
  const { territory, ...others } = groups
  return {
    period,
    metrics,
    durations: lasting,
    by: bucket === null ? by : [...by, "bucket"],
    groups: rollUp ? { ...others, territory } : others,
    ...(slotted ? { slots: slotsOf(period, bucket, by) } : {}),
  }
}

/** Rows with those of the compared period beside: by keys; of buckets the n-th beside the n-th. */
function tableRows(
  found: readonly FiguresRow[],
  earlier: readonly FiguresRow[] | null,
  { by, bucket, metrics, lasting }: Wanted,
  { period, compared }: ReportParts,
): readonly Row[] {
  const dates = bucket === null ? [] : bucketDates(period, bucket)
  const before = bucket === null || compared === null ? [] : bucketDates(compared, bucket)
  /** The keys by which a row of the compared period is put beside one of this one; null: beside none. */
  const beside = (keys: readonly (string | null)[]): readonly (string | null)[] | null => {
    if (bucket === null) return keys
    const date = dates[before.indexOf(String(keys.at(-1)))]
    return date === undefined ? null : [...keys.slice(0, -1), date]
  }
  const rows = new Map(found.map((row) => [JSON.stringify(row.keys), row]))
  const others = new Map((earlier ?? []).flatMap((row) => (beside(row.keys) === null ? [] : [[JSON.stringify(beside(row.keys)), row]])))
  const everyKey = by.length === 0 ? dates.map((date) => JSON.stringify([date])) : []
  const isCompared = (keys: readonly (string | null)[]) =>
    earlier !== null && (bucket === null || dates.indexOf(String(keys.at(-1))) < before.length)
  const [first] = metrics
  const sizeOf = (row: Row) => (first === undefined ? 0 : (row.numbers[first] ?? 0))
  const inOrder = bucket !== null || by.includes("weekday") || by.includes("hour")
  return [...new Set([...rows.keys(), ...others.keys(), ...everyKey])]
    .map((id) => {
      const keys = JSON.parse(id) as readonly (string | null)[]
      return rowOf(keys, rows.get(id), others.get(id), isCompared(keys), metrics, lasting)
    })
    .toSorted((one, other) => {
      const byKeys = inOrder ? compareOrdered(one, other) : 0
      if (byKeys !== 0) return byKeys
      const nulls = one.keys.filter((key) => key === null).length - other.keys.filter((key) => key === null).length
      return nulls !== 0 ? nulls : sizeOf(other) - sizeOf(one) || compareRows({ ...none, keys: one.keys }, { ...none, keys: other.keys })
    })
}

const none = { numbers: {}, durations: {} }

/** By the bucket, or by the hour as a number. */
function compareOrdered(one: Row, other: Row): number {
  const [first, second] = [String(one.keys.at(-1)), String(other.keys.at(-1))]
  return first.length === second.length || first.includes("-")
    ? first < second
      ? -1
      : first > second
        ? 1
        : 0
    : first.length - second.length
}

function rowOf(
  keys: Row["keys"],
  now: FiguresRow | undefined,
  before: FiguresRow | undefined,
  isCompared: boolean,
  metrics: readonly MetricId[],
  lasting: readonly DurationId[],
): Row {
  const figures = figuresOfRow(now, metrics, lasting)
  const previous = isCompared ? figuresOfRow(before, metrics, lasting) : null
  return { keys, ...figures, previous, change: previous === null ? null : changeOf(figures, previous) }
}

function figuresOfRow(row: FiguresRow | undefined, metrics: readonly MetricId[], lasting: readonly DurationId[]): RowFigures {
  const numbers = Object.fromEntries(metrics.map((id) => [id, row?.numbers[id] ?? 0]))
  return {
    numbers,
    shares: sharesOf(numbers),
    durations: Object.fromEntries(lasting.map((id) => [id, durationOf(row, id)])),
  }
}

function durationOf(row: FiguresRow | undefined, id: DurationId): ReportDuration {
  const { count, medianMillis, p90Millis } = row?.durations[id] ?? { count: 0, medianMillis: null, p90Millis: null }
  const minutes = (millis: number | null) => (millis === null ? null : millis / 60_000)
  return { count, medianMinutes: minutes(medianMillis), p90Minutes: minutes(p90Millis) }
}

/** Every share of which both numbers are there. */
function sharesOf(numbers: RowFigures["numbers"]): RowFigures["shares"] {
  return Object.fromEntries(
    shares.flatMap(({ id, part, of }): readonly (readonly [string, ReportShare])[] => {
      const [some, whole] = [numbers[part], numbers[of]]
      return typeof some !== "number" || typeof whole !== "number" ? [] : [[id, { share: whole === 0 ? null : some / whole, of: whole }]]
    }),
  )
}

function changeOf(now: RowFigures, before: RowFigures): RowChange {
  const numbers = Object.entries(now.numbers).map(([id, number]) => {
    const [value, then] = [number ?? 0, before.numbers[id] ?? 0]
    return [id, { absolute: value - then, percent: then === 0 ? null : ((value - then) * 100) / then }] as const
  })
  const points = Object.entries(now.shares).map(([id, { share }]) => {
    const then = before.shares[id]?.share ?? null
    return [id, share === null || then === null ? null : (share - then) * 100] as const
  })
  return { numbers: Object.fromEntries(numbers), sharePoints: Object.fromEntries(points) }
}

function withLengths(period: Period, calendar: Calendar | undefined): ReportPeriod {
  const { zone, fromDate, toDate, from, to } = period
  const days = dayBuckets(period)
  const workingDays = calendar === undefined ? null : days.filter(({ date }) => isWorkingDay(calendar, epochDayOf(date))).length
  return { zone, fromDate, toDate, from, to, days: days.length, workingDays }
}

function definitionsOf(rows: readonly Row[]): readonly ReportMetric[] {
  const ids = new Set(rows.flatMap(({ numbers }) => Object.keys(numbers)))
  const numbers = [...ids].flatMap((id) => findMetric(id) ?? []).map(({ id, kind, title, definition }) => ({ id, kind, title, definition }))
  const usedShares = shares.filter(({ id }) => rows.some((row) => id in row.shares))
  const usedDurations = durations.filter(({ id }) => rows.some((row) => id in row.durations))
  return [
    ...numbers,
    ...usedShares.map(({ id, title, definition }) => ({ id, kind: "share" as const, title, definition })),
    ...usedDurations.map(({ id, title, definition }) => ({ id, kind: "duration" as const, title, definition })),
  ]
}

/** A note; its facts are the values that its sentence holds. */
export function noteOf(id: ReportNote["id"], text: string, facts: ReportNote["facts"] = {}): ReportNote {
  return { id, text, facts }
}

function periodNotes(period: ReportPeriod, compared: ReportPeriod | null, at: Instant): readonly ReportNote[] {
  const notes: ReportNote[] = []
  const against = compared !== null && at >= compared.to ? " The compared period is counted whole." : ""
  if (at < period.to)
    notes.push(noteOf("period-not-over", `The period is not over: what happens after ${at} is not counted.${against}`, { at }))
  if (compared === null) return notes
  if (period.days !== compared.days) {
    const text = `The period has ${period.days} days, the compared one ${compared.days}.`
    notes.push(noteOf("other-length", text, { days: period.days, comparedDays: compared.days }))
  }
  if (period.workingDays !== compared.workingDays && period.workingDays !== null && compared.workingDays !== null) {
    const text = `The period has ${period.workingDays} working days, the compared one ${compared.workingDays}.`
    notes.push(noteOf("other-working-days", text, { days: period.workingDays, comparedDays: compared.workingDays }))
  }
  return notes
}

/** Topics, owners and outcomes are those of now, whatever moment is reported on. */
function stateNotes({ at, now }: ReportParts): readonly ReportNote[] {
  return at >= now ? [] : [noteOf("present-state", `Topics, owners and outcomes are those of ${now}, not of ${at}.`, { at, now })]
}

/** What the totals themselves say on how to read them. */
function totalNotes({ numbers, previous }: Row, reach: readonly FigureLimit[] | undefined): readonly ReportNote[] {
  const notes: ReportNote[] = []
  const both = (id: MetricId): readonly [number, number] => [numbers[id] ?? 0, previous?.numbers[id] ?? 0]
  if (numbers["due"] === 0) notes.push(noteOf("nothing-due", "No term ended in the period: there is no share of answers in time."))
  const [imported, importedBefore] = both("imported")
  if (imported + importedBefore > 0) {
    const text = `Of the incidents received ${imported} are imported history, ${importedBefore} in the compared period.`
    notes.push(noteOf("history-imported", text, { count: imported, comparedCount: importedBefore }))
  }
  const [without, withoutBefore] = both("withoutTerm")
  if (without + withoutBefore > 0) {
    const text = `Of the incidents accepted ${without} have no term for the first reply, ${withoutBefore} in the compared period: they are never due.`
    notes.push(noteOf("terms-missing", text, { count: without, comparedCount: withoutBefore }))
  }
  if (reach !== undefined) notes.push(noteOf("scoped", "Only what the reader reaches is counted, as `scope` says."))
  return notes
}

/**
 * Every dimension of one value splits the same incidents, so its rows make up the totals; when they do not, something
 * was written between two counts.
 */
function sumNotes(rows: readonly FiguresRow[], totals: FiguresRow | undefined, { by, bucket, metrics }: Wanted): readonly ReportNote[] {
  const differing = metrics.filter((id) => {
    if (totals?.numbers[id] === undefined || isEmptyRow(totals)) return false
    return rows.reduce((sum, row) => sum + (row.numbers[id] ?? 0), 0) !== totals.numbers[id]
  })
  if (differing.length === 0) return []
  const name = [...by, ...(bucket === null ? [] : [bucket])].join(" and ")
  const text = `By ${name}: the rows do not add up to the totals (${differing.join(", ")}): something was written between the counts.`
  return [noteOf("sums-differ", text, { by: name, metrics: differing })]
}
