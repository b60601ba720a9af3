import { instantToMillis, isDeskError, millisToInstant, type IncomingMessage, type Instant, type MessageNotice } from "@otklik/core"
import { createBudget, type Budget } from "./budget.ts"
import { gapItem } from "./gap.ts"
import type { ListedItem } from "./unread-reader.ts"
import type { Sight } from "./watch-list.ts"

/** Threads are read again after this time although nothing tells that they changed: one comment may have gone and another come. */
const trustMillis = 3_600_000

/** So many rounds in a row a thread whose answers cannot be read is waited for; then it is a gap. */
const patience = 5

/** A post or a topic whose comments are watched. */
export interface WatchedThread {
  readonly id: string
  /** Changes when comments do: their number, or the moment of the last one. Absent: nothing tells, and the thread is read once an hour. */
  readonly stamp?: number
  /** When the stamp was asked for, seconds. Absent: in this walk. */
  readonly seenAt?: number
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
  /** Watched comments as they stand. */
  readonly sights?: readonly IncomingMessage[]
}

/** What the comments of many threads came to. */
export interface ThreadsRead {
  /** Comments, and gaps among them: given again by each walk, and handed over once by the reader of the list. */
  readonly items: readonly ListedItem[]
  /** A thread that changed could not be read this time, or one was not looked at for hours. */
  readonly isPartial: boolean
  readonly notices: readonly MessageNotice[]
  readonly sights: readonly Sight[]
  /** Comments later than this may still come to light: a thread was not looked at since. Seconds; absent where there is no thread. */
  readonly settledTo?: number
}

interface KnownThread {
  readonly stamp: number | undefined
  readonly readAt: number
  /** Everything above this moment that was there. */
  readonly from: number
  readonly items: readonly ListedItem[]
  readonly notices: readonly MessageNotice[]
  readonly sights: readonly Sight[]
}

/**
 * Reads the comments of watched threads that changed since they were read last, and then of those that were not looked at for long, the longest first. What
 * is remembered only saves calls: what is unread is decided by the cursor, and after a restart every thread is read once more.
 *
 * One thread that cannot be read holds up no other: it is tried again in the next rounds, and then recorded as a gap. A gap is given by each walk until the
 * floor, which only a commit moves, has passed it.
 *
 * @param maxCalls - the most calls of one round; threads beyond it are read in the next
 */
export function createThreadBook(
  maxCalls: number,
): (threads: readonly WatchedThread[], floor: number, now: Instant) => Promise<ThreadsRead> {
  const known = new Map<string, KnownThread>()
  const failures = new Map<string, number>()
  let owed: readonly ListedItem[] = []

  /** Reads one thread; false where it must wait for the next round. */
  async function readOne(thread: WatchedThread, budget: Budget, mayBeCut: boolean, floor: number, readAt: number): Promise<boolean> {
    const moment = millisToInstant(readAt)
    const present = Math.floor(readAt / 1000)
    const from = thread.from ?? floor
    const remember = ({ items, notices = [], sights = [] }: Omit<ReadThread, "isWhole">): void => {
      failures.delete(thread.id)
      const told = { notices, sights: sights.map((message) => ({ message, at: moment })) }
      known.set(thread.id, { stamp: thread.stamp, readAt, from, items: items.filter((item) => item.at > from), ...told })
    }
    const owe = (to: number, reason: string): void => {
      if (to > floor) owed = [...owed, gapItem(thread.id, floor, to, reason)]
    }
    try {
      const found = await thread.read(budget)
      const { items, isWhole } = found
      if (!isWhole && !mayBeCut) return false
      remember(found)
      // It takes more than all calls of a round and would never be whole: its newest comments are taken.
      const oldest = items.reduce((least, { at }) => Math.min(least, at), present)
      if (!isWhole) owe(oldest, "more comments under one post or topic than one reading may walk through")
      return true
    } catch (error) {
      if (isDeskError(error, "refused")) {
        remember({ items: [] }) // The post went, or its comments are not public.
        return true
      }
      if (!isDeskError(error, "protocol")) throw error
      const rounds = (failures.get(thread.id) ?? 0) + 1
      failures.set(thread.id, rounds)
      if (rounds < patience) return false
      remember({ items: [] })
      owe(present, "the comments under one post or topic could not be understood")
      return true
    }
  }

  /** Reads what was not looked at for long, as far as the network lets it. */
  async function readStale(threads: readonly WatchedThread[], read: (thread: WatchedThread) => Promise<unknown>): Promise<void> {
    const readAt = ({ id }: WatchedThread): number => known.get(id)?.readAt ?? 0
    try {
      for (const thread of threads.toSorted((one, other) => readAt(one) - readAt(other))) await read(thread)
    } catch (error) {
      if (!isDeskError(error, "rate-limited") && !isDeskError(error, "network")) throw error
    }
  }

  /** Up to when a thread was looked at, seconds. A stamp that stayed as it was is trusted, but not for ever. */
  function lookedAt({ id, stamp, seenAt }: WatchedThread, present: number): number {
    const readAt = Math.floor((known.get(id)?.readAt ?? 0) / 1000)
    return stamp === undefined ? readAt : Math.min(seenAt ?? present, Math.max(readAt, present - (2 * trustMillis) / 1000))
  }

  return async (threads, floor, now) => {
    const readAt = instantToMillis(now)
    const present = Math.floor(readAt / 1000)
    const ids = new Set(threads.map(({ id }) => id))
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
    owed = owed.filter(({ at }) => at > floor)
    const isCurrent = ({ id, stamp, from = floor }: WatchedThread): boolean => {
      const entry = known.get(id)
      return entry !== undefined && entry.stamp === stamp && entry.from <= from
    }
    const changed = threads.filter((thread) => !isCurrent(thread))
    const stale = threads.filter((thread) => isCurrent(thread) && readAt - (known.get(thread.id)?.readAt ?? 0) >= trustMillis)
    const budget = createBudget(maxCalls)
    let isPartial = false
    let isUntouched = true
    for (const thread of changed) {
      try {
        isPartial = !(await readOne(thread, budget, isUntouched, floor, readAt)) || isPartial
      } catch (error) {
        // What was read is kept: if it were read from the start each time, a quota might never suffice.
        if (isUntouched || !isDeskError(error, "rate-limited")) throw error
        isPartial = true
        break
      }
      isUntouched = false
    }
    // Nothing tells that anything is new there, so it may wait; but not for hours.
    if (!isPartial) await readStale(stale, (thread) => readOne(thread, budget, false, floor, readAt))
    const current = threads.filter(isCurrent)
    const read = current.flatMap(({ id }) => known.get(id) ?? [])
    const looks = current.map((thread) => lookedAt(thread, present))
    const settledTo = looks.reduce((least, look) => Math.min(least, look), Infinity) - 1
    return {
      items: [...read.flatMap(({ items }) => items), ...owed],
      notices: read.flatMap(({ notices }) => notices),
      sights: read.flatMap(({ sights }) => sights),
      isPartial: isPartial || settledTo < present - (2 * trustMillis) / 1000 - 1,
      ...(settledTo === Infinity ? {} : { settledTo }),
    }
  }
}
