import { z } from "zod"

/**
 * A moment: an ISO 8601 string in UTC with milliseconds, `2026-11-24T01:30:00.000Z`.
 *
 * One spelling a moment, so that instants compare and sort as plain strings. Dates of a library never cross the API.
 */
export type Instant = string

/** An absolute moment as a half-open interval `[from, to)`. */
export interface Interval {
  readonly from: Instant
  readonly to: Instant
}

/** Accepts any ISO 8601 moment with an offset (or `Z`) and gives the one canonical spelling. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: "an ISO 8601 moment with an offset was expected, like 2026-11-24T10:30:00+09:00" })
  .transform((text) => new Date(text).toISOString())
  // An offset can push a moment of the first or last year out of four digits, and then it would no longer sort as a string.
  .refine((instant) => /^\d{4}-/.test(instant), "a moment within the years 0000 to 9999 was expected")

/**
 * Milliseconds since 1970-01-01T00:00Z.
 *
 * @param instant - a canonical instant
 */
export function instantToMillis(instant: Instant): number {
  return Date.parse(instant)
}

/**
 * The canonical instant of a number of milliseconds since 1970-01-01T00:00Z.
 *
 * @param millis - milliseconds; fractions are cut
 * @throws RangeError when the number is outside of what a date can hold
 */
export function millisToInstant(millis: number): Instant {
  return new Date(millis).toISOString()
}

/**
 * The instant a number of minutes after another (before, when negative), by wall clock.
 *
 * @param instant - where to start
 * @param minutes - minutes, fractions allowed
 */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return millisToInstant(instantToMillis(instant) + Math.round(minutes * 60_000))
}

/**
 * Wall-clock minutes from one instant to another; negative when `to` is earlier.
 *
 * @param from - an instant
 * @param to - an instant
 */
export function minutesBetween(from: Instant, to: Instant): number {
  return (instantToMillis(to) - instantToMillis(from)) / 60_000
}
