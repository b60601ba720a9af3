import type { Instant } from "./instant.ts"

/**
 * Where the desk asks for the time. No package of Otklik reads the machine's clock: the host hands one in.
 *
 * @example
 * const clock: Clock = { now: () => new Date().toISOString() }
 */
export interface Clock {
  /** The present moment, canonical (UTC, milliseconds). */
  now(): Instant
}
