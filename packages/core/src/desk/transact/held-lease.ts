import { instantToMillis, millisToInstant, type Instant } from "../../base/index.ts"
import { lostRace, type Lease } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { isLeaseLost } from "./lease.ts"

/** A lease while it is worked under. */
export interface HeldLease {
  /**
   * Ends when the lease was lost or ran out by this worker's clock; and with the host's own signal, but not once the
   * lease was confirmed: what was begun is finished.
   */
  readonly signal: AbortSignal
  /** Whether it was confirmed: something may have been written since. */
  readonly isConfirmed: boolean
  /**
   * Makes the lease whole again: from now on it holds as long as when it was taken.
   *
   * @throws DeskError `conflict` when another worker has it; whatever the storage throws
   */
  confirm(): Promise<void>
}

/** A lease that was just taken. */
export interface TakenLease {
  readonly lease: Lease
  /** When it was asked for, by this worker's clock. */
  readonly askedAt: Instant
  /** When it was taken, by the storage's clock. */
  readonly takenAt: Instant
  readonly ttlMillis: number
  /** The host's own. */
  readonly signal: AbortSignal | undefined
}

/** How many leases long work is renewed: what hangs for longer is another party's to do. Our choice. */
const longestLeases = 10

/**
 * The present moment, for what is planned next: this worker's clock may be set while the work is under way, and no work
 * lasts longer than its lease is renewed.
 *
 * @param taken - the lease that is worked under
 * @param now - what the clock shows
 */
export function plannedFrom({ takenAt, ttlMillis }: Pick<TakenLease, "takenAt" | "ttlMillis">, now: Instant): Instant {
  const [earliest, millis] = [instantToMillis(takenAt), instantToMillis(now)]
  return millisToInstant(Math.min(Math.max(millis, earliest), earliest + longestLeases * ttlMillis))
}

/** Ends the keeping of a lease. Made once: an error of its own for each lease costs more than the rest of its end. */
const over = new Error("the work is over")

/** How often a renewal that took longer than the lease itself is asked for again. */
const confirmTries = 3

/**
 * Works under a lease, which is renewed each time a third of it has passed, ten leases long at most; where the clock
 * cannot wait, only `confirm` renews it. A worker that was suspended beyond the end of its lease, as a machine that was
 * suspended, ends its calls as soon as it goes on: another party may be at the same work.
 *
 * @param taken - see {@link TakenLease}
 * @param work - what is done; it may outlast the lease
 * @throws whatever the work throws
 */
export async function whileHeld<Result>(
  { storage, clock }: Pick<DeskContext, "storage" | "clock">,
  { lease, askedAt, ttlMillis, signal }: TakenLease,
  work: (held: HeldLease) => Promise<Result>,
): Promise<Result> {
  const [lost, done] = [new AbortController(), new AbortController()]
  let until = instantToMillis(askedAt) + ttlMillis
  const isOver = (): boolean => instantToMillis(clock.now()) >= until
  const overdue = () =>
    lostRace("lease", `${lease.kind}:${lease.id}`, `the lease of ${lease.kind}:${lease.id} ran out while it was worked under`)

  async function renew(): Promise<void> {
    const now = clock.now()
    await storage.renew({ lease, now, ttlMillis })
    until = instantToMillis(now) + ttlMillis
  }

  async function keep(sleep: NonNullable<DeskContext["clock"]["sleep"]>): Promise<void> {
    for (let round = 1; !lost.signal.aborted; round += 1) {
      await sleep(Math.ceil(ttlMillis / 3), done.signal)
      if (done.signal.aborted) return
      if (!isOver() && round < 3 * longestLeases) {
        // A database that is away for a moment ends nothing before the lease does.
        await renew().catch((error: unknown) => {
          if (isLeaseLost(error, lease)) lost.abort(error)
        })
      }
      if (isOver()) lost.abort(overdue())
    }
  }

  const asked = new AbortController()
  let isConfirmed = false
  const stop = (): void => {
    if (!isConfirmed) asked.abort(signal?.reason)
  }
  if (signal?.aborted === true) stop()
  signal?.addEventListener("abort", stop)
  const ends = AbortSignal.any([lost.signal, asked.signal])
  const held: HeldLease = {
    signal: ends,
    get isConfirmed() {
      return isConfirmed
    },
    async confirm() {
      for (let tries = 0; tries < confirmTries; tries += 1) {
        ends.throwIfAborted()
        await renew()
        ends.throwIfAborted()
        // It may have been suspended between the question and the answer.
        if (isOver()) continue
        isConfirmed = true
        return
      }
      throw overdue()
    },
  }
  if (clock.sleep !== undefined) void keep(clock.sleep.bind(clock)).catch((error: unknown) => lost.abort(error))
  try {
    return await work(held)
  } finally {
    signal?.removeEventListener("abort", stop)
    done.abort(over)
  }
}
