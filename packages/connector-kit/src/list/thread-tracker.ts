import { instantToMillis, isDeskError, millisToInstant, type AnyDeskError, type IncomingMessage, type Instant } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import { gapItem } from "./gap.ts"
import { createBudget, type Budget } from "./list-items.ts"
import type { ListedItem } from "./listed-item.ts"
import type { Observation } from "./watch-list.ts"

/**
 * Threads are read again after this time although nothing says that they changed: one comment may have gone and
 * another come.
 */
const trustMillis = 3_600_000

/** So many rounds in a row a thread that cannot be read is waited for; then it is a gap. */
const patience = 5

/**
 * Whatever else than an answer that cannot be understood may pass by itself: it is waited for this long too. Our
 * choice; most outages are shorter.
 */
const outageMillis = 3_600_000

/** After so many threads that cannot be read in a row it is the network, and no more are asked. */
const mostWitnesses = 2

/** A post or a topic whose comments are watched. */
export interface WatchedThread {
  /** Names it for people too, where it cannot be read. */
  readonly id: string
  /**
   * Changes when comments do: their number, or the moment of the last one. Absent: nothing says so, and the thread is
   * read once an hour.
   */
  readonly stamp?: number
  /** When the stamp was asked for, seconds. Absent: in this walk. */
  readonly seenAt?: number
  /** Comments above this moment are wanted, seconds. Absent: above the floor of the walk. */
  readonly from?: number
  /**
   * Reads the comments; `isWhole` is false when the budget ended before.
   *
   * @param budget - of the round
   * @param from - comments above this moment are wanted, seconds: the thread's own, or where it could be read last
   */
  read(budget: Budget, from: number): Promise<ReadThread>
}

/** The comments of one thread. */
export interface ReadThread {
  /** The comments. */
  readonly items: readonly ListedItem[]
  /** Whether all of them were read. */
  readonly isWhole: boolean
  /** What the network shows of watched comments. */
  readonly notices?: readonly MessageNotice[]
  /** The current version of watched comments. */
  readonly observations?: readonly IncomingMessage[]
}

/** What the comments of many threads came to: a part of a walk. */
export interface ThreadsRead {
  /** Comments, and gaps among them: given again by each walk, and handed over once by the reader of the list. */
  readonly items: readonly ListedItem[]
  /** A thread that changed could not be read this time. */
  readonly isPartial: boolean
  /** What became of watched comments. */
  readonly notices: readonly MessageNotice[]
  /** Watched comments in their current version. */
  readonly observations: readonly Observation[]
  /**
   * Comments later than this may still come to light: a thread was not read since. Seconds; absent where there is
   * no thread.
   */
  readonly settledTo?: number
  /** Why no thread at all could be read: the reader throws it when everything else was handed over. */
  readonly failure?: AnyDeskError
  /** Threads that cannot be read, as sentences for people. */
  readonly problems: readonly string[]
}

interface KnownThread {
  readonly stamp: number | undefined
  readonly readAt: number
  /** Everything above this moment that was there. */
  readonly from: number
  readonly items: readonly ListedItem[]
  readonly notices: readonly MessageNotice[]
  readonly observations: readonly Observation[]
}

/** A thread that cannot be read. */
interface FailingThread {
  readonly error: AnyDeskError
  /** Rounds in which it failed although the network answers. */
  readonly rounds: number
  /** Of the first failure, milliseconds. */
  readonly since: number
  /** Up to here everything was read, seconds. */
  readonly from: number
  /** Up to when gaps are reported, seconds; undefined while it is waited for. */
  readonly toldTo: number | undefined
}

/** What trying to read a thread came to. */
type Outcome =
  /** `isAnswer`: the network was asked, and answered. */
  | { readonly kind: "read"; readonly isAnswer: boolean }
  /** The calls of the round do not suffice. */
  | { readonly kind: "waits" }
  | Failed

interface Failed {
  readonly kind: "failed"
  readonly thread: WatchedThread
  readonly error: AnyDeskError
}

/**
 * Reads the comments of watched threads that changed since they were read last, and then of those that were not
 * read for long, the longest first. What is remembered only saves calls: what is unread is decided by the cursor, and
 * after a restart every thread is read once more.
 *
 * One thread that cannot be read holds up no other, whatever its error: it is tried again in the next rounds, and then
 * recorded as a gap, hour by hour, until it can be read; then what came since is handed over. A failure is a thread's
 * own where another thread can be read, or where there is no other; else it is the network's or the token's, is
 * reported as such, and makes no gap. A gap is given by each walk until the floor, which only a commit moves, has
 * passed it.
 *
 * @param maxCalls - the most calls of one round; threads beyond it are read in the next
 * @param mayReadStale - whether enough of the quota is left to read what nothing announces; default: always
 * @returns reads the threads of one walk; throws `rate-limited` where nothing was read before, and what is no DeskError
 */
