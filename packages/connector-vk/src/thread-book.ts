import { instantToMillis, type Gap, type Instant } from "@otklik/core"
import { gapOf, type ListedItem } from "./unread-reader.ts"
import { createBudget, type Budget } from "./walk-list.ts"

/** Threads are read again after this time although nothing tells that they changed: one comment may have gone and another come. */
const trustMillis = 3_600_000

/** A post or a topic whose comments are watched. */
export interface WatchedThread {
  readonly id: string
  /** Changes when comments do: their number, or the moment of the last one. */
  readonly stamp: number
  /** Reads the comments; `isWhole` is false when the budget ended before. */
  read(budget: Budget): Promise<{ readonly items: readonly ListedItem[]; readonly isWhole: boolean }>
}

/** What the comments of many threads came to. */
export interface ThreadsRead {
  readonly items: readonly ListedItem[]
  readonly gaps: readonly Gap[]
  readonly isPartial: boolean
}

/**
 * Reads the comments of watched threads that changed since they were read last. What is remembered only saves calls: what is unread is decided by the
 * cursor, and after a restart every thread is read once more.
 *
 * @param maxCalls - the most calls of one round; threads beyond it are read in the next
 */
export function createThreadBook(
  maxCalls: number,
): (threads: readonly WatchedThread[], floor: number, now: Instant) => Promise<ThreadsRead> {
  const known = new Map<
    string,
    { readonly stamp: number; readonly readAt: number; readonly from: number; readonly items: readonly ListedItem[] }
  >()

  return async (threads, floor, now) => {
    const readAt = instantToMillis(now)
    const budget = createBudget(maxCalls)
    const items: ListedItem[] = []
    const gaps: Gap[] = []
    let isPartial = false
    let isFresh = true
    for (const { id, stamp, read } of threads) {
      const before = known.get(id)
      if (before !== undefined && before.stamp === stamp && before.from <= floor && readAt - before.readAt < trustMillis) {
        items.push(...before.items)
        continue
      }
      const found = await read(budget)
      const unread = found.items.filter(({ at }) => at > floor)
      if (!found.isWhole && !isFresh) {
        isPartial = true
        continue
      }
      // A thread that takes more than all calls of a round would never be whole: its newest comments are taken, and the rest is a gap.
      if (!found.isWhole) {
        const oldest = unread.reduce((least, { at }) => Math.min(least, at), Math.floor(readAt / 1000))
        if (oldest > floor) gaps.push(gapOf(floor, oldest, "more comments under one post or topic than one reading may walk through"))
      }
      isFresh = false
      known.set(id, { stamp, readAt, from: floor, items: unread })
      items.push(...unread)
    }
    const ids = new Set(threads.map(({ id }) => id))
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
    return { items, gaps, isPartial }
  }
}
