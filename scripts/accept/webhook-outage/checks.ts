import type { Check } from "../check.ts"
import { tests } from "../vitest.ts"

const file = ["packages/webhooks/test/sender.test.ts"]

/** What an endpoint that is away, refuses or gives up comes to, by a clock that is simulated. */
export const checks: readonly Check[] = [
  tests("80 hours of 503: paused, nothing lost, and resumed it is sent everything", file, 1, "is paused after 75 hours"),
  tests("422: a dead letter after five tries, and a replay of it", file, 2, "an event that the endpoint refuses"),
  tests("410: disabled until it is resumed", file, 2, "disabled until|is resumed while"),
  tests("Retry-After, redirects, broken lines and silence", file, 12, "an endpoint in trouble"),
]