export function createThreadTracker(
  maxCalls: number,
  mayReadStale: () => boolean = () => true,
): (threads: readonly WatchedThread[], floor: number, now: Instant) => Promise<ThreadsRead> {
  const known = new Map<string, KnownThread>()
  const failing = new Map<string, FailingThread>()
  let owed: readonly ListedItem[] = []

  function remember(thread: WatchedThread, found: Omit<ReadThread, "isWhole">, floor: number, readAt: number): void {
    const { id, stamp, from = floor } = thread
    const { items, notices = [], observations = [] } = found
    const failed = failing.get(id)
    failing.delete(id)
    const late = failed?.toldTo === undefined ? from : Math.min(from, failed.from)
    const listed = items.flatMap((item): readonly ListedItem[] => {
      if (item.at > from) return [item]
      // It came while the thread could not be read: as if it had come now, since the floor has passed its own moment.
      return item.at > late ? [{ ...item, at: Math.floor(readAt / 1000) }] : []
    })
    const seen = observations.map((message) => ({ message, at: millisToInstant(readAt) }))
    known.set(id, { stamp, readAt, from, items: listed, notices, observations: seen })
  }

  function owe(id: string, from: number, to: number, reason: string): void {
    if (to > from) owed = [...owed, gapItem(id, from, to, reason)]
  }

  /** Tries one thread; a failure is not counted yet. */
  async function tryThread(
    thread: WatchedThread,
    budget: Budget,
    { mayBeCut, floor, readAt }: { readonly mayBeCut: boolean; readonly floor: number; readonly readAt: number },
  ): Promise<Outcome> {
    const { id, from = floor } = thread
    let calls = 0
    const counted: Budget = { spend: () => budget.spend() && (calls += 1) > 0 }
    const present = Math.floor(readAt / 1000)
    try {
      const found = await thread.read(counted, Math.min(from, failing.get(id)?.from ?? from))
      const { items, isWhole } = found
      if (!isWhole && !mayBeCut) return { kind: "waits" }
      remember(thread, found, floor, readAt)
      // It takes more than all calls of a round and would never be whole: its newest comments are taken.
      const oldest = items.reduce((least, { at }) => Math.min(least, at), present)
      if (!isWhole && oldest > floor) owe(id, floor, oldest, "more comments under one post or topic than one reading may walk through")
      return { kind: "read", isAnswer: calls > 0 || items.length > 0 }
    } catch (error) {
      if (!isDeskError(error) || error.code === "rate-limited") throw error
      if (error.code !== "refused") return { kind: "failed", thread, error }
      remember(thread, { items: [] }, floor, readAt) // The post went, or its comments are not public.
      return { kind: "read", isAnswer: true }
    }
  }

  /** Counts a failure; true where the thread is given up, and a gap is reported instead. */
  function giveUp({ thread, error }: Failed, isOwn: boolean, floor: number, readAt: number): boolean {
    const { id, stamp, from = floor } = thread
    const before = failing.get(id)
    const isUnreadable = isDeskError(error, "protocol")
    const rounds = (before?.rounds ?? 0) + (isOwn || isUnreadable ? 1 : 0)
    const since = before?.since ?? readAt
    const failed = { error, rounds, since, from: before?.from ?? floor, toldTo: before?.toldTo }
    failing.set(id, failed)
    const isOver = rounds >= patience && (isUnreadable || readAt - since >= outageMillis)
    if (failed.toldTo === undefined && !isOver) return false
    const present = Math.floor(readAt / 1000)
    known.set(id, { stamp, readAt, from, items: [], notices: [], observations: [] })
    // Once an hour is enough: until then the floor stays where the last gap ends.
    if (failed.toldTo !== undefined && present - failed.toldTo < trustMillis / 1000) return true
    owe(id, failed.toldTo ?? failed.from, present, isUnreadable ? unreadable : unread)
    failing.set(id, { ...failed, toldTo: present })
    return true
  }

  /**
   * Up to when a thread was read, seconds. A stamp that stayed as it was says little: one comment may have gone
   * and another come.
   */
  function lookedAt({ id, seenAt }: WatchedThread, present: number): number {
    const toldTo = failing.get(id)?.toldTo
    if (toldTo !== undefined) return toldTo
    return Math.min(seenAt ?? present, Math.floor((known.get(id)?.readAt ?? 0) / 1000))
  }

  return async (threads, floor, now) => {
    const readAt = instantToMillis(now)
    const present = Math.floor(readAt / 1000)
    const ids = new Set(threads.map(({ id }) => id))
    for (const kept of [known, failing]) for (const id of kept.keys()) if (!ids.has(id)) kept.delete(id)
    owed = owed.filter(({ at }) => at > floor)
    const isCurrent = ({ id, stamp, from = floor }: WatchedThread): boolean => {
      const entry = known.get(id)
      return entry !== undefined && entry.stamp === stamp && entry.from <= from
    }
    const readBefore = ({ id }: WatchedThread): number => known.get(id)?.readAt ?? 0
    // Those that fail come last: they must not use up the calls of the others.
    const order = ({ id }: WatchedThread): number => (failing.has(id) ? 1 : 0)
    const changed = threads.filter((thread) => !isCurrent(thread)).toSorted((one, other) => order(one) - order(other))
    const others = threads.filter(isCurrent).toSorted((one, other) => readBefore(one) - readBefore(other))
    const budget = createBudget(maxCalls)
    const failed: Failed[] = []
    let isPartial = false
    let isUntouched = true
    let isAnswered = false
    for (const thread of changed) {
      try {
        const outcome = await tryThread(thread, budget, { mayBeCut: isUntouched, floor, readAt })
        if (outcome.kind === "failed") failed.push(outcome)
        if (outcome.kind === "waits") isPartial = true
        if (outcome.kind === "read") isAnswered ||= outcome.isAnswer
        if (outcome.kind !== "failed") isUntouched = false
        // Each try may have taken its time; the others are tried in the next round, before these.
        if (!isAnswered && failed.filter(({ error }) => error.code !== "protocol").length > mostWitnesses) {
          isPartial = true
          break
        }
      } catch (error) {
        // What was read is kept: if it were read from the start each time, a quota might never suffice.
        if (isUntouched || !isDeskError(error, "rate-limited")) throw error
        isPartial = true
        break
      }
    }
    const isOwn = isPartial ? isAnswered : await isTheirOwn(failed, isAnswered)
    for (const outcome of failed) if (!giveUp(outcome, isOwn, floor, readAt)) isPartial = true
    const failure = isOwn ? undefined : failed.find(({ error }) => error.code !== "protocol")?.error
    // Nothing says that anything is new there, so it may wait; but not for hours.
    if (!isPartial) await readStale(others.filter((thread) => readAt - readBefore(thread) >= trustMillis))
    const current = threads.filter(isCurrent)
    const read = current.flatMap(({ id }) => known.get(id) ?? [])
    const looks = current.map((thread) => lookedAt(thread, present))
    const settledTo = looks.reduce((least, look) => Math.min(least, look), Infinity) - 1
    return {
      items: [...read.flatMap(({ items }) => items), ...owed],
      notices: read.flatMap(({ notices }) => notices),
      observations: read.flatMap(({ observations }) => observations),
      isPartial,
      ...(settledTo === Infinity ? {} : { settledTo }),
      ...(failure === undefined ? {} : { failure }),
      problems: [...failing].map(([id, { error }]) => `comments under ${id} cannot be read: ${error.message}`),
    }

    /**
     * Whether threads fail for themselves: the network answers for another one, or there is no other that could be
     * asked.
     */
    async function isTheirOwn(all: readonly Failed[], answers: boolean): Promise<boolean> {
      // What cannot be understood is an answer too.
      const lost = all.filter(({ error }) => error.code !== "protocol")
      if (answers || lost.length === 0) return true
      let silent = lost.length - 1
      try {
        for (const thread of others.filter(({ id }) => !failing.has(id) && !lost.some((one) => one.thread.id === id))) {
          const outcome = await tryThread(thread, budget, { mayBeCut: false, floor, readAt })
          if (outcome.kind === "read" && outcome.isAnswer) return true
          if (outcome.kind !== "read") silent += 1
          if (silent > mostWitnesses) break
        }
      } catch (error) {
        if (!isDeskError(error, "rate-limited")) throw error
        return false
      }
      return silent === 0
    }

    /** Reads what was not read for long, as far as the network lets it. */
    async function readStale(stale: readonly WatchedThread[]): Promise<void> {
      const lost: Failed[] = []
      let answers = isAnswered
      try {
        for (const thread of stale) {
          if (!mayReadStale()) break
          const outcome = await tryThread(thread, budget, { mayBeCut: false, floor, readAt })
          if (outcome.kind === "failed") lost.push(outcome)
          if (outcome.kind === "read") answers ||= outcome.isAnswer
          if (lost.length > mostWitnesses && !answers) break
        }
      } catch (error) {
        if (!isDeskError(error, "rate-limited")) throw error
      }
      const theirs = await isTheirOwn(lost, answers)
      for (const outcome of lost) giveUp(outcome, theirs, floor, readAt)
    }
  }
}

const unread = "the comments under one post or topic could not be read"
const unreadable = "the comments under one post or topic could not be understood"
