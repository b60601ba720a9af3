import { instantToMillis, type Storage } from "@otklik/core"
import type { WaitingClock } from "../http/wait.ts"
import type { QuotaJob } from "./job.ts"
import { createWaitingMarks, urgencyOf } from "./marks.ts"
import type { QuotaLimit } from "./window.ts"

/** A limit as slots that processes lease from one another. */
export interface SlotTracker {
  /** About how long it takes until a slot is free again, milliseconds. */
  readonly pauseMillis: number
  /**
   * For so long nobody else waits for it where one waited in vain, milliseconds: 0 where the window is not longer than
   * anybody waits.
   */
  readonly restMillis: number
  concerns(job: QuotaJob): boolean
  /**
   * Whether there is a call for the job: at hand, or in a slot that could be taken now. Where there is none, other
   * processes get to know that it waits.
   */
  hold(job: QuotaJob): Promise<boolean>
  /**
   * Informs what still waits, after something else went or gave up: of what does not, other processes need not know any
   * more.
   */
  waiting(jobs: readonly QuotaJob[]): Promise<void>
  /** Uses the call that was held. */
  use(job: QuotaJob): void
  /** Takes every slot that is free, until a moment. */
  closeUntil(end: number): Promise<void>
}

/** What a tracker of slots needs. */
export interface SlotTrackerOptions {
  readonly limit: QuotaLimit
  readonly storage: Pick<Storage, "lease" | "settle">
  readonly key: string
  readonly clock: WaitingClock
  /** The longest that a job waits, milliseconds. */
  readonly longestMillis: number
}

/** Calls of a slot that this process has taken. */
interface Parcel {
  left: number
  /** They must be made before, milliseconds since 1970. */
  readonly until: number
  readonly forReplies: boolean
}

/** More slots than this make the question long; then each holds several calls. */
const mostSlots = 60

/** Part of the window. */
const margin = 0.1

/** Part of the calls of a window that nobody waits for. */
const keptForReplies = 0.05

/** Milliseconds. */
const longestRest = 60_000

/** How often a waiting job checks again, milliseconds. */
export function pauseBetween(slotMillis: number): number {
  return Math.max(20, Math.min(1000, slotMillis))
}

/**
 * A slot is leased for the window and a tenth of it, and its calls are made within that tenth: between the last call of
 * one holder and the first of the next lies a whole window. However the slots are taken, no window holds more calls
 * than the limit.
 *
 * @param options - see {@link SlotTrackerOptions}
 */
export function createSlotTracker({ limit, storage, key, clock, longestMillis }: SlotTrackerOptions): SlotTracker {
  const { name, calls, millis, operations, reserved = reservedOf(limit, longestMillis) } = limit
  const callsASlot = Math.ceil(calls / mostSlots)
  const ids = Array.from({ length: Math.max(1, Math.floor(calls / callsASlot)) }, (_, index) => `${key}/${name}/${index}`)
  const open = ids.slice(0, Math.max(1, Math.floor((calls - reserved) / callsASlot)))
  const ttlMillis = Math.ceil(millis * (1 + margin))
  const parcels: Parcel[] = []
  const pauseMillis = millis / ids.length
  const marks = createWaitingMarks({ storage, clock, name: `${key}/${name}`, owner: key, pauseMillis: pauseBetween(pauseMillis) })
  const marked = new Set<number>()

  const concerns = (job: QuotaJob): boolean => operations === undefined || operations.includes(job.operation)
  function atHand(job: QuotaJob): Parcel | undefined {
    const now = instantToMillis(clock.now())
    for (let index = parcels.length - 1; index >= 0; index -= 1) {
      const parcel = parcels[index]
      if (parcel !== undefined && (parcel.left === 0 || parcel.until <= now)) parcels.splice(index, 1)
    }
    const isReply = job.priority === "reply"
    return parcels.find(({ forReplies }) => forReplies === isReply) ?? (isReply ? parcels[0] : undefined)
  }

  return {
    pauseMillis,
    restMillis: millis > longestMillis ? Math.min(longestRest, millis) : 0,
    concerns,
    async hold(job) {
      if (!concerns(job) || atHand(job) !== undefined) return true
      const forReplies = job.priority === "reply"
      const now = clock.now()
      const urgency = urgencyOf(job, instantToMillis(now))
      // Those kept for replies first, so that a reply leaves the others to the others.
      const among = forReplies ? ids.toReversed() : open
      const [slot] = await storage.lease({ kind: "slot", owner: key, now, ttlMillis, limit: 1, among, unless: marks.barring(urgency) })
      if (slot === undefined) {
        marked.add(urgency)
        await marks.mark(urgency)
        return false
      }
      parcels.push({ left: callsASlot, until: instantToMillis(now) + Math.max(1, millis * margin), forReplies })
      return atHand(job) !== undefined
    },
    use(job) {
      if (!concerns(job)) return
      const parcel = atHand(job)
      if (parcel !== undefined) parcel.left -= 1
    },
    async waiting(jobs) {
      const now = instantToMillis(clock.now())
      const urgencies = new Set(jobs.filter(concerns).map((job) => urgencyOf(job, now)))
      // Decided at once: what is marked while the storage answers waits again.
      const gone = [...marked].filter((urgency) => !urgencies.has(urgency))
      for (const urgency of gone) marked.delete(urgency)
      await Promise.all(gone.map((urgency) => marks.unmark(urgency)))
    },
    async closeUntil(end) {
      const now = clock.now()
      const left = Math.ceil(end - instantToMillis(now))
      if (left > 0) await storage.lease({ kind: "slot", owner: key, now, ttlMillis: left, limit: ids.length, among: ids })
    },
  }
}

/**
 * A window that is longer than anybody waits may be used up long before its end, and then no urgency helps: some of it
 * is kept for replies, unless the host says how much. Of limits of some operations nobody knows whether replies make
 * them.
 */
function reservedOf({ calls, millis, operations }: QuotaLimit, longestMillis: number): number {
  return operations !== undefined || millis <= longestMillis || calls < 2 ? 0 : Math.ceil(calls * keptForReplies)
}
