import { instantToMillis, isDeskError, type Gap, type Instant, type MessageNotice } from "@otklik/core"
import { gapOf, type ListedItem } from "./unread-reader.ts"
import { createBudget, type Budget } from "./budget.ts"

/** Threads are read again after this time although nothing tells that they changed: one comment may have gone and another come. */
const trustMillis = 3_600_000

/** So many rounds in a row a thread whose answers cannot be read is waited for; then it is a gap. */
const patience = 5

/** A post or a topic whose comments are watched. */
export interface WatchedThread {
  readonly id: string
  /** Changes when comments do: their number, or the moment of the last one. */
  readonly stamp: number
  /** Comments above this moment are wanted, seconds. Absent: above the floor of the walk. */
  readonly from?: number
  /** Reads the comments; `isWhole` is false when the budget ended before. */
  read(budget: Budget): Promise<ReadThread>
}

/** The comments of one thread. */
export interface ReadThread {
  readonly items: readonly ListedItem[]
  readonly isWhole: boolean
  /** What the network shows of watched comments. */
  readonly notices?: readonly MessageNotice[]
}

/** Reads what was not looked at for long, as far as the network lets it. */
async function readStale(threads: readonly WatchedThread[], read: (thread: WatchedThread) => Promise<unknown>): Promise<void> {
  try {
    for (const thread of threads) await read(thread)
  } catch (error) {
    if (!isDeskError(error, "rate-limited") && !isDeskError(error, "network")) throw error
  }
}

/** What the comments of many threads came to. */
export interface ThreadsRead {
  readonly items: readonly ListedItem[]
  readonly gaps: readonly Gap[]
  /** A thread that changed could not be read this time. */
  readonly isPartial: boolean
  readonly notices: readonly MessageNotice[]
}

interface KnownThread {
  readonly stamp: number
  readonly readAt: number
  /** Everything above this moment that was there. */
  readonly from: number
  readonly items: readonly ListedItem[]
  readonly notices: readonly MessageNotice[]
}

/**
 * Reads the comments of watched threads that changed since they were read last, and then of those that were not looked at for long. What is remembered
 * only saves calls: what is unread is decided by the cursor, and after a restart every thread is read once more.
 *
 * One thread that cannot be read holds up no other: it is tried again in the next rounds, and then recorded as a gap.
 *
 * @param maxCalls - the most calls of one round; threads beyond it are read in the next
 */
export function createThreadBook(
  maxCalls: number,
): (threads: readonly WatchedThread[], floor: number, now: Instant) => Promise<ThreadsRead> {
  const known = new Map<string, KnownThread>()
  const failures = new Map<string, number>()

  /** The comments of one thread; undefined where they must wait for the next round. */
  async function readOne(
    thread: WatchedThread,
    budget: Budget,
    mayBeCut: boolean,
    floor: number,
    readAt: number,
  ): Promise<readonly Gap[] | undefined> {
    const present = Math.floor(readAt / 1000)
    const from = thread.from ?? floor
    const remember = (items: readonly ListedItem[], notices: readonly MessageNotice[] = []): void => {
      failures.delete(thread.id)
      known.set(thread.id, { stamp: thread.stamp, readAt, from, items: items.filter(({ at }) => at > from), notices })
    }
    try {
      const { items, isWhole, notices } = await thread.read(budget)
      if (!isWhole && !mayBeCut) return undefined
      remember(items, notices)
      if (isWhole) return []
      // It takes more than all calls of a round and would never be whole: its newest comments are taken.
      const oldest = items.reduce((least, { at }) => Math.min(least, at), present)
      return oldest > floor ? [gapOf(floor, oldest, "more comments under one post or topic than one reading may walk through")] : []
    } catch (error) {
      if (isDeskError(error, "refused")) {
        remember([]) // The post went, or its comments are not public.
        return []
      }
      if (!isDeskError(error, "protocol")) throw error
      const rounds = (failures.get(thread.id) ?? 0) + 1
      failures.set(thread.id, rounds)
      if (rounds < patience) return undefined
      remember([])
      return [gapOf(floor, present, "the comments under one post or topic could not be understood")]
    }
  }

  return async (threads, floor, now) => {
    const readAt = instantToMillis(now)
    const ids = new Set(threads.map(({ id }) => id))
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
    const isCurrent = ({ id, stamp, from = floor }: WatchedThread): boolean => {
      const entry = known.get(id)
      return entry !== undefined && entry.stamp === stamp && entry.from <= from
    }
    const changed = threads.filter((thread) => !isCurrent(thread))
    const stale = threads.filter((thread) => isCurrent(thread) && readAt - (known.get(thread.id)?.readAt ?? 0) >= trustMillis)
    const budget = createBudget(maxCalls)
    const gaps: Gap[] = []
    let isPartial = false
    let isUntouched = true
    for (const thread of changed) {
      try {
        const found = await readOne(thread, budget, isUntouched, floor, readAt)
        if (found === undefined) isPartial = true
        else gaps.push(...found)
      } catch (error) {
        // What was read is kept: if it were read from the start each time, a quota might never suffice.
        if (isUntouched || !isDeskError(error, "rate-limited")) throw error
        isPartial = true
        break
      }
      isUntouched = false
    }
    // Nothing tells that anything is new there, so it may wait.
    if (!isPartial) await readStale(stale, (thread) => readOne(thread, budget, false, floor, readAt))
    const read = threads.filter(isCurrent).flatMap(({ id }) => known.get(id) ?? [])
    return { items: read.flatMap(({ items }) => items), notices: read.flatMap(({ notices }) => notices), gaps, isPartial }
  }
}
