import { instantToMillis, type Instant } from "../../base/index.ts"
import type { MessagePage } from "../../connector/index.ts"
import type { SourceReading } from "../../storage/index.ts"

const hourMillis = 3_600_000

/** Counts are kept for five weeks: four to compare with, and one that may be silent. */
const keptHours = 5 * 7 * 24

/** The hour in which a moment lies, in hours since 1970-01-01T00:00Z. */
export function hourOf(instant: Instant): number {
  return Math.floor(instantToMillis(instant) / hourMillis)
}

/** The messages of an hour; 0 outside of what was counted. */
export function countAt({ firstHour, counts }: SourceReading, hour: number): number {
  return counts[hour - firstHour] ?? 0
}

/**
 * What is known of a source after a page: up to where it was read, and how many messages each hour had.
 *
 * A reading covers what the source showed when its first page was asked for: later pages may still hand over what was
 * seen then. Where its last page says that something was not read since an earlier moment, it covers what was
 * shown then.
 *
 * @param before - what was known before; null for the first page
 * @param page - what was read
 * @param askedAt - when the page was asked for
 */
export function readingAfter(before: SourceReading | null, page: MessagePage, askedAt: Instant): SourceReading {
  const beganAt = earlier(before?.beganAt ?? askedAt, askedAt)
  const known = before === null ? startOf(page, askedAt) : notAhead(before, askedAt)
  const isEnd = !page.more && page.isPartial !== true
  const { lookedTo = beganAt } = page
  const readTo = isEnd ? later(known.readTo, lookedTo < beganAt ? lookedTo : beganAt) : known.readTo
  const moments = page.messages
    .map(({ publishedAt, editedAt }) => editedAt ?? publishedAt)
    .map((moment) => (moment > askedAt ? askedAt : moment))
  const newestAt = moments.reduce<Instant | null>((newest, moment) => later(newest, moment), known.newestAt)
  return {
    since: known.since,
    readTo,
    beganAt: page.more ? beganAt : null,
    newestAt,
    ...countsAfter(known, moments.map(hourOf), hourOf(askedAt)),
    silentSince: newestAt === known.newestAt ? known.silentSince : null,
    behindSince: readTo === known.readTo ? known.behindSince : null,
  }
}

/** What a clock that was wrong noted of moments that are to come was not read. */
function notAhead(before: SourceReading, askedAt: Instant): SourceReading {
  const { since, readTo, newestAt } = before
  const capped = (moment: Instant | null): Instant | null => (moment === null ? null : earlier(moment, askedAt))
  return { ...before, since: earlier(since, askedAt), readTo: capped(readTo), newestAt: capped(newestAt) }
}

function startOf({ since }: MessagePage, askedAt: Instant): SourceReading {
  const begin = since !== undefined && since < askedAt ? since : askedAt
  const nothing = { readTo: null, beganAt: null, newestAt: null, silentSince: null, behindSince: null }
  return { since: begin, ...nothing, firstHour: hourOf(begin), counts: [] }
}

function countsAfter(known: SourceReading, hours: readonly number[], present: number): Pick<SourceReading, "firstHour" | "counts"> {
  const firstHour = Math.max(known.firstHour, present - keptHours + 1)
  const counts = known.counts.slice(firstHour - known.firstHour)
  for (const hour of hours) {
    if (hour < firstHour) continue
    while (counts.length <= hour - firstHour) counts.push(0)
    counts[hour - firstHour] = (counts[hour - firstHour] ?? 0) + 1
  }
  return { firstHour, counts }
}

function earlier(one: Instant, other: Instant): Instant {
  return one < other ? one : other
}

function later(one: Instant | null, other: Instant): Instant {
  return one === null || one < other ? other : one
}
