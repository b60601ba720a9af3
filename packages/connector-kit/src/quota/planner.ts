import { DeskError, type CallOptions, type Instant } from "@otklik/core"
import { createQuotaWindow, type QuotaLimit } from "./window.ts"
import { createSteadyTime, type WaitingClock } from "../http/wait.ts"

/** What a call is for; in the order in which calls are let through. */
export type QuotaPriority = "reply" | "incident" | "discovery"

/** A call that wants to be made. */
export interface QuotaJob extends CallOptions {
  /** The call's name, as `wall.get`. */
  readonly operation: string
  readonly priority: QuotaPriority
  /** When it must be done: among calls of one priority the nearest goes first, and those without one last. */
  readonly dueAt?: Instant
}

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
   * @throws DeskError `rate-limited` with `retryAt` when the wait would be longer than the planner lets anybody wait; the signal's reason
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
  readonly clock: WaitingClock
  readonly limits: readonly QuotaLimit[]
  /** The longest wait, milliseconds; a job that must wait longer is told when to come back. Default 30 000. */
  readonly longestMillis?: number
}

interface Waiting {
  readonly job: QuotaJob
  readonly seq: number
  readonly grant: () => void
  readonly deny: (error: Error) => void
}

/** From 0, the most urgent. */
export const order: Readonly<Record<QuotaPriority, number>> = { reply: 0, incident: 1, discovery: 2 }

/**
 * Makes a planner. Share one between all connectors of a credential: the network counts their calls together.
 *
 * @param options - see {@link QuotaPlannerOptions}
 */
export function createQuotaPlanner({ clock, limits, longestMillis = 30_000 }: QuotaPlannerOptions): QuotaPlanner {
  const windows = limits.map(createQuotaWindow)
  const time = createSteadyTime(clock)
  const blocks = new Map<string, number>()
  const waiting: Waiting[] = []
  let seq = 0
  let timer: { readonly at: number; readonly stop: AbortController } | undefined

  function readyAt(job: QuotaJob, now: number): number {
    const blocked = Math.max(now, blocks.get("") ?? 0, blocks.get(job.operation) ?? 0)
    return windows.reduce((at, window) => Math.max(at, window.readyAt(job, now)), blocked)
  }

  function remove(entry: Waiting): void {
    const index = waiting.indexOf(entry)
    if (index >= 0) waiting.splice(index, 1)
  }

  /** Lets through what may go, turns away what would wait too long, and sleeps until the next may go. */
  function pump(): void {
    const now = time.now()
    let next = Infinity
    for (const entry of waiting.toSorted(byUrgency)) {
      const at = readyAt(entry.job, now)
      if (at <= now) {
        for (const window of windows) window.count(entry.job, now)
        remove(entry)
        entry.grant()
      } else if (at - now > longestMillis) {
        remove(entry)
        entry.deny(mustWait(entry.job, time.instant(at)))
      } else next = Math.min(next, at)
    }
    if (timer?.at === next) return
    timer?.stop.abort()
    timer = undefined
    if (next === Infinity) return
    const stop = new AbortController()
    timer = { at: next, stop }
    void wake(next - now, stop)
  }

  async function wake(millis: number, stop: AbortController): Promise<void> {
    try {
      await clock.sleep(millis, stop.signal)
    } catch (error) {
      const reason = error instanceof Error ? error : new TypeError("the clock could not wait", { cause: error })
      for (const entry of waiting.splice(0)) entry.deny(reason)
    }
    if (stop.signal.aborted) return
    timer = undefined
    pump()
  }

  return {
    take(job) {
      return new Promise((resolve, reject) => {
        job.signal?.throwIfAborted()
        const leave = (): void => {
          remove(entry)
          reject(job.signal?.reason as Error)
          pump()
        }
        const settled = (settle: () => void): void => {
          job.signal?.removeEventListener("abort", leave)
          settle()
        }
        const entry: Waiting = {
          job,
          seq: (seq += 1),
          grant: () => settled(resolve),
          deny: (error) => settled(() => reject(error)),
        }
        job.signal?.addEventListener("abort", leave, { once: true })
        waiting.push(entry)
        pump()
      })
    },
    block(until, operation = "") {
      blocks.set(operation, Math.max(blocks.get(operation) ?? 0, time.when(until)))
      pump()
    },
    left() {
      const now = time.now()
      return windows.map((window) => {
        const left = window.left(now)
        return { name: window.name, left, freeAt: left > 0 ? null : time.instant(window.freeAt(now)) }
      })
    },
  }
}

/** The most urgent first: by priority, then by deadline, then as they came. */
export function byUrgency(one: Pick<Waiting, "job" | "seq">, other: Pick<Waiting, "job" | "seq">): number {
  const priority = order[one.job.priority] - order[other.job.priority]
  if (priority !== 0) return priority
  const [due, otherDue] = [one.job.dueAt ?? "~", other.job.dueAt ?? "~"] // "~" sorts behind every instant
  return due === otherDue ? one.seq - other.seq : due < otherDue ? -1 : 1
}

function mustWait({ operation }: QuotaJob, retryAt: Instant): DeskError<"rate-limited"> {
  return new DeskError("rate-limited", `${operation}: the credential's quota is used up`, { retryAt })
}
