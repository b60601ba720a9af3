import { configError, instantToMillis, type DeskError, type Instant } from "../base/index.ts"
import { momentOfWork, workBefore, type Calendar } from "./calendar.ts"
import { dateExists, dayEnd, dayMillis, instantAt, localDayAt, type EpochDay } from "./days.ts"
import { blockMillis } from "./zone.ts"

/**
 * How far working time is searched for: 20 years. A term that has not ended by then is a mistake in the calendar, and
 * is said so.
 */
const horizonMillis = 20 * 366 * dayMillis

/**
 * The longest span that is counted, 100 years: nothing that an office promised lies further apart, and each month of
 * it is checked.
 */
const longestSpanMillis = 36_525 * dayMillis

/**
 * The earliest moment by which that much working time has passed.
 *
 * Two things follow from "earliest": a term that is used up exactly when a slot closes ends there (Friday 18:00, not
 * Monday 09:00), and no minutes give the start itself, also at night.
 *
 * @param calendar - made by `createCalendar`
 * @param instant - where to start
 * @param minutes - working minutes, 0 or more; fractions are rounded to milliseconds
 * @throws DeskError `config` when the instant or the minutes are not valid, or the calendar has not that much working
 * time within 20 years
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
 * Working minutes between two moments, exact to the millisecond (so perhaps with a fraction); negative when `to` is
 * earlier.
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
function withoutWork(calendar: Calendar, from: Instant): DeskError<"config"> {
  const message = `there is not enough working time within 20 years after ${from}`
  return configError(`calendar "${calendar.id}"`, [{ path: "week", message }])
}

/**
 * The end of the N-th local day after a moment's own: its last millisecond, so that a reply at any moment of that day
 * is in time.
 *
 * The day of the start is not counted: a term of days begins on the next one and may be kept until the last day is over
 * (Civil Code of the Russian Federation, articles 191 and 194). 0 days end with the day of the start.
 *
 * @param place - a calendar, or an IANA zone
 * @param instant - where to start
 * @param days - how many days, a whole number of 0 or more
 * @throws DeskError `config` when the instant, the days or the zone are not valid
 */
export function addLocalDays(place: Calendar | string, instant: Instant, days: number): Instant {
  const zone = typeof place === "string" ? place : place.zone
  checkDays("addLocalDays", days, 0)
  return dayEnd(zone, localDayAt(zone, instantToMillis(instant)) + days)
}

/**
 * The end of the N-th working day after a moment's own day: the last millisecond of that local day. A working day is a
 * date with a slot; how long it works does not matter.
 *
 * @param calendar - made by `createCalendar`
 * @param instant - where to start
 * @param days - how many working days, a whole number of 1 or more
 * @throws DeskError `config` when the instant or the days are not valid, or the calendar has not that many working days
 * within 20 years
 */
export function addWorkingDays(calendar: Calendar, instant: Instant, days: number): Instant {
  checkDays("addWorkingDays", days, 1)
  const today = localDayAt(calendar.zone, instantToMillis(instant))
  const lastDay = today + Math.floor(horizonMillis / dayMillis)
  let left = days
  for (let day = today + 1; day <= lastDay; day += 1) {
    if (!isWorkingDay(calendar, day)) continue
    left -= 1
    if (left === 0) return dayEnd(calendar.zone, day)
  }
  throw withoutWork(calendar, instant)
}

/** Whether a date has working time. A date that the zone left out has none. */
export function isWorkingDay(calendar: Calendar, day: EpochDay): boolean {
  return calendar.dayOn(day).slots.length > 0 && dateExists(calendar.zone, day)
}

function checkDays(what: string, days: number, least: number): void {
  if (!(Number.isSafeInteger(days) && days >= least))
    throw configError(what, [{ path: "days", message: `a whole number of ${least} or more was expected` }])
}
