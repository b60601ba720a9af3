import type { QuotaJob } from "./job.ts"
import { createQuotaQueue, type QuotaPlanner, type QuotaPlannerOptions } from "./queue.ts"

/**
 * Makes a planner. Share one between all connectors of a credential: the network counts their calls together.
 *
 * @param options - see {@link QuotaPlannerOptions}
 */
export function createQuotaPlanner({ clock, limits, longestMillis = 30_000 }: QuotaPlannerOptions): QuotaPlanner {
  const queue = createQuotaQueue({ clock, limits }, pump)
  const { time, windows } = queue
  let timer: { readonly at: number; readonly stop: AbortController } | undefined

  function readyAt(job: QuotaJob, now: number): number {
    return windows.reduce((at, window) => Math.max(at, window.readyAt(job, now)), Math.max(now, queue.blockedUntil(job)))
  }

  /** Lets through what may go, turns away what would wait too long, and sleeps until the next may go. */
  function pump(): void {
    const now = time.now()
    let next = Infinity
    for (const entry of queue.waiting()) {
      const at = readyAt(entry.job, now)
      if (at <= now) queue.grant(entry, now)
      else if (at - now > longestMillis) queue.deny(entry, at)
      else next = Math.min(next, at)
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
      queue.denyAll(error)
    }
    if (stop.signal.aborted) return
    timer = undefined
    pump()
  }

  return {
    take: queue.take,
    left: queue.left,
    block(until, operation = "") {
      queue.block(until, operation)
      pump()
    },
  }
}
