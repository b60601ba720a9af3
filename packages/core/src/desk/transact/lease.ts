import { instantToMillis, isDeskError, millisToInstant, type Instant } from "../../base/index.ts"
import type { Lease, LeaseOptions } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"

/** What a worker leases of a desk; a slot of a quota is a connector's to take. */
type WorkKind = Exclude<LeaseOptions["kind"], "slot">

/** Work that was taken, and when. */
export interface TakenWork {
  readonly leases: readonly Lease[]
  /** When they were asked for, by this worker's clock, which is set right by now. */
  readonly askedAt: Instant
  /** The work counts as done at this moment of the storage's clock, since this machine's may be set at any time. */
  readonly takenAt: Instant
  readonly ttlMillis: number
}

/**
 * Leases work. A lease says what the storage's clock shows: where this machine's is off, that is reported, the clock is
 * set right, and the work is asked for anew, since another moment decides what is due.
 *
 * @param wanted - which work, how much at most, and among which
 */
export async function takeWork(
  context: DeskContext,
  { kind, ...wanted }: Pick<LeaseOptions, "limit" | "among"> & { readonly kind: WorkKind },
): Promise<TakenWork> {
  const { storage, clock, workerId, eventBus } = context
  const ttlMillis = Math.round(context.leases[`${kind}Minutes`] * 60_000)
  for (let attempt = 1; ; attempt += 1) {
    const before = clock.now()
    const leases = await storage.lease({ kind, ...wanted, ttlMillis, owner: workerId, now: before })
    const [first] = leases
    if (first === undefined) return { leases, askedAt: before, takenAt: before, ttlMillis }
    const takenAt = millisToInstant(instantToMillis(first.until) - ttlMillis)
    const aheadMinutes = clock.compare(takenAt, { before, after: clock.now() })
    if (aheadMinutes === undefined) return { leases, askedAt: before, takenAt, ttlMillis }
    eventBus.emit("clock-off", { workerId, aheadMinutes })
    if (attempt > 1) return { leases, askedAt: clock.now(), takenAt, ttlMillis }
    await giveBack(context, leases)
  }
}

/** One lease, for work that it is taken for by name. */
export interface NamedWork extends Omit<TakenWork, "leases"> {
  readonly lease: Lease
}

/**
 * Works under the lease of one source, or of what is led like one. The work settles the lease, in its commit or by
 * itself; where it fails, the lease is given back, so that the next try need not wait for it to run out.
 *
 * @returns undefined where another worker has the lease, or took it over meanwhile
 * @throws whatever the work throws
 */
export async function withLease<Result>(
  context: DeskContext,
  name: string,
  work: (taken: NamedWork) => Promise<Result>,
  kind: "source" | "feed" = "source",
): Promise<Result | undefined> {
  const { leases, ...taken } = await takeWork(context, { kind, limit: 1, among: [name] })
  const [lease] = leases
  if (lease === undefined) return undefined
  try {
    return await work({ lease, ...taken })
  } catch (error) {
    if (isLeaseLost(error, lease)) return undefined
    // Where even that fails, the first error is the one that says why.
    await giveBack(context, [lease])
    throw error
  }
}

/** Gives back what was taken and not begun. What cannot be given back runs out. */
export async function giveBack({ storage }: Pick<DeskContext, "storage">, leases: readonly Lease[]): Promise<void> {
  await Promise.allSettled(leases.map((lease) => storage.settle({ lease })))
}

/**
 * Whether a write failed because another worker holds the work by now: then it is done there, and nothing went wrong
 * here.
 */
export function isLeaseLost(error: unknown, { kind, id }: Lease): boolean {
  if (!isDeskError(error, "conflict")) return false
  const { details } = error
  // Who moved a source's cursor held its lease.
  return details.what === "lease" ? details.id === `${kind}:${id}` : details.what === "cursor" && kind === "source" && details.id === id
}
