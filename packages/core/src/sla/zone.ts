import * as z from "zod"
import { configError } from "../base/index.ts"

const zoneExpected = "an IANA time zone was expected, like Asia/Chita"

function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    return wallClockOf(zone) !== undefined
  } catch {
    return false
  }
}

/** Making one takes as long as a hundred readings. */
const wallClocks = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError for a zone that this runtime does not know */
function wallClockOf(zone: string): Intl.DateTimeFormat {
  let wallClock = wallClocks.get(zone)
  if (wallClock === undefined) {
    const digits = "2-digit"
    const time = { hour: digits, minute: digits, second: digits, hourCycle: "h23" } as const
    wallClock = new Intl.DateTimeFormat("en-US", { timeZone: zone, era: "short", year: "numeric", month: digits, day: digits, ...time })
    wallClocks.set(zone, wallClock)
  }
  return wallClock
}

/** An IANA zone that this runtime knows, as `Asia/Chita`. Fixed offsets like `+09:00` are refused: they know no law. */
export const zoneSchema = z.string().max(64).refine(isZone, zoneExpected)

/** An interval, half-open in milliseconds since 1970, in which a zone keeps one offset. */
export interface OffsetSpan {
  readonly from: number
  readonly to: number
  /** What is added to UTC to get what the clock on the wall shows, in milliseconds. */
  readonly offset: number
}

/**
 * How far apart the offset is looked at. The two nearest changes of offset since 1970 lie 601,200 seconds (almost 7
 * days) apart (America/Noronha in October 2000; IANA tz database 2026c), so that no change and no pair of changes hides
 * between two looks.
 */
const step = 4 * 86_400_000

/** Offsets and working time are reckoned once for intervals of 32 days, counted from 1970-01-01T00:00Z. */
export const blockMillis = 32 * 86_400_000
/** How many intervals of a zone are remembered: more than 80 years; then it begins anew. */
const rememberedBlocks = 1024
/** Beyond it an interval would reach out of what a date can hold. */
const farthestMillis = 8.64e15 - 2 * blockMillis

const blocksOf = new Map<string, Map<number, readonly OffsetSpan[]>>()

/**
 * What the zone's clocks on the wall differ from UTC, in milliseconds.
 *
 * @throws DeskError `config` when the zone is unknown or the moment is beyond what a date can hold
 */
export function offsetAt(zone: string, millis: number): number {
  // What is said of changes above holds since 1970.
  if (!(millis >= 0 && millis < farthestMillis)) return lookUpOffset(zone, millis)
  const spans = spansOfBlock(zone, Math.floor(millis / blockMillis))
  for (const span of spans) if (millis < span.to) return span.offset
  return lookUpOffset(zone, millis)
}

/**
 * The offsets of a zone over an interval, in order, without holes; neighbours differ.
 *
 * @param zone - a valid IANA zone
 * @param from - milliseconds since 1970, a whole second
 * @param to - milliseconds since 1970, a whole second, later than `from`
 */
export function offsetSpans(zone: string, from: number, to: number): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = []
  const last = Math.floor((to - 1) / blockMillis)
  for (let index = Math.floor(from / blockMillis); index <= last; index += 1) {
    for (const span of spansOfBlock(zone, index)) {
      const begin = Math.max(span.from, from)
      const end = Math.min(span.to, to)
      if (begin >= end) continue
      const before = spans.at(-1)
      if (before?.offset === span.offset) spans[spans.length - 1] = { ...before, to: end }
      else spans.push({ from: begin, to: end, offset: span.offset })
    }
  }
  return spans
}

function spansOfBlock(zone: string, index: number): readonly OffsetSpan[] {
  let blocks = blocksOf.get(zone)
  const known = blocks?.get(index)
  if (known !== undefined) return known
  const spans = lookUpSpans(zone, index * blockMillis, (index + 1) * blockMillis)
  if (blocks === undefined || blocks.size >= rememberedBlocks) {
    blocks = new Map()
    blocksOf.set(zone, blocks)
  }
  blocks.set(index, spans)
  return spans
}

function lookUpOffset(zone: string, millis: number): number {
  if (!isZone(zone)) throw configError("time zone", [{ path: "zone", message: zoneExpected }])
  if (Number.isNaN(new Date(millis).getTime()))
    throw configError("time zone", [{ path: "instant", message: "a moment within the years of dates was expected" }])
  const shown = new Map(
    wallClockOf(zone)
      .formatToParts(millis)
      .map(({ type, value }) => [type, value]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(shown.get(type))
  const wall = new Date(0)
  // Of the years before our era the first is the year 0.
  wall.setUTCFullYear(shown.get("era") === "BC" ? 1 - part("year") : part("year"), part("month") - 1, part("day"))
  wall.setUTCHours(part("hour"), part("minute"), part("second"))
  return wall.getTime() - Math.floor(millis / 1000) * 1000
}

/**
 * The moments at which the clocks of a zone show a time: two in the hour that is shown twice when clocks go back. A
 * time that clocks skip is read as they would have shown it had they not gone forward.
 *
 * @param zone - a valid IANA zone
 * @param wall - the time shown, in milliseconds as if it were UTC
 */
export function momentsOf(zone: string, wall: number): readonly number[] {
  const day = 86_400_000
  const [before, after] = [wall - offsetAt(zone, wall - day), wall - offsetAt(zone, wall + day)]
  const found = [...new Set([before, after])].filter((moment) => moment + offsetAt(zone, moment) === wall)
  return found.length === 0 ? [before] : found
}

function lookUpSpans(zone: string, from: number, to: number): readonly OffsetSpan[] {
  const spans: OffsetSpan[] = []
  let begin = from
  let offset = lookUpOffset(zone, from)
  for (let at = from; at < to;) {
    const next = Math.min(at + step, to)
    if (lookUpOffset(zone, next) === offset) {
      at = next
      continue
    }
    const change = findChange(zone, at, next, offset)
    // At the very end of the interval a change belongs to what follows.
    if (change >= to) break
    spans.push({ from: begin, to: change, offset })
    begin = change
    at = change
    offset = lookUpOffset(zone, change)
  }
  spans.push({ from: begin, to, offset })
  return spans
}

/** The first second at which the offset is another; offsets change at whole seconds. */
function findChange(zone: string, from: number, to: number, offset: number): number {
  let same = from / 1000
  let changed = to / 1000
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2)
    if (lookUpOffset(zone, middle * 1000) === offset) same = middle
    else changed = middle
  }
  return changed * 1000
}
