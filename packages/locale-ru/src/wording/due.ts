import { instantToMillis, isDeskError, type Instant } from "@otklik/core"

const weekdays = ["вс", "пн", "вт", "ср", "чт", "пт", "сб"] as const
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
 * @param wording - `year`: whether the year is told, `вт, 24 ноября 2026 г., 12:30`
 * @throws TypeError when the moment or the zone is not valid
 */
export function formatDueRu(instant: Instant, zone: string, { year = false }: { readonly year?: boolean } = {}): string {
  const local = wallClock(instant, zone, "formatDueRu")
  const day = `${weekdays[local.weekday] ?? ""}, ${local.day} ${months[local.month - 1] ?? ""}`
  return year ? `${day} ${local.year} г., ${local.time}` : `${day}, ${local.time}`
}

/**
 * A local day as a Russian reader writes it: `24 ноября 2026 года`. No abbreviation, so that a sentence may end with
 * it.
 *
 * @param instant - a moment, ISO 8601 with an offset or `Z`
 * @param zone - the IANA zone on whose calendar it is read, as `Asia/Chita`
 * @throws TypeError when the moment or the zone is not valid
 */
export function formatDayRu(instant: Instant, zone: string): string {
  const local = wallClock(instant, zone, "formatDayRu")
  return `${local.day} ${months[local.month - 1] ?? ""} ${local.year} года`
}

/** What the clocks and calendars of a zone show; the weekday from 0, Sunday. */
interface WallClock {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly weekday: number
  /** `HH:MM` */
  readonly time: string
}

function wallClock(instant: Instant, zone: string, what: string): WallClock {
  try {
    const options = {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
    } as const
    const shown = new Map(
      new Intl.DateTimeFormat("en-US", options).formatToParts(instantToMillis(instant)).map(({ type, value }) => [type, value]),
    )
    const [year, month, day] = [Number(shown.get("year")), Number(shown.get("month")), Number(shown.get("day"))]
    const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay()
    return { year, month, day, weekday, time: `${shown.get("hour")}:${shown.get("minute")}` }
  } catch (error) {
    if (!isDeskError(error) && !(error instanceof RangeError)) throw error
    throw new TypeError(`${what}: a moment with an offset and an IANA time zone were expected`, { cause: error })
  }
}
