import { millisToInstant, instantToMillis } from "../base/index.ts"
import { dateOf, epochDayOf, offsetSpans, weekdayOf } from "../sla/index.ts"
import type { FigureSlot } from "./figures.ts"
import { dayBuckets, type Period } from "./period.ts"
import type { ReportDimension, ReportBucket } from "./report.ts"

const hourMillis = 3_600_000

/**
 * The intervals of a period with the keys of their moments: its bucket, its local weekday and its local hour.
 *
 * @param period - made by `createPeriod`
 * @param bucket - what it is cut into; null: nothing
 * @param by - the dimensions; only `weekday` and `hour` matter
 */
export function slotsOf(period: Period, bucket: ReportBucket | null, by: readonly ReportDimension[]): readonly FigureSlot[] {
  const [byHour, byWeekday] = [by.includes("hour"), by.includes("weekday")]
  const slots: FigureSlot[] = []
  for (const { date, from, to } of dayBuckets(period)) {
    const day = epochDayOf(date)
    const of = {
      bucket: bucket === null ? "" : bucketOf(date, bucket, period.fromDate),
      weekday: byWeekday ? String(weekdayOf(day) + 1) : "",
    }
    for (const [begin, end, hour] of byHour ? hoursOf(period.zone, from, to) : [[from, to, ""] as const]) {
      const last = slots.at(-1)
      const isSame =
        last !== undefined && last.to === begin && last.bucket === of.bucket && last.weekday === of.weekday && last.hour === hour
      if (isSame) slots[slots.length - 1] = { ...last, to: end }
      else slots.push({ from: begin, to: end, ...of, hour })
    }
  }
  return slots
}

/** The first local date of every bucket of a period, in order. */
export function bucketDates(period: Period, bucket: ReportBucket): readonly string[] {
  return [...new Set(dayBuckets(period).map(({ date }) => bucketOf(date, bucket, period.fromDate)))]
}

/** A week and a month are cut at the beginning of the period. */
function bucketOf(date: string, bucket: ReportBucket, first: string): string {
  if (bucket === "day") return date
  const day = epochDayOf(date)
  const start = bucket === "month" ? `${date.slice(0, 7)}-01` : dateOf(day - weekdayOf(day))
  return start < first ? first : start
}

function hoursOf(zone: string, from: string, to: string): readonly (readonly [from: string, to: string, hour: string])[] {
  const hours: [string, string, string][] = []
  for (const span of offsetSpans(zone, instantToMillis(from), instantToMillis(to))) {
    for (let begin = span.from; begin < span.to;) {
      const local = begin + span.offset
      const end = Math.min(span.to, begin + hourMillis - (((local % hourMillis) + hourMillis) % hourMillis))
      hours.push([millisToInstant(begin), millisToInstant(end), String(new Date(local).getUTCHours())])
      begin = end
    }
  }
  return hours
}
