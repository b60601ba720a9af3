import * as z from "zod"
import { momentExpected, yearsExpected } from "./instant.ts"

/** Accepts any ISO 8601 moment with an offset (or `Z`) and gives the one canonical spelling. */
export const instantSchema = z.iso
  .datetime({ offset: true, error: momentExpected, abort: true })
  // No `transform`: a schema with one has no JSON Schema of what it gives.
  .overwrite((text) => new Date(text).toISOString())
  // An offset can push a moment of the first or last year out of four digits, and then it would no longer sort as a
  // string.
  .refine((instant) => /^\d{4}-/.test(instant), yearsExpected)
