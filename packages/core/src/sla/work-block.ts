import { dayMillis, type EpochDay } from "./local-day.ts"
import { blockMillis, offsetSpans } from "./zone.ts"

/** Working time of a local day as milliseconds from its midnight on the wall clock, half-open, in order. */
export interface WallSlot {
  readonly opens: number
  readonly closes: number
}

/** The working time of one stretch of {@link blockMillis} as instants, with running sums. */
export interface WorkBlock {
  /** Beginnings of the working stretches, milliseconds since 1970, ascending. */
  readonly starts: readonly number[]
  /** Their ends, exclusive. */
  readonly ends: readonly number[]
  /** Working milliseconds of the block before each stretch. */
  readonly before: readonly number[]
  /** Working milliseconds of the whole block. */
  readonly total: number
}

/**
 * Reckons the working time of one block: a moment works exactly when the clock on the wall shows a time inside a slot of the date that it
 * shows. From this one rule follows what happens around changes of the clock: what a gap leaves out does not work, and an hour that a fold
 * repeats works both times.
 *
 * @param zone - a valid IANA zone
 * @param slotsOn - the slots of a local date
 * @param index - which block: it begins at `index * blockMillis`
 */
export function reckonBlock(zone: string, slotsOn: (day: EpochDay) => readonly WallSlot[], index: number): WorkBlock {
  const starts: number[] = []
  const ends: number[] = []
  const before: number[] = []
  let total = 0
  for (const span of offsetSpans(zone, index * blockMillis, (index + 1) * blockMillis)) {
    const lastDay = Math.floor((span.to + span.offset - 1) / dayMillis)
    for (let day = Math.floor((span.from + span.offset) / dayMillis); day <= lastDay; day += 1) {
      const midnight = day * dayMillis - span.offset
      for (const { opens, closes } of slotsOn(day)) {
        const from = Math.max(midnight + opens, span.from)
        const to = Math.min(midnight + closes, span.to)
        if (from >= to) continue
        if (ends.at(-1) === from) ends[ends.length - 1] = to
        else {
          starts.push(from)
          ends.push(to)
          before.push(total)
        }
        total += to - from
      }
    }
  }
  return { starts, ends, before, total }
}

/** Working milliseconds of a block before a moment that lies in it. */
export function workBefore(block: WorkBlock, millis: number): number {
  const at = lastAtMost(block.starts, millis)
  if (at === -1) return 0
  return (block.before[at] ?? 0) + Math.min(millis, block.ends[at] ?? 0) - (block.starts[at] ?? 0)
}

/** The earliest moment of a block by which that much working time of the block has passed; `work` is more than 0 and at most the total. */
export function momentOfWork(block: WorkBlock, work: number): number {
  // One less: a sum that is reached exactly at a stretch's end must not slip into the next stretch.
  const at = lastAtMost(block.before, work - 1)
  return (block.starts[at] ?? 0) + work - (block.before[at] ?? 0)
}

/** The index of the last number that is not greater, in an ascending list; -1 when there is none. */
function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? Infinity) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}
