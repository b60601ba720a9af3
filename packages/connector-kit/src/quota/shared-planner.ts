import { instantToMillis, type Storage } from "@otklik/core"
import { order, type QuotaJob } from "./job.ts"
import { createQuotaQueue, type QuotaPlanner, type QuotaPlannerOptions } from "./queue.ts"
import { createSlotTracker, pauseBetween, type SlotTracker } from "./slots.ts"

/** What a shared planner needs. */
export interface SharedQuotaPlannerOptions extends QuotaPlannerOptions {
  /**
   * The storage that all processes share; only its leases are used. The same tenant in all of them, also where desks of
   * several tenants share a credential.
   */
  readonly storage: Pick<Storage, "lease" | "settle">
  /** Names the credential, the same in every process; never the token itself. */
  readonly key: string
}

/**
 * Makes a planner whose limits hold for all processes together that share a storage and a key: each call takes a slot,
 * a lease that ends by itself after the window and a tenth of it as a margin. One round trip to the database a call;
 * beyond sixty calls a window, one for a parcel of calls, which must be made within a tenth of the window.
 *
 * The most urgent goes first, whichever process it waits in: replies that are due within 15 minutes, other replies,
 * messages of open incidents, discovery. While a job finds no call free, its process marks that with a lease, and no
 * process gives a call of that limit to anything less urgent: the next one that becomes free is for the marked job.
 * Among equals processes take slots as they come. Of a window that is longer than `longestMillis` and has no operations
 * of its own a twentieth, one call at least, is kept for replies unless the limit says otherwise. Where reading waited
 * for such a window in vain, other reading is turned away at once for a minute. `left` is what this process
 * knows.
 *
 * @param options - see {@link SharedQuotaPlannerOptions}
 *
 * @example const planner = createSharedQuotaPlanner({ clock, storage, key: "vk:service", limits: [{ name: "5 a second",
 * calls: 5, millis: 1000 }] })
 */
export function createSharedQuotaPlanner({ clock, limits, storage, key, longestMillis = 30_000 }: SharedQuotaPlannerOptions): QuotaPlanner {
  const queue = createQuotaQueue({ clock, limits }, () => void pump())
  const { time } = queue
  // The longest window is asked first: a job that must wait for it takes no call of the shorter ones meanwhile, and
  // bars nobody there.
  const trackers = limits
    .toSorted((one, other) => other.millis - one.millis)
    .map((limit) => createSlotTracker({ limit, storage, key, clock, longestMillis }))
  /** Until when nobody as urgent as this or less waits for a call of a limit. */
  const rests = new Map<SlotTracker, { readonly until: number; readonly from: number }>()
  const pauseMillis = pauseBetween(Math.min(...trackers.map((tracker) => tracker.pauseMillis)))
  let isPumping = false

  function tellWaiting(): void {
    for (const tracker of trackers) void tracker.waiting(queue.waiting().map(({ job }) => job))
  }

  /** Lets through what may go; gives whether anything went. */
  async function pass(): Promise<boolean> {
    let went = false
    const spent = new Set<SlotTracker>()
    for (const entry of queue.waiting()) {
      const { job, cameAt } = entry
      const now = time.now()
      const blocked = queue.blockedUntil(job)
      const lacking = blocked <= now ? await lackingFor(job, spent) : undefined
      // Whoever gave up meanwhile leaves what was taken to the next.
      if (!queue.isWaiting(entry)) continue
      const isLate = Math.max(now + pauseMillis, blocked) > cameAt + longestMillis
      if (blocked <= now && lacking === undefined) {
        for (const tracker of trackers) tracker.use(job)
        queue.grant(entry, now)
        went = true
      } else if (isLate || restOf(job, lacking) > now) {
        if (isLate) rest(job, lacking, now)
        queue.deny(entry, Math.max(now + pauseMillis, blocked, restOf(job, lacking)))
      }
    }
    tellWaiting()
    return went
  }

  /**
   * The first limit that has no call for the job; undefined where all have. Nothing is asked of it for less urgent ones
   * in the same pass.
   */
  async function lackingFor(job: QuotaJob, spent: Set<SlotTracker>): Promise<SlotTracker | undefined> {
    for (const tracker of trackers) {
      if (!tracker.concerns(job)) continue
      if (spent.has(tracker)) return tracker
      if (await tracker.hold(job)) continue
      spent.add(tracker)
      return tracker
    }
    return undefined
  }

  /** Where one waited in vain others of its kind would, one after the other: a worker reads its sources so. */
  function rest({ priority }: QuotaJob, tracker: SlotTracker | undefined, now: number): void {
    if (tracker !== undefined && priority !== "reply") rests.set(tracker, { until: now + tracker.restMillis, from: order[priority] })
  }

  function restOf({ priority }: QuotaJob, tracker: SlotTracker | undefined): number {
    const found = tracker === undefined ? undefined : rests.get(tracker)
    return found === undefined || order[priority] < found.from ? 0 : found.until
  }

  async function pump(): Promise<void> {
    if (isPumping || queue.waiting().length === 0) return
    isPumping = true
    try {
      while (queue.waiting().length > 0) {
        const went = await pass()
        if (!went && queue.waiting().length > 0) await clock.sleep(pauseMillis)
      }
    } catch (error) {
      // The database gives no answer: nobody knows whether a call may be made.
      queue.denyAll(error)
    } finally {
      isPumping = false
      tellWaiting()
    }
  }

  return {
    take: queue.take,
    left: queue.left,
    block(until, operation = "") {
      const end = instantToMillis(until)
      queue.block(until, operation)
      // The others find nothing free until then, but for slots that somebody holds at this moment.
      if (operation === "") for (const tracker of trackers) void tracker.closeUntil(end).catch(() => undefined)
    },
  }
}
