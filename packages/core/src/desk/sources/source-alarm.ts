import { addMinutes, type Instant } from "../../base/index.ts"
import type { Source } from "../../connector/index.ts"
import type { SourceReading } from "../../storage/index.ts"
import type { DeskAlarms } from "../options/options.ts"
import { countAt, hourOf } from "./source-reading.ts"

/** A source is behind after this time at the earliest, minutes: a restart is no alarm. */
const leastBehindMinutes = 15

const weekHours = 7 * 24

/** So many weeks are compared with, and so many must be known. */
const [comparedWeeks, neededWeeks] = [4, 2]

/** That a source is silent against its habit. */
export interface Silence {
  /** The moment of its newest message. */
  readonly since: Instant
  /** Up to this moment it was read. */
  readonly readTo: Instant
  /** How many messages the same hours had in the quietest of the weeks that were compared. */
  readonly usual: number
  /** How many weeks were compared. */
  readonly weeks: number
}

/**
 * Whether a source is silent against its own habit: since its newest message there are whole hours (at most a week of
 * them) that were read and held nothing, and in the same hours of each of the last four weeks there came enough. Weeks
 * from before the source was read do not count; two must be known.
 *
 * @param reading - what is known of the source
 * @param rules - how many messages are enough
 */
export function silenceOf(reading: SourceReading, { silentMessages }: Pick<Required<DeskAlarms>, "silentMessages">): Silence | undefined {
  const { newestAt, readTo, since } = reading
  if (silentMessages === null || newestAt === null || readTo === null) return undefined
  const from = hourOf(newestAt) + 1
  const to = Math.min(hourOf(readTo), from + weekHours)
  const firstKnown = Math.max(reading.firstHour, hourOf(since))
  const sums: number[] = []
  for (let week = 1; week <= comparedWeeks && from - week * weekHours >= firstKnown; week += 1) {
    let sum = 0
    for (let hour = from; hour < to; hour += 1) sum += countAt(reading, hour - week * weekHours)
    sums.push(sum)
  }
  const usual = Math.min(...sums)
  return sums.length >= neededWeeks && usual >= silentMessages ? { since: newestAt, readTo, usual, weeks: sums.length } : undefined
}

/**
 * Since when a source is not read to its end although it should have been long ago.
 *
 * @param last - the last moment that was read; of a source that was never read, when it was to be read first
 * @param source - how often it is read
 * @param rules - how many readings may be missed
 * @param now - the present moment
 */
export function behindOf(
  last: Instant,
  { everyMinutes }: Source,
  { behindRounds }: Pick<Required<DeskAlarms>, "behindRounds">,
  now: Instant,
): Instant | undefined {
  if (behindRounds === null) return undefined
  return addMinutes(last, Math.max(leastBehindMinutes, behindRounds * everyMinutes)) < now ? last : undefined
}
