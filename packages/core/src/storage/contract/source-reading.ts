import type { Instant } from "../../base/index.ts"

/**
 * How far a source was read, and how busy it usually is: what the desk notes with the moves of its cursor. A storage
 * gives it back as it got it.
 */
export interface SourceReading {
  /** What the source showed from this moment on was read, or is among the gaps. */
  readonly since: Instant
  /** Up to this moment; null until the first reading reached its end. */
  readonly readTo: Instant | null
  /** When the reading began that has not reach its end yet; null between two readings. */
  readonly beganAt: Instant | null
  /** The moment of the newest message; null before the first. */
  readonly newestAt: Instant | null
  /** The hour of the first of `counts`, in hours since 1970-01-01T00:00Z. */
  readonly firstHour: number
  /** Messages by the hour of their publication or last edit, oldest first: whole numbers. */
  readonly counts: readonly number[]
  /** Since when the source is silent against its habit; null while it is not, or nobody was informed. */
  readonly silentSince: Instant | null
  /**
   * The last moment that was read, of a source that is not read to its end; null while it is, or nobody was informed.
   */
  readonly behindSince: Instant | null
}

/** Whose message keys are asked for. */
export interface WatchedQuery {
  /** Incidents of this network, and keys that begin with its name. */
  readonly network: string
  /** At most this many, 1 to 10 000. */
  readonly limit: number
  /**
   * Also incidents that are closed or converted and were updated at or after this moment, after all others. Absent:
   * none.
   */
  readonly overUpdatedSince?: Instant
}
