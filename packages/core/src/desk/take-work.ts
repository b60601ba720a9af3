import { instantToMillis, millisToInstant, type Instant } from "../base/index.ts"
import type { Lease, LeaseOptions } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"

/** Work that was taken, and when, by the storage's clock. */
export interface TakenWork {
  readonly leases: readonly Lease[]
  /** When they were asked for, by this worker's clock, which is set right by now. */
  readonly askedAt: Instant
  /** The work counts as done at this moment, where nobody may say more than is true: this machine's clock may be set at any time. */
  readonly takenAt: Instant
}

/**
 * Leases work. A lease tells what the storage's clock shows: where this machine's is off, that is told, the clock is set right, and the work is asked for anew,
 * since another moment decides what is due.
 */
export async function takeWork(context: DeskContext, wanted: Omit<LeaseOptions, "owner" | "now">): Promise<TakenWork> {
  const { storage, clock, workerId, newsroom } = context
  for (let attempt = 1; ; attempt += 1) {
    const before = clock.now()
    const leases = await storage.lease({ ...wanted, owner: workerId, now: before })
    const [first] = leases
    if (first === undefined) return { leases, askedAt: before, takenAt: before }
    const takenAt = millisToInstant(instantToMillis(first.until) - wanted.ttlMillis)
    const aheadMinutes = clock.compare(takenAt, { before, after: clock.now() })
    if (aheadMinutes === undefined) return { leases, askedAt: before, takenAt }
    newsroom.tell("clock-off", { workerId, aheadMinutes })
    if (attempt > 1) return { leases, askedAt: clock.now(), takenAt }
    await Promise.allSettled(leases.map((lease) => storage.settle({ lease })))
  }
}
