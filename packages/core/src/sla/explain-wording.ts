import { millisToInstant, type Instant } from "../base/index.ts"
import { localDayAt, weekdayOf } from "./days.ts"
import type { IntervalReason } from "./explain-pieces.ts"
import { offsetAt } from "./zone.ts"

/** How an explanation speaks. A host hands in its own language; English is the default. */
export interface DeadlineWording {
  /**
   * A moment as a person in the zone reads it.
   *
   * @param instant - the moment
   * @param zone - an IANA zone
   */
  readonly moment: (instant: Instant, zone: string) => string
  /** What each reason is called. */
  readonly reasons: Readonly<Record<IntervalReason, string>>
}

/** Reasons in English. */
export const englishReasons: DeadlineWording["reasons"] = {
  "working-hours": "working hours",
  "wall-clock": "every minute counts",
  "calendar-day": "a day",
  "working-day": "a working day",
  night: "outside of working hours",
  break: "a break between working hours, as lunch",
  weekend: "the weekend",
  "day-off": "a day off",
  holiday: "a holiday",
  "short-day": "a shortened day",
  "start-day": "the day of the start: days are counted from the next one",
  pause: "the clock was paused",
  grace: "a grace: the clock ran on, and nothing is due at once",
}

/** A reason with the calendar's own words, when it has some: `a holiday: National Unity Day`. */
export function reasonText(reasons: DeadlineWording["reasons"], reason: IntervalReason, note: string | null): string {
  return note === null ? reasons[reason] : `${reasons[reason]}: ${note}`
}

const weekdayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const

/** A moment as a person in the zone reads it, with its offset: `Mon 2026-11-30 12:30 +09:00`. Seconds are cut. */
export function localText(zone: string, millis: number): string {
  const offset = offsetAt(zone, millis)
  const wall = millisToInstant(millis + offset)
  const weekday = weekdayNames[weekdayOf(localDayAt(zone, millis))] ?? ""
  return `${weekday} ${wall.slice(0, 10)} ${wall.slice(11, 16)} ${offsetText(offset)}`
}

/** `+09:00`; seconds only where a zone has them (Liberia until 1972). */
function offsetText(offset: number): string {
  const wall = millisToInstant(Math.abs(offset)).slice(11, 19)
  return `${offset < 0 ? "-" : "+"}${wall.endsWith(":00") ? wall.slice(0, 5) : wall}`
}
