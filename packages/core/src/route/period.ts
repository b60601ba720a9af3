import * as z from "zod"
import { instantSchema, readInstant, type Instant } from "../base/index.ts"

/** When something holds: half-open, an absent end is open. Spread into a schema. */
export const periodShape = {
  /** Holds from this moment on. */
  validFrom: instantSchema.optional(),
  /** Holds before this moment. */
  validTo: instantSchema.optional(),
}

const periodSchema = z.strictObject(periodShape)

/** When something holds. */
export type Period = z.output<typeof periodSchema>

/** Why something does not hold at a moment; null when it does, or when no moment is asked for. */
export function outsidePeriod({ validFrom, validTo }: Period, given: Instant | undefined): string | null {
  if (given === undefined) return null
  const at = readInstant(given, "at")
  if (validFrom !== undefined && at < validFrom) return `valid only from ${validFrom}`
  if (validTo !== undefined && at >= validTo) return `valid only before ${validTo}`
  return null
}

/** Refuses a period that ends before it begins. */
export function checkPeriod({ validFrom, validTo }: Period, path: readonly PropertyKey[], context: z.RefinementCtx): void {
  if (validFrom !== undefined && validTo !== undefined && validFrom >= validTo)
    context.addIssue({ code: "custom", path: [...path, "validTo"], message: "it ends later than it begins" })
}
