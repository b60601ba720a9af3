import { instantToMillis, isDeskError } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import type { WaitingClock } from "./wait.ts"

/** A source of chance: a number of 0 or more and below 1, as `Math.random`. */
export type Random = () => number

/** How to try again. */
export interface RetryOptions extends CallOptions {
  /** The present moment, and how to wait. */
  readonly clock: WaitingClock
  /** A source of chance, from 0 to below 1, as `Math.random`. */
  readonly random: Random
  /** How often something is tried in all, 1 or more. */
  readonly tries: number
  /** The first pause after a `network` failure, milliseconds; it doubles each time. */
  readonly pauseMillis: number
  /** Longer waits are the caller's: the error is thrown with its `retryAt`. Milliseconds. */
  readonly longestMillis: number
}

/**
 * Tries again what may succeed later: after `rate-limited` at the moment that the network named, after `network` in
 * growing pauses. Half of each pause is left to chance, so that workers that failed together do not come back together.
 * Everything else is thrown at once.
 *
 * @param options - see {@link RetryOptions}
 * @param work - one try; given which, from 1
 * @throws the last error; the signal's reason
 */
export async function retry<Result>(options: RetryOptions, work: (attempt: number) => Promise<Result>): Promise<Result> {
  const { clock, tries, longestMillis, signal } = options
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted()
    try {
      return await work(attempt)
    } catch (error) {
      signal?.throwIfAborted()
      if (attempt >= tries) throw error
      const pause = pauseAfter(error, attempt, options)
      if (pause === undefined || pause > longestMillis) throw error
      await clock.sleep(pause, signal)
    }
  }
}

/** How long to wait after an error, milliseconds; undefined when waiting does not help. */
function pauseAfter(error: unknown, attempt: number, { clock, random, pauseMillis }: RetryOptions): number | undefined {
  if (isDeskError(error, "rate-limited")) {
    const asked = Math.max(0, instantToMillis(error.details.retryAt) - instantToMillis(clock.now()))
    return asked + random() * pauseMillis
  }
  if (!isDeskError(error, "network")) return undefined
  const whole = pauseMillis * 2 ** (attempt - 1)
  return whole / 2 + (random() * whole) / 2
}
