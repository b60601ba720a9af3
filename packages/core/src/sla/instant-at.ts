import { millisToInstant, type Instant } from "../base/index.ts"

const dayMillis = 86_400_000
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
