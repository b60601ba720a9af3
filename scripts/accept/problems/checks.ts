import type { Check } from "../check.ts"
import { tests } from "../vitest.ts"

/** Every code of an error, over the wire. */
export const checks: readonly Check[] = [
  tests("every code of the core and of HTTP comes with its status, its page and no text", ["packages/http/test/problems.test.ts"], 27),
]
