import type { Instant } from "@otklik/core"
import { DateTime } from "luxon"

const weekdays = ["пн", "вт", "ср", "чт", "пт", "сб", "вс"] as const
const months = [
  "января",
  "февраля",
  "марта",
  "апреля",
  "мая",
  "июня",
  "июля",
  "августа",
  "сентября",
  "октября",
  "ноября",
  "декабря",
] as const

/**
 * A due time as a Russian reader writes it: `вт, 24 ноября, 12:30`.
 *
 * The year is left out unless it is asked for: what year it is now is the host's to know.
 *
 * @param instant - a moment, ISO 8601 with an offset or `Z`
 * @param zone - the IANA zone on whose wall clock it is read, as `Asia/Chita`
 * @param wording - `year`: whether the year is written, `вт, 24 ноября 2026 г., 12:30`
 * @throws TypeError when the moment or the zone is not valid
 */
export function formatDueRu(
  instant: Instant,
  zone: string,
  {
    year = false,
  }: {
    /** Whether the year is written. */
    readonly year?: boolean
  } = {},
): string {
  const local = DateTime.fromISO(instant, { zone })
  if (!local.isValid || !/(?:Z|[+-]\d\d:?\d\d)$/.test(instant))
    throw new TypeError("formatDueRu: a moment with an offset and an IANA time zone were expected")
  const day = `${weekdays[local.weekday - 1] ?? ""}, ${local.day} ${months[local.month - 1] ?? ""}`
  const clock = `${String(local.hour).padStart(2, "0")}:${String(local.minute).padStart(2, "0")}`
  return year ? `${day} ${local.year} г., ${clock}` : `${day}, ${clock}`
}

/**
 * A local day as a Russian reader writes it: `24 ноября 2026 года`. It has no abbreviation and may end a sentence.
 *
 * @param instant - a moment, ISO 8601 with an offset or `Z`
 * @param zone - the IANA zone on whose calendar it is read, as `Asia/Chita`
 * @throws TypeError when the moment or the zone is not valid
 */
export function formatDayRu(instant: Instant, zone: string): string {
  const local = DateTime.fromISO(instant, { zone })
  if (!local.isValid || !/(?:Z|[+-]\d\d:?\d\d)$/.test(instant))
    throw new TypeError("formatDayRu: a moment with an offset and an IANA time zone were expected")
  return `${local.day} ${months[local.month - 1] ?? ""} ${local.year} года`
}
