import { millisToInstant } from "../base/index.ts"
import { offsetAt } from "./zone.ts"
import { localDayAt, weekdayOf } from "./local-day.ts"

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
