import type { Report } from "@otklik/core"
import type { ReportTable, Row, ReportMetric } from "@otklik/core/reports"
import { noteText } from "./notes.ts"
import { periodText } from "./numbers.ts"
import { keyTitle, type ReportTitles } from "./titles.ts"
import { wording, type ReportLocale } from "./wording.ts"

/** What the cells of a column are: a share is 0 to 1, a length of time is in minutes. */
export type ViewKind = "text" | "number" | "share" | "minutes"

/** A table as a spreadsheet holds it: one kind a column, a row below the other. */
export interface View {
  readonly title: string
  readonly columns: readonly ViewColumn[]
  readonly rows: readonly (readonly ViewCell[])[]
  /** What the whole report says in the same columns. */
  readonly totals: readonly ViewCell[]
  readonly overlapping: boolean
}

/** A column of a {@link View}. */
export interface ViewColumn {
  readonly title: string
  readonly kind: ViewKind
}

/** A cell: null where there is no value, or where it is hidden. */
export type ViewCell = string | number | null

interface Figure extends ViewColumn {
  readonly of: (row: Row) => ViewCell
}

/**
 * A table of the report with every number, share and duration that its rows hold, beside those of the compared period.
 *
 * @param report - which holds the table
 * @param table - one of the report's
 * @param locale - of headings
 * @param titles - what ids are called
 */
export function tableView(report: Report, table: ReportTable, locale: ReportLocale, titles: ReportTitles): View {
  const words = wording[locale]
  const figures = figuresOf(report, table.rows, locale)
  const keyColumns = [
    ...table.by.map((dimension) => words.dimensions[dimension].column),
    ...(table.bucket === null ? [] : [words.buckets[table.bucket].column]),
  ]
  return {
    title: tableTitle(table, locale),
    columns: [...keyColumns.map((title): ViewColumn => ({ title, kind: "text" })), ...figures],
    rows: table.rows.map((row) => [...rowKeys(table, row.keys, locale, titles), ...figures.map(({ of }) => of(row))]),
    totals: [
      ...keyColumns.map((_, index) => (index === 0 ? words.totals : null)),
      ...figures.map(({ of }) => (table.rows.length === 0 ? null : of(report.totals))),
    ],
    overlapping: table.overlapping,
  }
}

/** What a table is called: its dimensions and its intervals. */
export function tableTitle({ by, bucket }: Pick<ReportTable, "by" | "bucket">, locale: ReportLocale): string {
  const words = wording[locale]
  const [first] = by
  if (by.length === 1 && first !== undefined && bucket === null) return words.dimensions[first].heading
  if (by.length === 0 && bucket !== null) return words.buckets[bucket].heading
  return [
    ...by.map((dimension) => words.dimensions[dimension].column),
    ...(bucket === null ? [] : [words.buckets[bucket].heading.toLowerCase()]),
  ].join(" × ")
}

/** The keys of a row for people; the date of an interval stays a date. */
export function rowKeys({ by }: Pick<ReportTable, "by">, keys: Row["keys"], locale: ReportLocale, titles: ReportTitles): readonly string[] {
  return keys.map((key, index) => {
    const dimension = by[index]
    return dimension === undefined ? (key ?? "") : keyTitle(dimension, key, locale, titles)
  })
}

/** The heading of a metric; of terms by the name of their goal. */
export function metricTitle({ id, title }: Pick<ReportMetric, "id" | "title">, locale: ReportLocale): string {
  const [, goal = "", cycle, counted] = /^term:(.+):(first|later):(due|inTime|late|missed)$/.exec(id) ?? []
  if (counted === undefined) return title[locale]
  const { goals, later, terms } = wording[locale]
  return `${goals[goal] ?? goal}${cycle === "first" ? "" : `, ${later}`}: ${terms[counted as keyof typeof terms]}`
}

/** The metrics that rows hold, in the order of the report. */
export function heldMetrics(report: Report, rows: readonly Row[]): readonly ReportMetric[] {
  return report.metrics.filter(({ id, kind }) => {
    const held = kind === "share" ? "shares" : kind === "duration" ? "durations" : "numbers"
    return rows.some((row) => Object.hasOwn(row[held], id))
  })
}

