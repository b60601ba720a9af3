import type { Instant } from "../../base/index.ts"
import {
  composeReport,
  createPeriod,
  dayBuckets,
  emptyTally,
  previousPeriod,
  samePeriodLastYear,
  type Period,
  type PeriodOptions,
  type OldReport,
  type ReportFigures,
  type TallyRow,
} from "../../report/index.ts"
import type { Calendar } from "../../sla/index.ts"
import type { DeskContext } from "../context.ts"

/** What to report. */
export interface ReportRequest {
  /** Whole local days, half-open: `{ zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }` is November. */
  readonly period: PeriodOptions
  /** The period before, the same dates a year earlier, or any other. Absent: nothing is compared. */
  readonly compareWith?: "previous" | "year-before" | PeriodOptions
  /** The moment by which answered and overdue are judged. Default: now. */
  readonly at?: Instant
  /** Counts working days of both periods, so that months of another length are told apart. */
  readonly calendar?: Calendar
}

/** Counts a period and, if asked, another beside it; every count is made where the data is. */
export async function report(context: DeskContext, request: ReportRequest): Promise<OldReport> {
  const period = createPeriod(request.period)
  const at = request.at ?? context.clock.now()
  const other = comparedPeriod(period, request.compareWith)
  const { calendar } = request
  return composeReport({
    ...(await figuresOf(context, period, at)),
    at,
    ...(other === null ? {} : { previous: await figuresOf(context, other, at) }),
    ...(calendar === undefined ? {} : { calendar }),
  })
}

function comparedPeriod(period: Period, choice: ReportRequest["compareWith"]): Period | null {
  if (choice === undefined) return null
  if (choice === "previous") return previousPeriod(period)
  if (choice === "year-before") return samePeriodLastYear(period)
  return createPeriod(choice)
}

async function figuresOf(context: DeskContext, period: Period, at: Instant): Promise<ReportFigures> {
  const { storage } = context
  const tally = async (by?: "topic" | "authority" | "territory" | "network") =>
    storage.counts.tally({ period, at, ...(by === undefined ? {} : { by }) })
  const byDay: TallyRow[] = []
  for (const day of dayBuckets(period)) {
    const [row] = await storage.counts.tally({ period: day, at })
    byDay.push({ key: day.date, tally: row?.tally ?? emptyTally })
  }
  const [total] = await tally()
  return {
    period,
    totals: total?.tally ?? emptyTally,
    byTopic: await tally("topic"),
    byAuthority: await tally("authority"),
    byTerritory: await tally("territory"),
    byNetwork: await tally("network"),
    byDay,
  }
}
