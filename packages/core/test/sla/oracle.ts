import type { CalendarOptions } from "../../src/sla/index.ts"

/** What the clock on a zone's wall shows. */
export interface Wall {
  readonly date: string
  /** `HH:MM` */
  readonly time: string
}

/**
 * The step of the oracle. Slots begin and end at whole minutes of the wall clock, and offsets since 1970 are whole half
 * minutes (Liberia had -00:44:30), so that a half minute lies wholly inside a slot or wholly outside.
 */
export const stepMillis = 30_000

const formats = new Map<string, Intl.DateTimeFormat>()

/** The wall clock by the runtime's own calendar, without any code of the package. */
export function wallAt(zone: string, millis: number): Wall {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    })
    formats.set(zone, format)
  }
  const [date, time] = format.format(millis).split(" ")
  if (date === undefined || time === undefined) throw new Error("unexpected date format")
  return { date, time: time.slice(0, 5) }
}

const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const

/** The slots of a date: the exception's or the weekday's. */
export function slotsOn({ week, exceptions = [] }: CalendarOptions, date: string): readonly (readonly [string, string])[] {
  const exception = exceptions.find((candidate) => candidate.date === date)
  const weekday = weekdays[new Date(`${date}T12:00:00Z`).getUTCDay()]
  return exception?.slots ?? (weekday === undefined ? [] : (week[weekday] ?? []))
}

/** Whether the wall clock shows a time inside a slot. */
export function worksAt(options: CalendarOptions, millis: number): boolean {
  const { date, time } = wallAt(options.zone, millis)
  return slotsOn(options, date).some(([opens, closes]) => opens <= time && time < closes)
}

/** The last millisecond at which the wall clock shows the date or an earlier one. */
export function endOfDate(zone: string, date: string): number {
  const midnight = Date.parse(`${date}T24:00:00Z`)
  for (let at = midnight + 20 * 3_600_000; at > midnight - 20 * 3_600_000; at -= stepMillis) {
    if (wallAt(zone, at).date <= date) return at + stepMillis - 1
  }
  throw new Error("the date has no end")
}

/** The dates that the wall clock shows from a moment on, in order; a date that the zone left out is not among them. */
export function datesFrom(zone: string, millis: number, days: number): readonly string[] {
  const dates = new Set<string>()
  for (let at = millis; at < millis + days * 86_400_000; at += 15 * 60_000) dates.add(wallAt(zone, at).date)
  return [...dates].toSorted()
}

/** The moments of a year at which the zone's difference from UTC changes, to the half minute. */
export function changesOf(zone: string, year: number): readonly number[] {
  const offset = (at: number) => {
    const { date, time } = wallAt(zone, at)
    return Date.parse(`${date}T${time}:00Z`) - Math.floor(at / 60_000) * 60_000
  }
  const changes: number[] = []
  const end = Date.UTC(year + 1, 0, 1)
  for (let at = Date.UTC(year, 0, 1); at < end; at += 86_400_000) {
    if (offset(at) === offset(at + 86_400_000)) continue
    let same = at
    let changed = at + 86_400_000
    while (changed - same > stepMillis) {
      const middle = Math.floor((same + changed) / 2 / stepMillis) * stepMillis
      if (offset(middle) === offset(at)) same = middle
      else changed = middle
    }
    changes.push(changed)
  }
  return changes
}
