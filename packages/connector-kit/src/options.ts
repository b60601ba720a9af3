import type { Clock } from "@otklik/core"
import * as z from "zod"
import type { Random } from "./http/retry.ts"
import type { QuotaPlanner } from "./quota/queue.ts"
import type { TokenSource } from "./token.ts"

/**
 * An object that the host made, known by the functions that it has.
 *
 * @param names - of the functions
 * @param message - what to say of anything else
 */
export function handleSchema<Type>(names: readonly string[], message: string): z.ZodCustom<Type, Type> {
  const hasAll = (value: unknown): boolean =>
    typeof value === "object" && value !== null && names.every((name) => typeof Reflect.get(value, name) === "function")
  return z.custom<Type>(hasAll, message)
}

const functionSchema = <Type>(message: string) => z.custom<Type>((value) => typeof value === "function", message)

/** A connector's own id: it names the cursors, and a slash would part them. */
export const connectorIdSchema = z.string().regex(/^[^/]+$/, "an id without a slash was expected")

/** What a connector takes of its host, as the fields of a schema: the clock, `fetch`, and chance. */
export const hostShape = {
  /** The host's clock. */
  clock: handleSchema<Clock>(["now"], "a clock was expected: { now: () => new Date().toISOString() }"),
  /** The host's `fetch`. */
  fetch: functionSchema<typeof globalThis.fetch>("`fetch` is required: globalThis.fetch, or one that goes through your proxy"),
  /** A source of chance, from 0 to below 1, as `Math.random`. */
  random: functionSchema<Random>("a source of chance was expected: Math.random"),
}

const tokenExpected = "a token was expected (a text of 6 characters or more), or a source of tokens"

/** A token, or where it comes from. */
export const tokenSchema = z.union([z.string().min(6), handleSchema<TokenSource>(["current", "refuse"], tokenExpected)], {
  error: tokenExpected,
})

/** A quota that several connectors share. */
export const plannerSchema = handleSchema<QuotaPlanner>(["take", "block"], "a quota planner was expected")

/** Where an API is; names are put behind it. */
export const apiUrlSchema = z.url().regex(/\/$/, "a slash at the end was expected")

/**
 * How lists that grow at their head are read, as the fields of a schema, with their defaults: 24 hours back at first,
 * 15 minutes of overlap, 200 calls a page.
 */
export const readingShape = {
  /** How many hours back the first reading goes. */
  backfillHours: z
    .number()
    .positive()
    .max(24 * 365)
    .default(24),
  /** How many minutes each reading goes back behind the last one. */
  overlapMinutes: z
    .number()
    .min(0)
    .max(24 * 60)
    .default(15),
  /** How many calls one page may take. */
  maxCalls: z.number().int().min(1).default(200),
  /** How long one call may take, milliseconds. */
  timeoutMillis: z.number().positive().default(30_000),
}
