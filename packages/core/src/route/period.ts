import type * as z from "zod"
import { instantSchema, readInstant, type Instant } from "../base/index.ts"

/** From when to when something is valid: half-open, an absent end is open. */
export interface Validity {
  /** Valid from this moment on. */
  readonly validFrom?: Instant
  /** Valid before this moment. */
  readonly validTo?: Instant
}

/** The fields of {@link Validity}, to spread into a schema. */
export const periodShape = { validFrom: instantSchema.optional(), validTo: instantSchema.optional() }

/** Why something is not valid at a moment; null when it does, or when no moment is asked for. */
export function outsidePeriod({ validFrom, validTo }: Validity, given: Instant | undefined): string | null {
  if (given === undefined) return null
  const at = readInstant(given, "at")
  if (validFrom !== undefined && at < validFrom) return `valid only from ${validFrom}`
  if (validTo !== undefined && at >= validTo) return `valid only before ${validTo}`
  return null
}

/** Refuses a period that ends before it begins. */
export function checkPeriod({ validFrom, validTo }: Validity, path: readonly PropertyKey[], context: z.RefinementCtx): void {
  if (validFrom !== undefined && validTo !== undefined && validFrom >= validTo)
    context.addIssue({ code: "custom", path: [...path, "validTo"], message: "it ends later than it begins" })
}
