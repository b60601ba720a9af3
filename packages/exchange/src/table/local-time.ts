import { instantToMillis, millisToInstant, type Instant } from "@otklik/core"
import { offsetAt } from "@otklik/core/internal"

/** A moment on the wall clock, as milliseconds since 1970 of a zone without offset. */
export type Wall = number

/** A wall time as a moment, and what was odd about it. */
export interface LocalMoment {
  readonly at: Instant
  /**
   * `gap`: clocks were set over it, and it is the moment that it would have been without; `fold`: clocks showed it
   * twice, and it is the earlier one.
   */
  readonly odd: "gap" | "fold" | null
}

const day = 86_400_000

/**
 * The moment at which clocks of a zone show a time.
 *
 * @param zone - an IANA zone
 * @param wall - what the clock shows
 */
export function momentOf(zone: string, wall: Wall): LocalMoment {
  const [before, after] = [offsetAt(zone, wall - day), offsetAt(zone, wall + day)]
  const found = [...new Set([wall - before, wall - after])].filter((millis) => millis + offsetAt(zone, millis) === wall)
  const earliest = Math.min(...found)
  if (found.length === 0) return { at: millisToInstant(wall - before), odd: "gap" }
  return { at: millisToInstant(earliest), odd: found.length > 1 ? "fold" : null }
}

/** What clocks of a zone show at a moment, `YYYY-MM-DD HH:MM:SS`. */
export function localText(zone: string, instant: Instant): string {
  const millis = instantToMillis(instant)
  return millisToInstant(millis + offsetAt(zone, millis))
    .slice(0, 19)
    .replace("T", " ")
}

const parts = {
  yyyy: "(?<year>\\d{4})",
  MM: "(?<month>\\d{2})",
  dd: "(?<date>\\d{2})",
  HH: "(?<hour>\\d{1,2})",
  mm: "(?<minute>\\d{2})",
  ss: "(?<second>\\d{2})",
}

const patterns = new Map<string, RegExp>()

/** A format of dates as a pattern: `yyyy MM dd HH mm ss`, and anything else as it is. */
export function datePattern(format: string): RegExp {
  let pattern = patterns.get(format)
  if (pattern === undefined) {
    const source = format
      .split(/(yyyy|MM|dd|HH|mm|ss)/)
      .map((piece) =>
        Object.hasOwn(parts, piece) ? parts[piece as keyof typeof parts] : piece.replace(/[^\w\s]/g, "\\$&").replace(/\s+/g, "[ T]"),
      )
      .join("")
    pattern = new RegExp(`^${source}$`)
    patterns.set(format, pattern)
  }
  return pattern
}

/**
 * Reads a time of the wall clock by the first format that fits.
 *
 * @returns undefined where none fits, or the calendar has no such date
 */
export function readWall(text: string, formats: readonly string[]): Wall | undefined {
  for (const format of formats) {
    const found = datePattern(format).exec(text)?.groups
    if (found === undefined) continue
    const [year = 0, month = 0, date = 0, hour = 0, minute = 0, second = 0] = [
      found["year"],
      found["month"],
      found["date"],
      found["hour"],
      found["minute"],
      found["second"],
    ].map((part) => Number(part ?? 0))
    const wall = Date.UTC(year, month - 1, date, hour, minute, second)
    const isDate = new Date(wall).getUTCDate() === date && month >= 1 && month <= 12
    return isDate && hour < 24 && minute < 60 && second < 60 && year >= 1000 ? wall : undefined
  }
  return undefined
}
