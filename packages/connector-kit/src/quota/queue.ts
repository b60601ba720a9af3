import { DeskError, type Instant } from "@otklik/core"
import { createSteadyTime, type SteadyTime, type WaitingClock } from "../http/wait.ts"
import { order, type QuotaJob } from "./job.ts"
import { createQuotaWindow, type QuotaLimit, type QuotaWindow } from "./window.ts"

/** What is left of a limit. */
export interface QuotaLeft {
  /** As the limit is called. */
  readonly name: string
  /** Calls that may still be made now. */
  readonly left: number
  /** When the next one becomes free; null while some are. */
  readonly freeAt: Instant | null
}

/** Deals out the calls of one credential to all jobs that share it. */
export interface QuotaPlanner {
  /**
   * Waits until the call may be made, and counts it.
   *
   * @throws DeskError `rate-limited` with `retryAt` when the wait would be longer than the planner lets anybody wait;
   * the signal's reason
   */
  take(job: QuotaJob): Promise<void>
  /**
   * The network itself asked to wait.
   *
   * @param until - before this moment no such call is made
   * @param operation - the call that it is about; absent: all of the credential
   */
  block(until: Instant, operation?: string): void
  /** What is left of every limit. */
  left(): readonly QuotaLeft[]
}

/** What a planner needs. */
export interface QuotaPlannerOptions {
  /** The present moment, and how to wait. */
  readonly clock: WaitingClock
  /** The limits, all of which are kept. */
  readonly limits: readonly QuotaLimit[]
  /** The longest wait, milliseconds; a job that must wait longer is given the moment to come back. Default 30 000. */
  readonly longestMillis?: number
}

/** A job that waits for its call. */
export interface WaitingJob {
  readonly job: QuotaJob
  /** When it came, milliseconds since 1970. */
  readonly cameAt: number
}

/**
 * The jobs that wait for the calls of one credential, and what is known of its limits: the part that all planners have
 * in common.
 */
export interface QuotaQueue extends Pick<QuotaPlanner, "take" | "left"> {
  readonly time: SteadyTime
  readonly windows: readonly QuotaWindow[]
  /** Whoever waits now: by priority, then by deadline, then as they came. */
  waiting(): readonly WaitingJob[]
  isWaiting(entry: WaitingJob): boolean
  /** Lets a job make its call, and counts the call. */
  grant(entry: WaitingJob, now: number): void
  /** Turns a job away: it would have to wait until `at`, milliseconds since 1970. */
  deny(entry: WaitingJob, at: number): void
  /** Turns everybody away, because of what went wrong. */
  denyAll(cause: unknown): void
  /** As {@link QuotaPlanner.block}. */
  block(until: Instant, operation: string): void
  /** Before this moment the network wants no call of the job, milliseconds since 1970; 0: it said nothing. */
  blockedUntil(job: QuotaJob): number
}

interface Entry extends WaitingJob {
  readonly seq: number
  settle(end: () => void): void
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/**
 * Makes a queue.
 *
 * @param options - the clock and the limits
 * @param onChange - called after a job came or went away by its signal
 */
export function createQuotaQueue({ clock, limits }: Pick<QuotaPlannerOptions, "clock" | "limits">, onChange: () => void): QuotaQueue {
  const windows = limits.map(createQuotaWindow)
  const time = createSteadyTime(clock)
  const blocks = new Map<string, number>()
  const entries = new Map<WaitingJob, Entry>()
  let seq = 0

  function take(entry: WaitingJob): Entry | undefined {
    const own = entries.get(entry)
    entries.delete(entry)
    return own
  }

  return {
    time,
    windows,
    waiting: () => [...entries.values()].toSorted(byUrgency),
    isWaiting: (entry) => entries.has(entry),
    grant(entry, now) {
      for (const window of windows) window.count(entry.job, now)
      const own = take(entry)
      own?.settle(own.resolve)
    },
    deny(entry, at) {
      const { operation } = entry.job
      const error = new DeskError("rate-limited", `${operation}: the credential's quota is used up`, { retryAt: time.instant(at) })
      const own = take(entry)
      own?.settle(() => own.reject(error))
    },
    denyAll(cause) {
      const error = cause instanceof Error ? cause : new TypeError("a quota could not be asked for", { cause })
      for (const entry of entries.values()) take(entry)?.settle(() => entry.reject(error))
    },
    take(job) {
      return new Promise((resolve, reject) => {
        job.signal?.throwIfAborted()
        const leave = (): void => {
          take(entry)
          reject(job.signal?.reason as Error)
          onChange()
        }
        const entry: Entry = {
          job,
          cameAt: time.now(),
          seq: (seq += 1),
          settle(end) {
            job.signal?.removeEventListener("abort", leave)
            end()
          },
          resolve,
          reject,
        }
        job.signal?.addEventListener("abort", leave, { once: true })
        entries.set(entry, entry)
        onChange()
      })
    },
    left() {
      const now = time.now()
      return windows.map((window) => {
        const left = window.left(now)
        return { name: window.name, left, freeAt: left > 0 ? null : time.instant(window.freeAt(now)) }
      })
    },
    block(until, operation) {
      blocks.set(operation, Math.max(blocks.get(operation) ?? 0, time.when(until)))
    },
    blockedUntil: ({ operation }) => Math.max(blocks.get("") ?? 0, blocks.get(operation) ?? 0),
  }
}

/** The most urgent first: by priority, then by deadline, then as they came. */
function byUrgency(one: Entry, other: Entry): number {
  const priority = order[one.job.priority] - order[other.job.priority]
  if (priority !== 0) return priority
  const [due, otherDue] = [one.job.dueAt ?? "~", other.job.dueAt ?? "~"] // "~" sorts behind every instant
  return due === otherDue ? one.seq - other.seq : due < otherDue ? -1 : 1
}
