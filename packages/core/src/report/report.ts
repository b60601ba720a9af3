import type { Instant } from "../base/index.ts"
import type { Importance, IncidentKind, Intake, Problem, ClosingReason } from "../incident/index.ts"
import type { Network } from "../message/index.ts"
import type { Calendar } from "../sla/index.ts"
import type { DurationId, MetricId, MetricKind, ShareId, Wording } from "./metrics.ts"
import type { PeriodOptions } from "./period.ts"

/** By what a report may be split. By author or by executor is not among them, and never will be. */
export const dimensions = [
  "topic",
  "topicGroup",
  "authority",
  "authorityKind",
  "territory",
  "network",
  "community",
  "rule",
  "kind",
  "importance",
  "intake",
  "outcome",
  "closing",
  "weekday",
  "hour",
] as const

/**
 * By what a report may be split.
 *
 * `topicGroup` and `authorityKind` are those of the desk's topics and authorities; `community` is the community of the
 * message, the source that people know; `rule` the rule that matched; `outcome` what is known of the problem;
 * `closing` why handling ended; `weekday` (`1` Monday to `7`) and `hour` (`0` to `23`) are local, of the moment at
 * which a number counts.
 */
export type ReportDimension = (typeof dimensions)[number]

/** Into which intervals a table cuts its period: local days, ISO weeks (cut at the period's ends), months. */
export type ReportBucket = "day" | "week" | "month"

/** Which incidents are counted. Every field narrows; a list holds one value or more. */
export interface FigureConditions {
  /** Ids of topics. */
  readonly topics?: readonly string[]
  /** Ids of territories; their parts are not meant. */
  readonly territoryIds?: readonly string[]
  /** Ids of owners, as they are now. */
  readonly authorityIds?: readonly string[]
  /** Networks of the first message. */
  readonly networks?: readonly Network[]
  /** What the message is. */
  readonly kinds?: readonly IncidentKind[]
  /** How important it is. */
  readonly importance?: readonly Importance[]
  /** How the incident came. */
  readonly intake?: readonly Intake[]
  /** What is known of the problem itself. */
  readonly problems?: readonly Problem["value"][]
  /** Why handling ended. */
  readonly closings?: readonly ClosingReason[]
}

/**
 * What one right reaches. An incident is reached when every list that is there holds its value; `authorityIds` reach
 * what these own and what they work on beside the owner.
 */
export interface FigureLimit {
  /** In one of these territories. */
  readonly territoryIds?: readonly string[]
  /** One of these topics. */
  readonly topics?: readonly string[]
  /** Owned by one of these authorities, or worked on by them. */
  readonly authorityIds?: readonly string[]
}

/** A table of a question. */
export interface ReportTableQuestion {
  /** One dimension, or two for a cross table. Absent: one row for all, or a row a bucket. */
  readonly by?: readonly [ReportDimension] | readonly [ReportDimension, ReportDimension]
  /** A row for each interval of the period beside. Absent: the period is one. */
  readonly bucket?: ReportBucket
  /** Only with `territory`: an incident counts in its territory and in everything above it. Default false. */
  readonly rollUp?: boolean
  /** Which numbers; their shares come along. Default: `defaultMetrics`. */
  readonly metrics?: readonly MetricId[]
  /** Which durations. Default: none. */
  readonly durations?: readonly DurationId[]
}

/** What to report. */
export interface ReportQuestion {
  /** Whole local days, half-open: `{ zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }` is November. */
  readonly period: PeriodOptions
  /** The period before, the same dates a year earlier, or any other. Absent: nothing is compared. */
  readonly compareWith?: "previous" | "year-before" | PeriodOptions
  /** The moment of the report: what lies after it has not happened yet. Default: now. */
  readonly at?: Instant
  /** Counts working days of both periods, so that months of another length are distinguished. Absent: they are null. */
  readonly calendar?: Calendar
  /** Which incidents. Absent: all that the reader reaches. */
  readonly where?: FigureConditions
  /** Default: by topic, authority, territory and network, and by day. All tables together hold 10 000 cells at most. */
  readonly tables?: readonly ReportTableQuestion[]
}

/** A period with its lengths. */
export interface ReportPeriod {
  /** The IANA zone whose days are counted. */
  readonly zone: string
  /** The first local date, `YYYY-MM-DD`. */
  readonly fromDate: string
  /** The local date after the last one. */
  readonly toDate: string
  /** The beginning of `fromDate`. */
  readonly from: Instant
  /** The beginning of `toDate`; no part of the period. */
  readonly to: Instant
  /** Local days, 23 to 25 hours each. */
  readonly days: number
  /** Days with working time; null when no calendar was given. */
  readonly workingDays: number | null
}

/** What a column of a report means. */
export interface ReportMetric {
  /** The key in `numbers`, `shares` or `durations` of a row. */
  readonly id: MetricId | ShareId | DurationId
  /**
   * `case` counts incidents; `clock` terms; `event` what happened, an incident as often as it happened to it; `stock`
   * what was open at one moment; `share` is a part of a number; `duration` a number of minutes.
   */
  readonly kind: MetricKind | "share" | "duration"
  /** A heading in both languages. */
  readonly title: Wording
  /** The definition, in a sentence that can stand under the table. */
  readonly definition: Wording
}

