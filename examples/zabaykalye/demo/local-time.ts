import type { Instant } from "@otklik/core"

/** The region's zone: every date that a person reads is in it. */
export const regionZone = "Asia/Chita"

const short = new Intl.DateTimeFormat("ru", { timeZone: regionZone, day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" })
const clockTime = new Intl.DateTimeFormat("ru", { timeZone: regionZone, hour: "2-digit", minute: "2-digit" })
const long = new Intl.DateTimeFormat("ru", { timeZone: regionZone, day: "numeric", month: "long", year: "numeric" })
const calendarDate = new Intl.DateTimeFormat("ru", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" })
const isoDate = new Intl.DateTimeFormat("sv", { timeZone: regionZone })

/** "24.11 06:30". */
export function shortMoment(instant: Instant): string {
  return short.format(new Date(instant)).replace(",", "")
}

/** "06:30". */
export function timeOfDay(instant: Instant): string {
  return clockTime.format(new Date(instant))
}

/** "24 ноября 2026 года, 06:30". */
export function longMoment(instant: Instant): string {
  return `${yearWord(long.format(new Date(instant)))}, ${timeOfDay(instant)}`
}

/** The local date of a moment, "2026-11-24". */
export function localDate(instant: Instant): string {
  return isoDate.format(new Date(instant))
}

/**
 * A date some days away.
 *
 * @param date - as 2026-11-24
 * @param days - negative for earlier
 */
export function shiftDate(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * A period of whole days in words: "24 ноября 2026 года", or "с … по …".
 *
 * @param fromDate - the first day
 * @param toDate - the day after the last one
 */
export function periodTitle(fromDate: string, toDate: string): string {
  const first = yearWord(calendarDate.format(new Date(`${fromDate}T00:00:00Z`)))
  const lastDate = shiftDate(toDate, -1)
  if (lastDate === fromDate) return first
  return `с ${first} по ${yearWord(calendarDate.format(new Date(`${lastDate}T00:00:00Z`)))}`
}

function yearWord(text: string): string {
  return text.replace(/\s*г\.$/, " года")
}
