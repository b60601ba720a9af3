import * as z from "zod/mini"
import { DeskError, millisToInstant, readOptions, schemaOf, type Interval } from "../base/index.ts"
import { dateOf, dateSchema, dayStart, epochDayOf, weekdayOf, zoneSchema } from "../sla/index.ts"

/** A period as a host writes it: local dates, half-open. */
export interface PeriodOptions {
  /** The IANA zone whose days are counted: the region's, never the server's own. */
  readonly zone: string
  /** The first local date, `2026-11-01`. */
  readonly from: string
  /** The local date after the last one, `2026-12-01`. */
  readonly to: string
}

const periodOptionsSchema = schemaOf<PeriodOptions>()(
  z.strictObject({ zone: zoneSchema, from: dateSchema, to: dateSchema }).check(
    z.refine((period) => period.from < period.to, { error: "a period ends later than it begins; its end is not part of it", path: ["to"] }),
    z.refine((period) => epochDayOf(period.to) - epochDayOf(period.from) <= 3660, {
      error: "a period has at most 3,660 days",
      path: ["to"],
    }),
  ),
)

/** Whole local days of a zone, as a half-open interval of moments. */
export interface Period extends Interval {
  /** The IANA zone of its days. */
  readonly zone: string
  /** The first local date. */
  readonly fromDate: string
  /** The local date after the last one. */
  readonly toDate: string
}

/** Every moment that can be stored. */
export const always: Interval = { from: "0000-01-01T00:00:00.000Z", to: "9999-12-31T23:59:59.999Z" }

/** One local day of a period. */
export interface DayBucket extends Interval {
  /** The local date. */
  readonly date: string
}

/**
 * Makes a period of whole local days.
 *
 * @param options - zone, first date, and the date after the last one
 * @throws DeskError `config` with field paths: unknown zone, a date that is none, an end that is not later
 *
 * @example
 * createPeriod({ zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }) // November
 */
export function createPeriod(options: PeriodOptions): Period {
  const { zone, from, to } = readOptions(periodOptionsSchema, options, "createPeriod options")
  const starts = dayStart(zone, epochDayOf(from))
  const ends = dayStart(zone, epochDayOf(to))
  if (starts < ends) return { zone, fromDate: from, toDate: to, from: millisToInstant(starts), to: millisToInstant(ends) }
  const message = `the zone left out the date ${from}`
  throw new DeskError("config", `createPeriod options: from: ${message}`, { issues: [{ path: "from", message }] })
}

/**
 * One local month.
 *
 * @param zone - an IANA zone
 * @param month - `2026-11`
 * @throws DeskError `config` for an unknown zone or what is no month
 */
export function monthPeriod(zone: string, month: string): Period {
  const first = readOptions(dateSchema, `${month}-01`, "monthPeriod month")
  return createPeriod({ zone, from: first, to: shiftMonths(first, 1) })
}

/**
 * One ISO week, from Monday to Sunday (ISO 8601).
 *
 * @param zone - an IANA zone
 * @param week - `2026-W48`
 * @throws DeskError `config` for an unknown zone or a week that the year does not have
 */
export function weekPeriod(zone: string, week: string): Period {
  const [, year = "", number = ""] = /^(\d{4})-W(\d\d)$/.exec(week) ?? []
  // 4 January lies in the first week of its year.
  const fourth = year === "" ? Number.NaN : epochDayOf(`${year}-01-04`)
  const monday = fourth - weekdayOf(fourth) + (Number(number) - 1) * 7
  if (Number.isNaN(monday) || number === "00" || dateOf(monday + 3).slice(0, 4) !== year)
    throw new DeskError("config", "weekPeriod: week: a week of its year was expected, like 2026-W48", {
      issues: [{ path: "week", message: "a week of its year was expected, like 2026-W48" }],
    })
  return createPeriod({ zone, from: dateOf(monday), to: dateOf(monday + 7) })
}

/**
 * The period right before: as many whole months when the period is made of whole months, else as many days.
 *
 * @param period - made by `createPeriod`
 */
export function previousPeriod({ zone, fromDate, toDate }: Period): Period {
  if (fromDate.endsWith("-01") && toDate.endsWith("-01")) {
    return createPeriod({ zone, from: shiftMonths(fromDate, monthNumber(fromDate) - monthNumber(toDate)), to: fromDate })
  }
  const days = epochDayOf(toDate) - epochDayOf(fromDate)
  return createPeriod({ zone, from: dateOf(epochDayOf(fromDate) - days), to: fromDate })
}

/**
 * The same dates a year earlier, for "against last year". 29 February becomes 28 February.
 *
 * @param period - made by `createPeriod`
 */
export function samePeriodLastYear({ zone, fromDate, toDate }: Period): Period {
  const last = dateOf(epochDayOf(toDate) - 1)
  return createPeriod({ zone, from: lastYear(fromDate), to: dateOf(epochDayOf(lastYear(last)) + 1) })
}

/**
 * The local days of a period, in order, without hole and overlap. A date that the zone left out has no bucket.
 *
 * @param period - made by `createPeriod`
 */
export function dayBuckets({ zone, fromDate, toDate }: Period): readonly DayBucket[] {
  const buckets: DayBucket[] = []
  const last = epochDayOf(toDate)
  let starts = dayStart(zone, epochDayOf(fromDate))
  for (let day = epochDayOf(fromDate); day < last; day += 1) {
    const ends = dayStart(zone, day + 1)
    if (starts < ends) buckets.push({ date: dateOf(day), from: millisToInstant(starts), to: millisToInstant(ends) })
    starts = ends
  }
  return buckets
}

function monthNumber(day: string): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
}

/** Moves the first of a month. */
function shiftMonths(first: string, months: number): string {
  const month = monthNumber(first) + months
  return `${String(Math.floor(month / 12)).padStart(4, "0")}-${String((month % 12) + 1).padStart(2, "0")}-01`
}

function lastYear(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, "0")
  return day.endsWith("-02-29") ? `${year}-02-28` : `${year}${day.slice(4)}`
}
