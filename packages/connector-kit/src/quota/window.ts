import type { QuotaJob } from "./job.ts"

/** So many calls within so long: three a second, five thousand a day. */
export interface QuotaLimit {
  /** For people, as `3 a second`. */
  readonly name: string
  /** Calls, 1 or more. */
  readonly calls: number
  /** The length of the sliding window, milliseconds. */
  readonly millis: number
  /** Only these calls count; absent: all. */
  readonly operations?: readonly string[]
  /**
   * So many of the calls are kept for replies. Default 0; in a shared planner a twentieth of a window that is longer
   * than anybody waits and has no operations of its own.
   */
  readonly reserved?: number
}

/** One limit with the calls that it counted. */
export interface QuotaWindow {
  readonly name: string
  /** The first moment from `now` on when the call fits in. */
  readyAt(job: QuotaJob, now: number): number
  count(job: QuotaJob, now: number): void
  left(now: number): number
  freeAt(now: number): number
}

/**
 * A sliding window: it remembers the moment of every call that still counts, so that no two halves of two windows hold
 * twice the limit.
 *
 * @param limit - see {@link QuotaLimit}
 */
export function createQuotaWindow({ name, calls, millis, operations, reserved = 0 }: QuotaLimit): QuotaWindow {
  let moments: number[] = []
  let first = 0

  const concerns = (job: QuotaJob): boolean => operations === undefined || operations.includes(job.operation)
  const forget = (now: number): void => {
    while (first < moments.length && (moments[first] ?? 0) <= now - millis) first += 1
    if (first < 1024 || first < moments.length / 2) return
    moments = moments.slice(first)
    first = 0
  }
  /** When the window holds fewer than `limit` calls. */
  const freeFrom = (limit: number, now: number): number => {
    forget(now)
    const held = moments.length - first
    if (held < limit) return now
    return (moments[first + held - limit] ?? now) + millis
  }

  return {
    name,
    readyAt: (job, now) => (concerns(job) ? freeFrom(Math.max(1, job.priority === "reply" ? calls : calls - reserved), now) : now),
    count(job, now) {
      if (concerns(job)) moments.push(now)
    },
    left(now) {
      forget(now)
      return Math.max(0, calls - (moments.length - first))
    },
    freeAt: (now) => freeFrom(calls, now),
  }
}
