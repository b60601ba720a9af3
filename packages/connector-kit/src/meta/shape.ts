import { instantToMillis, millisToInstant, type Instant } from "@otklik/core"
import * as z from "zod"

/**
 * Ids of Meta's things: digits, for posts and comments joined with `_`. Webhooks of older versions give them as
 * numbers; beyond 2^53 the kit's JSON keeps their digits. They travel as strings from here on.
 */
export const graphIdSchema = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,32}(?:_\d{1,32}){0,2}$/)]).transform(String)

/** ISO 8601 of the Graph API, with `+0000` and without fractions; other zones and a colon are read too. */
const graphTime = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?:Z|([+-]\d{2}):?(\d{2}))$/

/** The last second of the year 9999. */
const lastSecond = 253_402_300_799

/**
 * Reads a moment of the Graph API, as `2026-01-31T10:00:00+0000`.
 *
 * @returns undefined for anything else
 */
export function readGraphTime(text: string): Instant | undefined {
  const [, local, hours, minutes] = graphTime.exec(text) ?? []
  if (local === undefined) return undefined
  const millis = Date.parse(`${local}${hours === undefined ? "Z" : `${hours}:${minutes ?? ""}`}`)
  return Number.isNaN(millis) ? undefined : millisToInstant(millis)
}

/**
 * The moment of unix seconds, as webhooks give it.
 *
 * @param seconds - whole seconds since 1970, up to the year 9999
 */
export function secondsToInstant(seconds: number): Instant {
  return millisToInstant(seconds * 1000)
}

/** The unix seconds of a moment, rounded down. */
export function instantToSeconds(instant: Instant): number {
  return Math.floor(instantToMillis(instant) / 1000)
}

/** A moment as the Graph API (`+0000`) or a webhook (unix seconds) gives it, as an instant. */
export const graphTimeSchema = z.union([z.string(), z.number().int().min(0).max(lastSecond)]).transform((value, context): Instant => {
  const instant = typeof value === "number" ? secondsToInstant(value) : readGraphTime(value)
  if (instant !== undefined) return instant
  context.addIssue({ code: "custom", message: "a moment of the Graph API was expected, as 2026-01-31T10:00:00+0000" })
  return z.NEVER
})

/** A version of the Graph API, as `v25.0`. */
export const graphVersionSchema = z.string().regex(/^v\d+\.\d+$/, "a version as v25.0 was expected")
