import { readInstant, type Instant } from "../base/index.ts"
import { epochDayOf, isWorkingDay, type Calendar } from "../sla/index.ts"
import type { Dimension, Tally } from "./facts.ts"
import { metricIds } from "./old-metrics.ts"
import { dayBuckets, type Period } from "./period.ts"
import type { OldReport, OldReportNote, OldReportPeriod } from "./report-schema.ts"
import { reportRow, reportRows } from "./rows.ts"
import { compareKeys, sumTallies, type TallyRow } from "./tally.ts"

/** The counts of one period, as `tally` of a storage or `tallyFacts` gives them. What is absent gets no table. */
export interface ReportFigures {
  /** The period. */
  readonly period: Period
  /** The counts of everything. */
  readonly totals: Tally
  /** One row a topic. */
  readonly byTopic?: readonly TallyRow[]
  /** One row an owner. */
  readonly byAuthority?: readonly TallyRow[]
  /** One row a territory. */
  readonly byTerritory?: readonly TallyRow[]
  /** One row a network. */
  readonly byNetwork?: readonly TallyRow[]
  /** One row a day of `dayBuckets`, its key the local date. */
  readonly byDay?: readonly TallyRow[]
}

/** What a report is made of. */
export interface ReportParts extends ReportFigures {
  /** The moment of the report, the one that was given to every tally. */
  readonly at: Instant
  /** The compared period, with the same tables. */
  readonly previous?: ReportFigures
  /** Counts working days, so that months with another number of them are told apart. */
  readonly calendar?: Calendar
}

const tables = [
  ["topic", "byTopic"],
  ["authority", "byAuthority"],
  ["territory", "byTerritory"],
  ["network", "byNetwork"],
] as const satisfies readonly (readonly [Dimension, keyof ReportFigures])[]

/**
 * Puts counts together to a report: tables, shares with their denominators, changes, and notes on how to read them.
 *
 * Nothing is counted here and nothing guessed: a share without denominator and a change from 0 are null, never 0 and
 * never infinite.
 *
 * @param parts - counts of the period and, to compare, of another
 * @throws DeskError `config` for a moment without an offset
 */
export function composeReport(parts: ReportParts): OldReport {
  const { period, previous, calendar } = parts
  const at = readInstant(parts.at, "at")
  const lengths = periodWithLengths(period, calendar)
  const compared = previous === undefined ? null : periodWithLengths(previous.period, calendar)
  const sections = tables.flatMap(([by, name]) => {
    const rows = parts[name]
    return rows === undefined ? [] : [{ by, rows: reportRows(rows, previous === undefined ? null : (previous[name] ?? null)) }]
  })
  const totals = reportRow(null, parts.totals, previous?.totals ?? null)
  return {
    schemaVersion: 1,
    period: lengths,
    comparedWith: compared,
    at,
    totals,
    sections: parts.byDay === undefined ? sections : [...sections, { by: "day", rows: dayRows(parts.byDay) }],
    previousDays: previous?.byDay === undefined ? [] : dayRows(previous.byDay),
    notes: [
      ...periodNotes(lengths, compared, at),
      ...(parts.totals.due === 0 ? [note("nothing-due", "No term ended in the period: there is no share of answers in time.")] : []),
      ...sumNotes(parts),
      ...(previous === undefined ? [] : sumNotes(previous)),
    ],
  }
}

function dayRows(rows: readonly TallyRow[]): OldReport["previousDays"] {
  return rows.toSorted((one, other) => compareKeys(one.key, other.key)).map((row) => reportRow(row.key, row.tally, null))
}

function periodWithLengths(period: Period, calendar: Calendar | undefined): OldReportPeriod {
  const { zone, fromDate, toDate, from, to } = period
  const days = dayBuckets(period)
  const workingDays = calendar === undefined ? null : days.filter(({ date }) => isWorkingDay(calendar, epochDayOf(date))).length
  return { zone, fromDate, toDate, from, to, days: days.length, workingDays }
}

function periodNotes(period: OldReportPeriod, compared: OldReportPeriod | null, at: Instant): readonly OldReportNote[] {
  const notes: OldReportNote[] = []
  const against = compared !== null && at >= compared.to ? " The compared period is counted whole." : ""
  if (at < period.to) notes.push(note("period-not-over", `The period is not over: what happens after ${at} is not counted.${against}`))
  if (compared === null) return notes
  if (period.days !== compared.days)
    notes.push(note("other-length", `The period has ${period.days} days, the compared one ${compared.days}.`))
  if (period.workingDays !== compared.workingDays) {
    notes.push(note("other-working-days", `The period has ${period.workingDays} working days, the compared one ${compared.workingDays}.`))
  }
  return notes
}

/**
 * Every dimension splits the same incidents, so its rows make up the totals; when they do not, something was written
 * between two counts.
 */
function sumNotes(figures: ReportFigures): readonly OldReportNote[] {
  return [...tables, ["day", "byDay"] as const].flatMap(([by, name]) => {
    const rows = figures[name]
    if (rows === undefined) return []
    const sum = sumTallies(rows.map((row) => row.tally))
    const differing = metricIds.filter((metric) => sum[metric] !== figures.totals[metric])
    if (differing.length === 0) return []
    const { fromDate, toDate } = figures.period
    return [
      note(
        "sums-differ",
        `By ${by}, ${fromDate} to ${toDate}: the rows do not add up to the totals (${differing.join(", ")}): something was written between the counts.`,
      ),
    ]
  })
}

function note(id: OldReportNote["id"], text: string): OldReportNote {
  return { id, text }
}