/** A share with what it is a share of: a percentage without its denominator is no figure. */
export interface ReportShare {
  /** 0 to 1; null when there is nothing to take a share of, or when it is hidden. */
  readonly share: number | null
  /** The denominator; null when it is hidden. */
  readonly of: number | null
}

/** How long something took: the middle one, and the one that nine of ten do not exceed (nearest rank). */
export interface ReportDuration {
  /** Of how many; null when it is hidden. */
  readonly count: number | null
  /** Null when there was none, or when it is hidden. */
  readonly medianMinutes: number | null
  /** Null when there was none, or when it is hidden. */
  readonly p90Minutes: number | null
}

/** The figures of a row. */
export interface RowFigures {
  /** By the ids of `metrics`; null only in a published report: hidden. */
  readonly numbers: Readonly<Record<string, number | null>>
  /** By the ids of shares: every share of which both numbers are there. */
  readonly shares: Readonly<Record<string, ReportShare>>
  /** By the ids of durations; empty when none was asked for. */
  readonly durations: Readonly<Record<string, ReportDuration>>
}

/** How a number differs from the compared period. */
export interface NumberChange {
  /** Now less then; negative for fewer. */
  readonly absolute: number
  /** Percent of the compared number; null when that is 0. */
  readonly percent: number | null
}

/** How a row differs from the compared period. */
export interface RowChange {
  /** By number; null only in a published report: hidden. */
  readonly numbers: Readonly<Record<string, NumberChange | null>>
  /** Percentage points between two shares; null when either has none. */
  readonly sharePoints: Readonly<Record<string, number | null>>
}

/** One row of a report. */
export interface Row extends RowFigures {
  /**
   * One a dimension of `by`, in its order; then of a table with buckets the first local date of the interval. Null
   * where incidents have no value. Empty for totals.
   */
  readonly keys: readonly (string | null)[]
  /** The same of the compared period; null when none is compared, and in tables with buckets. */
  readonly previous: RowFigures | null
  /** Null where `previous` is. */
  readonly change: RowChange | null
}

/** A table of a report. */
export interface ReportTable {
  /** The dimensions; empty for a table of buckets alone. */
  readonly by: readonly ReportDimension[]
  /** Null: the period is one interval. */
  readonly bucket: ReportBucket | null
  /** Whether one incident may count in several rows (roll-up, `rule`, `community`): then rows have no sum. */
  readonly overlapping: boolean
  /** The most received first, without value last; by date where there are buckets. Rows of zeros are left out. */
  readonly rows: readonly Row[]
}

/** Whose figures these are. */
export interface ReportScope {
  /** What the reader reaches: everything, or what one of the limits reaches. */
  readonly reach: "everything" | readonly FigureLimit[]
  /** The conditions of the question; null when there were none. */
  readonly where: FigureConditions | null
}

/** Every note. */
export const reportNoteIds = [
  "period-not-over",
  "other-length",
  "other-working-days",
  "nothing-due",
  "sums-differ",
  "present-state",
  "rules-changed",
  "policies-changed",
  "connectors-changed",
  "topics-changed",
  "coverage-differs",
  "history-imported",
  "terms-missing",
  "scoped",
] as const

/** What a reader must know to read the figures rightly. */
export interface ReportNote {
  /** Names the note. */
  readonly id: (typeof reportNoteIds)[number]
  /** The same as a sentence in English; `facts` has its values for other languages. */
  readonly text: string
  /** Names and counts that the sentence holds, as `added`, `removed`, `changed`, `days`. */
  readonly facts: Readonly<Record<string, string | number | readonly string[]>>
}

/** A report: plain data that survives JSON. */
export interface Report {
  readonly schemaVersion: 2
  /** Who is counted. */
  readonly scope: ReportScope
  /** What is counted. */
  readonly period: ReportPeriod
  /** What it is compared with; null: with nothing. */
  readonly comparedWith: ReportPeriod | null
  /** The moment of the report; what lies after it has not happened yet. */
  readonly at: Instant
  /** Every number, share and duration that a row holds, in the order of columns. */
  readonly metrics: readonly ReportMetric[]
  /** Every number over everything that is counted. */
  readonly totals: Row
  /** In the order of the question. */
  readonly tables: readonly ReportTable[]
  /** What a reader must know to read the figures rightly. */
  readonly notes: readonly ReportNote[]
}

/** A report in which no small number can be read or reckoned out: made by `publish` alone. */
export interface PublicReport extends Report {
  /** Under which rule numbers were hidden. */
  readonly published: {
    /** Numbers from 1 to `k - 1` are hidden, and as many others as keep them hidden. */
    readonly k: number
    /** How many numbers are hidden. */
    readonly hidden: number
  }
}
