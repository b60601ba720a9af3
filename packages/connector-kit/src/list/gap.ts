import { millisToInstant, type Gap } from "@otklik/core"
import type { ListedItem } from "./listed-item.ts"

const hourSeconds = 3600

/**
 * The interval after the floor, up to and with the moment where a walk was cut off.
 *
 * @param floor - seconds, exclusive
 * @param cut - seconds, inclusive
 * @param reason - for people
 */
export function gapOf(floor: number, cut: number, reason: string): Gap {
  return { from: millisToInstant((floor + 1) * 1000), to: millisToInstant((cut + 1) * 1000), reason }
}

/**
 * A gap among the items of a walk: the reader hands it over once, however often it is given, in the commit that moves
 * its cursor.
 *
 * @param place - where it is: distinguishes it from other gaps of the same interval
 * @param floor - seconds, exclusive
 * @param cut - seconds, inclusive, later than the floor
 * @param reason - for people
 */
export function gapItem(place: string, floor: number, cut: number, reason: string): ListedItem {
  return { at: cut, id: `gap ${place} ${floor} ${cut}`, content: gapOf(floor, cut, reason) }
}

/**
 * What a walk that was cut off leaves unread: what is older than the oldest item that it reached, and what else there
 * may be of that item's second. The item itself is in hand and is handed over, so the floor goes right below it.
 *
 * @param floor - of the walk, seconds
 * @param reached - the moment of the oldest item, seconds; undefined for a walk that reached its end, or that reached
 * none with a moment
 * @param reason - for people
 */
export function cutWalk(
  floor: number,
  reached: number | undefined,
  reason: string,
): {
  /** The interval that was not read, if any. */
  readonly gaps: readonly Gap[]
  /** The floor of the next walk; absent: it does not move. */
  readonly floor?: number
} {
  if (reached === undefined || reached - 1 <= floor) return { gaps: [] }
  return { gaps: [gapOf(floor, reached, reason)], floor: reached - 1 }
}

/** Gaps of one page: those with the same reason that overlap or follow each other are one. */
export function mergeGaps(gaps: readonly Gap[]): readonly Gap[] {
  const merged: Gap[] = []
  for (const gap of gaps.toSorted((one, other) => (one.from < other.from ? -1 : 1))) {
    const index = merged.findIndex(({ reason, to }) => reason === gap.reason && to >= gap.from)
    const before = merged[index]
    if (before === undefined) merged.push(gap)
    else if (gap.to > before.to) merged[index] = { ...before, to: gap.to }
  }
  return merged
}

/** How far back the comments of a list's posts are watched. */
export interface WatchWindow {
  /**
   * Up to the moment of the floor, so that what was written while nobody could read is searched for under every post
   * that was watched then. Seconds.
   */
  readonly from: number
  /**
   * What is missing where the walk came only to a post of this moment: comments under older ones, as long as these
   * would have been watched. It is reported once an hour, for the rest of the hour too.
   *
   * @param reached - seconds, of the oldest post that was reached; undefined where none was
   * @param reason - for people
   */
  missing(reached: number | undefined, reason: string): readonly ListedItem[]
}

/**
 * Where watching begins: so long before the floor, or before the present where the floor is later. Between two readings
 * of minutes this is as if it were counted from the present; after a long time without reading it is what would have
 * been watched meanwhile.
 *
 * @param floor - of the walk, seconds
 * @param present - seconds
 * @param watchSeconds - how long comments under a post are watched
 */
export function watchWindow(floor: number, present: number, watchSeconds: number): WatchWindow {
  const from = Math.max(0, Math.floor(Math.min(floor, present) - watchSeconds))
  return {
    from,
    missing(reached, reason) {
      if (reached === undefined || reached <= from) return []
      const until = Math.min(reached + Math.floor(watchSeconds), Math.ceil((present + 1) / hourSeconds) * hourSeconds - 1)
      if (until <= floor) return []
      return [{ at: until, id: `gap comments ${until}`, content: gapOf(floor, until, reason) }]
    },
  }
}
