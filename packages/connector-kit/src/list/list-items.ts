import { instantToMillis, type Instant } from "@otklik/core"
import type { Reading } from "./reading.ts"
import { listed } from "./unread-reader.ts"
import type { ListedItem } from "./listed-item.ts"

const dayMillis = 86_400_000

/** How the items of a list are understood. */
export interface ListOptions<Item> {
  /** What an item is. */
  read(item: Item): Reading
  /** Its moment, seconds; undefined for one that cannot be read. */
  momentOf(item: Item): number | undefined
  /** What distinguishes it from the others of the list, even when it is broken. */
  markOf(item: Item): string
  /** Distinguishes items of this list from those of others. */
  readonly place: string
  /**
   * The moment of items where none of the list has one, seconds: later than the floor, so that a list that cannot be
   * understood at all is reported and does not pass for an old one. The second after the floor keeps the floor where it
   * is; {@link endOfDay} is for a list beside which others are read.
   */
  readonly fallback: number
}

/**
 * What the items of a list are, for a reader of lists. An item without a readable moment takes that of the one before
 * it, or behind it; where none has one, the fallback.
 *
 * @param items - as the network gives them
 * @param options - see {@link ListOptions}
 */
export function listItems<Item>(items: readonly Item[], options: ListOptions<Item>): readonly ListedItem[] {
  const { read, momentOf, markOf, place, fallback } = options
  const own = items.map((item) => momentOf(item))
  const isKnown = (moment: number | undefined): boolean => moment !== undefined
  const behind = own.find(isKnown) ?? fallback
  let before: number | undefined
  return items.flatMap((item, index) => {
    before = own[index] ?? before
    return listed(read(item), before ?? behind, `${place} ${markOf(item)}`)
  })
}

/**
 * The last second of the day: the moment of comments of which none can be understood, so that they are reported once a
 * day and not each time the floor moves.
 *
 * @param now - of the walk
 */
export function endOfDay(now: Instant): number {
  return (Math.floor(instantToMillis(now) / dayMillis) + 1) * (dayMillis / 1000) - 1
}

/**
 * Where a walk from the newest item back may end: at an item that is old; and where not one of as many items as a page
 * holds has a readable moment, since the pages behind would be no better.
 *
 * @param pageSize - items that a page holds at most
 * @param momentOf - of an item, seconds; undefined for one that cannot be read, and for one that is out of order
 * @param isOld - whether everything behind an item of this moment is older than what is wanted
 */
export function createWalkEnd(
  pageSize: number,
  momentOf: (item: unknown) => number | undefined,
  isOld: (moment: number) => boolean,
): (item: unknown) => boolean {
  let unreadable = 0
  return (item) => {
    const moment = momentOf(item)
    if (moment !== undefined) unreadable = -Infinity
    unreadable += 1
    return moment === undefined ? unreadable >= pageSize : isOld(moment)
  }
}

/** How many calls a page may still cost. */
export interface Budget {
  /** Takes one call; false when none is left. */
  spend(): boolean
}

/**
 * Makes a budget.
 *
 * @param calls - how many calls it holds
 */
export function createBudget(calls: number): Budget {
  let left = calls
  return { spend: () => left > 0 && (left -= 1) >= 0 }
}
