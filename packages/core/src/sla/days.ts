import * as z from "zod/mini"
import { millisToInstant, type Instant } from "../base/index.ts"
import { offsetAt, offsetSpans } from "./zone.ts"

/** Milliseconds of a day of 24 hours. */
export const dayMillis = 86_400_000

/** Dates that are remembered: more than 20 years; then it begins anew. */
const rememberedDates = 8192

const dates = new Map<number, string>()
const minutesOfDay: readonly string[] = Array.from({ length: 1440 }, (_, minute) => millisToInstant(minute * 60_000).slice(11, 17))

/**
 * `millisToInstant` for whoever asks a million times for moments of the same years: the date of a day is spelled once.
 *
 * @param millis - milliseconds since 1970, whole
 * @throws DeskError `config` when the moment is not within the years 0000 to 9999
 */
export function instantAt(millis: number): Instant {
  const day = Math.floor(millis / dayMillis)
  let date = dates.get(day)
  if (date === undefined) {
    const text = millisToInstant(millis)
    date = text.slice(0, text.indexOf("T") + 1)
    if (dates.size >= rememberedDates) dates.clear()
    dates.set(day, date)
  }
  const ofDay = millis - day * dayMillis
  const minute = Math.floor(ofDay / 60_000)
  const rest = ofDay - minute * 60_000
  const seconds = rest === 0 ? "00.000Z" : `${String(Math.floor(rest / 1000)).padStart(2, "0")}.${String(rest % 1000).padStart(3, "0")}Z`
  return date + (minutesOfDay[minute] ?? "") + seconds
}

/** No zone's wall clock was ever further from UTC than 16 hours (Manila before 1845; IANA tz database 2026c). */
const farthestOffset = 16 * 3_600_000

/** A local date as the number of days since 1970-01-01, so that dates can be counted. */
export type EpochDay = number

/** The number of a date, `2026-11-03`. */
export function epochDayOf(date: string): EpochDay {
  return Date.parse(`${date}T00:00:00.000Z`) / dayMillis
}

/** The date of a number, `2026-11-03`. */
export function dateOf(day: EpochDay): string {
  return millisToInstant(day * dayMillis).slice(0, 10)
}

/** A date that the calendar has, `2026-11-03`. */
export const dateSchema = z.string().check(z.refine(isDate, "a date was expected, like 2026-11-03"))

function isDate(text: string): boolean {
  const day = epochDayOf(text)
  return !Number.isNaN(day) && dateOf(day) === text
}

/** The weekday of a number: 0 is Monday, 6 is Sunday. 1970-01-01 was a Thursday. */
export function weekdayOf(day: EpochDay): number {
  return (((day + 3) % 7) + 7) % 7
}

/** The local date of a moment. */
export function localDayAt(zone: string, millis: number): EpochDay {
  return Math.floor((millis + offsetAt(zone, millis)) / dayMillis)
}

/**
 * Where a local day begins: the moment from which on the clock on the wall never again shows an earlier date.
 *
 * Mostly local midnight. Where midnight lies in a gap it is the gap's end; where clocks are set back over midnight it
 * is the second midnight, since until then the old date comes back. A date that a zone left out (Samoa had no 30
 * December 2011) begins and ends at the same moment. So days follow each other without hole and overlap in every zone.
 *
 * @param zone - a valid IANA zone
 * @param day - the date's number
 * @returns milliseconds since 1970
 */
export function dayStart(zone: string, day: EpochDay): number {
  const midnight = day * dayMillis
  let start = midnight - farthestOffset
  for (const { from, to, offset } of offsetSpans(zone, start, midnight + farthestOffset)) {
    const end = Math.min(to, midnight - offset)
    if (end > from) start = end
  }
  return start
}

/** Whether the zone ever had that date: Samoa left out 30 December 2011. */
export function dateExists(zone: string, day: EpochDay): boolean {
  const noon = day * dayMillis + dayMillis / 2
  // On nearly every date noon by the offset of the hour is on that date; only where it is not are the day's ends
  // searched for.
  return localDayAt(zone, noon - offsetAt(zone, noon)) === day || dayStart(zone, day) < dayStart(zone, day + 1)
}

/** The last millisecond of a local day, as an instant. */
export function dayEnd(zone: string, day: EpochDay): Instant {
  return instantAt(dayStart(zone, day + 1) - 1)
}
