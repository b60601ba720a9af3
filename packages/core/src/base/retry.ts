import { addMinutes } from "./instant.ts"
import type { Instant } from "./clock.ts"

/** The longest wait between two tries, in minutes. */
const longestPause = 60

/**
 * The moment of the next try of what failed, by wall clock: doubling from one minute, at most one hour, and never
 * before the moment that the network named.
 *
 * @param failures - how many tries failed in a row, 1 or more
 * @param now - the present moment
 * @param retryAt - what the network asked for; null when it asked for nothing
 */
export function nextTry(failures: number, now: Instant, retryAt: Instant | null): Instant {
  const own = addMinutes(now, Math.min(longestPause, 2 ** Math.max(0, failures - 1)))
  return retryAt !== null && retryAt > own ? retryAt : own
}
