import { configError } from "./error.ts"
import type { Instant } from "./clock.ts"

/** An absolute moment as a half-open interval `[from, to)`. */
export interface Interval {
  /** Its first moment. */
  readonly from: Instant
  /** The moment after its last. */
  readonly to: Instant
}

/** What is said of a text that is no moment. */
export const momentExpected = "an ISO 8601 moment with an offset was expected, like 2026-11-24T10:30:00+09:00"
/** What is said of a moment that does not sort as text. */
export const yearsExpected = "a moment within the years 0000 to 9999 was expected"

/** The spellings that `instantSchema` takes; a date without an offset would be read by the machine's own zone. */
const momentPattern =
  /^(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8])))T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
const canonicalPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** The first moment that sorts as text, and the one after the last, in milliseconds since 1970. */
const earliestMillis = -62_167_219_200_000
const endMillis = 253_402_300_800_000

/**
 * Milliseconds since 1970-01-01T00:00Z.
 *
 * @param instant - an instant; any ISO 8601 moment with an offset will do
 * @param path - names it in the error, as `startedAt`
 * @throws DeskError `config` for anything else: a moment without an offset would be read by the machine's own zone
 */
export function instantToMillis(instant: Instant, path = "instant"): number {
  if (typeof instant !== "string" || !momentPattern.test(instant)) throw wrongMoment(path, momentExpected)
  return Date.parse(instant)
}

/**
 * Reads a moment: every public function that takes one begins with this.
 *
 * @param value - what the host gave
 * @param path - names it in the error, as `startedAt`
 * @returns its canonical spelling
 * @throws DeskError `config` for a moment without an offset, and for what is no moment
 */
export function readInstant(value: Instant, path: string): Instant {
  const millis = instantToMillis(value, path)
  return canonicalPattern.test(value) ? value : canonicalOf(millis, path)
}

/**
 * The canonical instant of a number of milliseconds since 1970-01-01T00:00Z.
 *
 * @param millis - milliseconds; fractions are cut
 * @throws DeskError `config` when the moment is not within the years 0000 to 9999: beyond them instants do not sort as
 * text
 */
export function millisToInstant(millis: number): Instant {
  return canonicalOf(millis, "millis")
}

function canonicalOf(millis: number, path: string): Instant {
  if (!(millis >= earliestMillis && millis < endMillis)) throw wrongMoment(path, yearsExpected)
  return new Date(millis).toISOString()
}

function wrongMoment(path: string, message: string) {
  return configError("moment", [{ path, message }])
}

/**
 * The instant a number of minutes after another (before, when negative), by wall clock.
 *
 * @param instant - where to start
 * @param minutes - minutes, fractions allowed
 * @throws DeskError `config` for what is no moment, and for a result that is not within the years 0000 to 9999
 */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return millisToInstant(instantToMillis(instant) + Math.round(minutes * 60_000))
}

/**
 * Wall-clock minutes from one instant to another; negative when `to` is earlier.
 *
 * @param from - an instant
 * @param to - an instant
 * @throws DeskError `config` for what is no moment
 */
export function minutesBetween(from: Instant, to: Instant): number {
  return (instantToMillis(to, "to") - instantToMillis(from, "from")) / 60_000
}