function figuresOf(report: Report, rows: readonly Row[], locale: ReportLocale): readonly Figure[] {
  const words = wording[locale]
  const compared = rows.some(({ previous }) => previous !== null)
  return heldMetrics(report, rows).flatMap((metric): Figure[] => {
    const { id, kind } = metric
    const title = metricTitle(metric, locale)
    const beside = (column: Figure): Figure[] => (compared ? [column] : [])
    if (kind === "share") {
      return [
        { title, kind: "share", of: ({ shares }) => shares[id]?.share ?? null },
        ...beside({ title: `${title}: ${words.previous}`, kind: "share", of: ({ previous }) => previous?.shares[id]?.share ?? null }),
      ]
    }
    if (kind === "duration") {
      const parts = [
        [words.count, "number", "count"],
        [words.median, "minutes", "medianMinutes"],
        [words.p90, "minutes", "p90Minutes"],
      ] as const
      return parts.flatMap(([word, partKind, part]): Figure[] => [
        { title: `${title}: ${word}`, kind: partKind, of: ({ durations }) => durations[id]?.[part] ?? null },
        ...beside({
          title: `${title}: ${word}, ${words.previous}`,
          kind: partKind,
          of: ({ previous }) => previous?.durations[id]?.[part] ?? null,
        }),
      ])
    }
    return [
      { title, kind: "number", of: ({ numbers }) => numbers[id] ?? null },
      ...beside({ title: `${title}: ${words.previous}`, kind: "number", of: ({ previous }) => previous?.numbers[id] ?? null }),
      ...beside({ title: `${title}: ${words.change}`, kind: "number", of: ({ change }) => change?.numbers[id]?.absolute ?? null }),
    ]
  })
}

/** One line of the totals: a figure with what it was and how it is defined. */
export interface TotalLine {
  readonly title: string
  readonly kind: Exclude<ViewKind, "text">
  readonly value: number | null
  readonly previous: number | null
  readonly definition: string
}

/**
 * The totals, a line a figure: the numbers, the shares, and three lines a duration.
 *
 * @param report - whose totals
 * @param locale - of headings
 */
export function totalLines(report: Report, locale: ReportLocale): readonly TotalLine[] {
  const { totals } = report
  const words = wording[locale]
  return heldMetrics(report, [totals]).flatMap((metric): TotalLine[] => {
    const { id, kind } = metric
    const [title, definition] = [metricTitle(metric, locale), metric.definition[locale]]
    const then = totals.previous
    if (kind === "share")
      return [{ title, kind: "share", value: totals.shares[id]?.share ?? null, previous: then?.shares[id]?.share ?? null, definition }]
    if (kind !== "duration")
      return [{ title, kind: "number", value: totals.numbers[id] ?? null, previous: then?.numbers[id] ?? null, definition }]
    const line = (word: string, lineKind: "number" | "minutes", part: "count" | "medianMinutes" | "p90Minutes"): TotalLine => ({
      title: `${title}: ${word}`,
      kind: lineKind,
      value: totals.durations[id]?.[part] ?? null,
      previous: then?.durations[id]?.[part] ?? null,
      definition,
    })
    return [line(words.count, "number", "count"), line(words.median, "minutes", "medianMinutes"), line(words.p90, "minutes", "p90Minutes")]
  })
}

/** What is said under a report: its period, its moment, its scope, and what a reader must mind. */
export function noteLines(report: Report, locale: ReportLocale): readonly (readonly [title: string, text: string])[] {
  const words = wording[locale]
  return [
    [words.period, periodText(report.period, locale)],
    ...(report.comparedWith === null ? [] : [[words.comparedWith, periodText(report.comparedWith, locale)] as const]),
    [words.madeAt, `${report.at} (${report.period.zone})`],
    ...report.notes.map((note) => [words.reading, noteText(note, report, locale)] as const),
  ]
}
