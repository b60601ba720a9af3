/**
 * Where the desk asks for the time. No package of Otklik reads the machine's clock: the host hands one in.
 *
 * @example
 * const clock: Clock = { now: () => new Date().toISOString() }
 */
export interface Clock {
  /** The present moment, canonical (UTC, milliseconds). */
  now(): Instant
  /**
   * Waits by the same clock, and resolves early when the signal aborts. Needed only by `desk.run`, since the core sets
   * no timers itself.
   *
   * @param millis - milliseconds, 0 or more; 0 gives other work of the process a turn
   * @param signal - ends the wait
   */
  sleep?(millis: number, signal?: AbortSignal): Promise<void>
}

/**
 * A moment: an ISO 8601 string in UTC with milliseconds, `2026-11-24T01:30:00.000Z`.
 *
 * One spelling a moment, so that instants compare and sort as plain strings. Dates of a library never cross the API.
 */
export type Instant = string
