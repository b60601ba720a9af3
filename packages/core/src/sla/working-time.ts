import { configError, instantToMillis, type DeskError, type Instant } from "../base/index.ts"
import type { Calendar } from "./calendar.ts"
import { instantAt } from "./instant-at.ts"
import { dayMillis } from "./local-day.ts"
import { momentOfWork, workBefore } from "./work-block.ts"
import { blockMillis } from "./zone.ts"

/** How far working time is looked for: 20 years. A term that has not ended by then is a mistake in the calendar, and is said so. */
export const horizonMillis = 20 * 366 * dayMillis

/** The longest span that is counted, 100 years: nothing that an office promised lies further apart, and each month of it is looked at. */
const longestSpanMillis = 36_525 * dayMillis

/**
 * The earliest moment by which that much working time has passed.
 *
 * Two things follow from "earliest": a term that is used up exactly when a slot closes ends there (Friday 18:00, not Monday 09:00), and no
 * minutes give the start itself, also at night.
 *
 * @param calendar - made by `createCalendar`
 * @param instant - where to start
 * @param minutes - working minutes, 0 or more; fractions are rounded to milliseconds
 * @throws DeskError `config` when the instant or the minutes are not valid, or the calendar has not that much working time within 20 years
 */
export function addWorkingTime(calendar: Calendar, instant: Instant, minutes: number): Instant {
  if (!(Number.isFinite(minutes) && minutes >= 0))
    throw configError("addWorkingTime", [{ path: "minutes", message: "a number of 0 or more was expected" }])
  return instantAt(momentAfterWork(calendar, instantToMillis(instant), minutes))
}

/** {@link addWorkingTime} in milliseconds since 1970, of minutes that were checked. */
export function momentAfterWork(calendar: Calendar, start: number, minutes: number): number {
  const work = Math.round(minutes * 60_000)
  if (work === 0) return start
  const first = Math.floor(start / blockMillis)
  const last = Math.floor((start + horizonMillis) / blockMillis)
  // Reckoned from the first block's beginning: what was worked there before the start is added.
  let left = work + workBefore(calendar.blockAt(first), start)
  for (let index = first; index <= last; index += 1) {
    const block = calendar.blockAt(index)
    if (left <= block.total) return momentOfWork(block, left)
    left -= block.total
  }
  throw withoutWork(calendar, instantAt(start))
}

/**
 * Working minutes between two moments, exact to the millisecond (so perhaps with a fraction); negative when `to` is earlier.
 *
 * The inverse of {@link addWorkingTime}: `workingTimeBetween(c, t, addWorkingTime(c, t, m)) === m`.
 *
 * @param calendar - made by `createCalendar`
 * @param from - a moment
 * @param to - a moment
 * @throws DeskError `config` when a moment is not a valid instant, or the two lie more than 100 years apart
 */
export function workingTimeBetween(calendar: Calendar, from: Instant, to: Instant): number {
  const start = instantToMillis(from)
  const end = instantToMillis(to)
  // Subtracted, so that no work gives 0 and never -0.
  if (end < start) return 0 - workingTimeBetween(calendar, to, from)
  checkSpan("workingTimeBetween", "to", start, end)
  const first = Math.floor(start / blockMillis)
  const last = Math.floor(end / blockMillis)
  let work = workBefore(calendar.blockAt(last), end) - workBefore(calendar.blockAt(first), start)
  for (let index = first; index < last; index += 1) work += calendar.blockAt(index).total
  return work / 60_000
}

/** @throws DeskError `config` for moments more than 100 years apart */
export function checkSpan(what: string, path: string, from: number, to: number): void {
  if (Math.abs(to - from) <= longestSpanMillis) return
  throw configError(what, [{ path, message: `at most 100 years after ${instantAt(from)} were expected, but it is ${instantAt(to)}` }])
}

/** The error of a calendar that has too little working time. */
export function withoutWork(calendar: Calendar, from: Instant): DeskError<"config"> {
  const message = `there is not enough working time within 20 years after ${from}`
  return configError(`calendar "${calendar.id}"`, [{ path: "week", message }])
}
