import { DeskError, instantToMillis, type Storage } from "@otklik/core"
import { byUrgency, order, type QuotaJob, type QuotaPlanner, type QuotaPlannerOptions } from "./planner.ts"
import { createSlotBook, pauseBetween, type SlotBook } from "./slots.ts"
import { createQuotaWindow } from "./window.ts"
import { createSteadyTime } from "../http/wait.ts"

/** What a shared planner needs. */
export interface SharedQuotaPlannerOptions extends QuotaPlannerOptions {
  /** The storage that all processes share; only its leases are used. The same tenant in all of them, also where desks of several tenants share a credential. */
  readonly storage: Pick<Storage, "lease" | "settle">
  /** Names the credential, the same in every process; never the token itself. */
  readonly key: string
}

interface Waiting {
  readonly job: QuotaJob
  readonly seq: number
  /** When it has waited long enough, milliseconds since 1970. */
  readonly deadline: number
  readonly grant: () => void
  readonly deny: (error: unknown) => void
}

/**
 * Makes a planner whose limits hold for all processes together that share a storage and a key: each call takes a slot, a lease that ends by itself after
 * the window and a tenth of it as a margin. One round trip to the database a call; beyond sixty calls a window, one for a parcel of calls, which must be made
 * within a tenth of the window.
 *
 * The most urgent goes first, whichever process it waits in: replies that are due within 15 minutes, other replies, messages of open incidents, discovery. While a job finds no call free, its process
 * marks that with a lease, and no process gives a call of that limit to anything less urgent: the next one that becomes free is for the marked job. Among equals processes take slots as they come.
 * Of a window that is longer than `longestMillis` and has no operations of its own a twentieth, one call at least, is kept for replies unless the limit says otherwise. Where reading waited for such a window
 * in vain, other reading is turned away at once for a minute. `left` tells what this process knows of.
 *
 * @param options - see {@link SharedQuotaPlannerOptions}
 *
 * @example
 * const planner = createSharedQuotaPlanner({ clock, storage, key: "vk:service", limits: [{ name: "5 a second", calls: 5, millis: 1000 }] })
 */
export function createSharedQuotaPlanner({ clock, limits, storage, key, longestMillis = 30_000 }: SharedQuotaPlannerOptions): QuotaPlanner {
  const windows = limits.map(createQuotaWindow)
  const time = createSteadyTime(clock)
  // The longest window is asked first: a job that must wait for it takes no call of the shorter ones meanwhile, and bars nobody there.
  const books = limits
    .toSorted((one, other) => other.millis - one.millis)
    .map((limit) => createSlotBook({ limit, storage, key, clock, longestMillis }))
  const blocks = new Map<string, number>()
  /** Until when nobody as urgent as this or less waits for a call of a limit. */
  const rests = new Map<SlotBook, { readonly until: number; readonly from: number }>()
  const waiting: Waiting[] = []
  const pauseMillis = pauseBetween(Math.min(...books.map((book) => book.pauseMillis)))
  let seq = 0
  let isPumping = false

  function blockedUntil({ operation }: QuotaJob): number {
    return Math.max(blocks.get("") ?? 0, blocks.get(operation) ?? 0)
  }

  function remove(entry: Waiting): void {
    const index = waiting.indexOf(entry)
    if (index >= 0) waiting.splice(index, 1)
  }

  function tellWaiting(): void {
    for (const book of books) void book.waiting(waiting.map(({ job }) => job))
  }

  /** Lets through what may go; gives whether anything went. */
  async function pass(): Promise<boolean> {
    let went = false
    const spent = new Set<SlotBook>()
    for (const entry of waiting.toSorted(byUrgency)) {
      const { job, deadline } = entry
      const now = time.now()
      const blocked = blockedUntil(job)
      const lacking = blocked <= now ? await lackingFor(job, spent) : undefined
      // Whoever gave up meanwhile leaves what was taken to the next.
      if (!waiting.includes(entry)) continue
      const isLate = Math.max(now + pauseMillis, blocked) > deadline
      if (blocked <= now && lacking === undefined) {
        for (const book of books) book.use(job)
        for (const window of windows) window.count(job, now)
        remove(entry)
        entry.grant()
        went = true
      } else if (isLate || restOf(job, lacking) > now) {
        remove(entry)
        if (isLate) rest(job, lacking, now)
        const retryAt = time.instant(Math.max(now + pauseMillis, blocked, restOf(job, lacking)))
        entry.deny(new DeskError("rate-limited", `${job.operation}: the credential's quota is used up`, { retryAt }))
      }
    }
    tellWaiting()
    return went
  }

  /** The first limit that has no call for the job; undefined where all have. Nothing is asked of it for less urgent ones in the same pass. */
  async function lackingFor(job: QuotaJob, spent: Set<SlotBook>): Promise<SlotBook | undefined> {
    for (const book of books) {
      if (!book.concerns(job)) continue
      if (spent.has(book)) return book
      if (await book.hold(job)) continue
      spent.add(book)
      return book
    }
    return undefined
  }

  /** Where one waited in vain others of its kind would, one after the other: a worker reads its sources so. */
  function rest({ priority }: QuotaJob, book: SlotBook | undefined, now: number): void {
    if (book !== undefined && priority !== "reply") rests.set(book, { until: now + book.restMillis, from: order[priority] })
  }

  function restOf({ priority }: QuotaJob, book: SlotBook | undefined): number {
    const found = book === undefined ? undefined : rests.get(book)
    return found === undefined || order[priority] < found.from ? 0 : found.until
  }

  async function pump(): Promise<void> {
    if (isPumping) return
    isPumping = true
    try {
      while (waiting.length > 0) {
        const went = await pass()
        if (!went && waiting.length > 0) await clock.sleep(pauseMillis)
      }
    } catch (error) {
      // The database gives no answer: nobody knows whether a call may be made.
      for (const entry of waiting.splice(0)) entry.deny(error)
    } finally {
      isPumping = false
      tellWaiting()
    }
  }

  return {
    take(job) {
      return new Promise((resolve, reject) => {
        job.signal?.throwIfAborted()
        const leave = (): void => {
          remove(entry)
          reject(job.signal?.reason as Error)
        }
        const settled = (settle: () => void): void => {
          job.signal?.removeEventListener("abort", leave)
          settle()
        }
        const entry: Waiting = {
          job,
          seq: (seq += 1),
          deadline: time.now() + longestMillis,
          grant: () => settled(resolve),
          deny: (error) => settled(() => reject(error instanceof Error ? error : new TypeError("no answer", { cause: error }))),
        }
        job.signal?.addEventListener("abort", leave, { once: true })
        waiting.push(entry)
        void pump()
      })
    },
    block(until, operation = "") {
      const end = instantToMillis(until)
      blocks.set(operation, Math.max(blocks.get(operation) ?? 0, time.when(until)))
      // The others find nothing free until then, but for slots that somebody holds at this moment.
      if (operation === "") for (const book of books) void book.closeUntil(end).catch(() => undefined)
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
