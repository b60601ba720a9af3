import { DeskError, diagnosticsChannels, isDeskError, publishDiagnostics, addMinutes, type Instant } from "../base/index.ts"
import type { Connector, MessagePage, Source } from "../connector/index.ts"
import { watchedLimit, type CursorMove, type Lease, type SourceCursor } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import { isAhead } from "./desk-clock.ts"
import type { PageNews } from "./events.ts"
import { addGaps } from "./known-gaps.ts"
import { isLeaseLost } from "./lost-lease.ts"
import { readingAfter } from "./source-reading.ts"
import { storeIntake, takeInSound } from "./store-intake.ts"

/** What one page came to, and whether something may follow. */
export interface ReadPage {
  readonly news: PageNews
  readonly more: boolean
}

/** What is asked for: the page that follows a source's cursor, as it is stored. */
export interface PageRequest {
  readonly pageSize: number
  readonly signal: AbortSignal | undefined
  /** Undefined for the first page ever. */
  readonly stored: SourceCursor | undefined
}

/** A source that this worker holds, and since when. */
export interface TakenSource {
  readonly lease: Lease
  /** By the storage's clock: what was read is what was shown then. */
  readonly takenAt: Instant
}

/** How often a page is worked out anew after somebody else wrote to one of its incidents first. */
const conflictTries = 5

/**
 * Reads the page that follows a source's cursor, as it stands under the lease, and stores what it comes to, in one commit with the next cursor.
 *
 * @returns undefined when another worker took the source over meanwhile
 * @throws DeskError `protocol` for a page that promises more without moving its cursor, after it was stored; whatever connector and storage throw
 */
export async function readPage(
  context: DeskContext,
  connector: Connector,
  source: Source,
  taken: TakenSource,
  { pageSize, signal, stored }: PageRequest,
): Promise<ReadPage | undefined> {
  const { lease, takenAt: askedAt } = taken
  // A source that was read first by a clock that was wrong would be read again only when that moment comes.
  const isFirst = stored === undefined || (stored.reading !== null && isAhead(stored.reading.since, askedAt))
  const cursor = isFirst ? undefined : stored.cursor
  const { id, network, capabilities } = connector
  // Whoever relays other networks has no threads of its own to watch.
  const overUpdatedSince = addMinutes(askedAt, -context.handling.conversation.watchDays * 1440)
  const query = { network, limit: watchedLimit, overUpdatedSince }
  const watchedKeys = capabilities.relay ? undefined : await context.storage.readWatched(query)
  const page = await connector.doPull({
    sourceId: source.id,
    limit: pageSize,
    now: askedAt,
    ...(watchedKeys === undefined ? {} : { watchedKeys }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(signal === undefined ? {} : { signal }),
  })
  // Nobody looks at what is beyond: that is told as a source that is not read to its end.
  const isCut = watchedKeys !== undefined && watchedKeys.length >= watchedLimit
  const reading = readingAfter(isFirst ? null : stored.reading, isCut ? { ...page, isPartial: true } : page, askedAt)
  const { merged, ...gaps } = addGaps(stored?.gaps ?? [], page.gaps)
  const move = { connectorId: id, sourceId: source.id, expected: stored?.cursor ?? null, next: page.cursor, ...gaps, reading }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const news = await storePage(context, connector, source, taken, page, move)
      if (merged !== null) context.newsroom.tell("gaps-merged", { connectorId: id, sourceId: source.id, ...merged })
      if (page.more && page.cursor === cursor) {
        throw new DeskError("protocol", `"${source.id}" promises more, but its cursor does not move`, { path: "cursor" })
      }
      return { news, more: page.more }
    } catch (error) {
      if (isLeaseLost(error, lease)) return undefined
      // Somebody else wrote to an incident of the page, or registered one of its messages: what was read stands, what it comes to does not.
      if (attempt < conflictTries && (isDeskError(error, "conflict") || isDeskError(error, "duplicate"))) continue
      throw error
    }
  }
}

async function storePage(
  context: DeskContext,
  connector: Connector,
  source: Source,
  { lease, takenAt: askedAt }: TakenSource,
  page: MessagePage,
  move: Omit<CursorMove, "at" | "read" | "matched" | "skipped">,
): Promise<PageNews> {
  const at = [askedAt, context.clock.now(), lease.until].toSorted()[1] ?? askedAt
  const { intake, refused } = await takeInSound(context, { ...page, shownAt: askedAt }, at)
  const skipped = [...page.skipped, ...refused]
  const counts = { read: page.messages.length + page.skipped.length, matched: intake.matched, skipped: skipped.length }
  await storeIntake(context, intake, at, {
    cursors: [{ ...move, at, ...counts }],
    leases: [lease],
  })
  const { registered, candidates, known } = intake
  const place = { connectorId: connector.id, sourceId: source.id }
  const news: PageNews = { ...place, ...counts, registered, candidates, known }
  publishDiagnostics(diagnosticsChannels.pageCommitted, () => ({ ...news, gaps: page.gaps.length, more: page.more }))
  for (const item of skipped) context.newsroom.tell("item-skipped", { ...place, item })
  for (const date of intake.corrected) context.newsroom.tell("date-corrected", { ...place, ...date })
  for (const gap of page.gaps) context.newsroom.tell("gap-found", { ...place, gap })
  for (const { incident, events } of intake.news) context.newsroom.tellIncident(incident, events)
  context.newsroom.tell("page-read", news)
  return news
}
