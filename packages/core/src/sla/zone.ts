import { IANAZone } from "luxon"
import * as z from "zod/mini"
import { configError } from "../base/index.ts"

const zoneExpected = "an IANA time zone was expected, like Asia/Chita"

/** Zones that the runtime knows, as far as it was asked: asking each time is a third of what a new desk costs. */
const knownZones = new Set<string>()

function isZone(zone: string): boolean {
  if (knownZones.has(zone)) return true
  const isKnown = /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone)
  if (isKnown) knownZones.add(zone)
  return isKnown
}

/** An IANA zone that this runtime knows, as `Asia/Chita`. Fixed offsets like `+09:00` are refused: they know no law. */
export const zoneSchema = z.string().check(z.maxLength(64), z.refine(isZone, zoneExpected))

/** An interval, half-open in milliseconds since 1970, in which a zone keeps one offset. */
export interface OffsetSpan {
  readonly from: number
  readonly to: number
  /** What is added to UTC to get what the clock on the wall shows, in milliseconds. */
  readonly offset: number
}

/**
 * How far apart the offset is checked. The two nearest changes of offset since 1970 lie 601,200 seconds (almost 7
 * days) apart (America/Noronha in October 2000; IANA tz database 2026c), so that no change and no pair of changes hides
 * between two checks.
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
  const minutes = IANAZone.create(zone).offset(millis)
  if (Number.isNaN(minutes)) {
    const [path, message] = isZone(zone) ? ["instant", "a moment within the years of dates was expected"] : ["zone", zoneExpected]
    throw configError("time zone", [{ path, message }])
  }
  return Math.round(minutes * 60_000)
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
