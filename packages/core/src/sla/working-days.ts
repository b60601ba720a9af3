import { configError, instantToMillis, type Instant } from "../base/index.ts"
import type { Calendar } from "./calendar.ts"
import { dateExists, dayEnd, dayMillis, localDayAt, type EpochDay } from "./local-day.ts"
import { horizonMillis, withoutWork } from "./working-time.ts"

/**
 * The end of the N-th local day after a moment's own: its last millisecond, so that a reply at any moment of that day is in time.
 *
 * The day of the start is not counted: a term of days begins on the next one and may be kept until the last day is over (Civil Code of the
 * Russian Federation, articles 191 and 194). 0 days end with the day of the start.
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
 * The end of the N-th working day after a moment's own day: the last millisecond of that local day. A working day is a date with a slot; how
 * long it works does not matter.
 *
 * @param calendar - made by `createCalendar`
 * @param instant - where to start
 * @param days - how many working days, a whole number of 1 or more
 * @throws DeskError `config` when the instant or the days are not valid, or the calendar has not that many working days within 20 years
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
