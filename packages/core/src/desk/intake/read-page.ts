import { DeskError, diagnosticsChannels, publishDiagnostics, addMinutes, type Instant } from "../../base/index.ts"
import type { Connector, MessagePage, Source } from "../../connector/index.ts"
import { watchedLimit, type CursorMove, type Lease, type SourceCursor } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { isAhead } from "../desk-clock.ts"
import type { PageReadEvent } from "../events.ts"
import { addGaps } from "./known-gaps.ts"
import { readingAfter } from "../sources/source-reading.ts"
import { storePast, type PastPull } from "./past-pull.ts"
import { storeIntake, type StoredIntake } from "./store-intake.ts"

/** What one page came to, and whether something may follow. */
export interface ReadPage {
  readonly pageRead: PageReadEvent
  readonly more: boolean
}

/** What is asked for: the page that follows a source's cursor, as it is stored. */
export interface PageRequest {
  readonly pageSize: number
  readonly signal: AbortSignal | undefined
  /** Undefined for the first page ever. */
  readonly stored: SourceCursor | undefined
  /** How messages of the past are taken in; absent: as of the moment of the reading. */
  readonly past?: PastPull | undefined
}

/** A source that this worker holds, and since when. */
export interface TakenSource {
  readonly lease: Lease
  /** By the storage's clock: what was read is what was shown then. */
  readonly takenAt: Instant
}

/**
 * Reads the page that follows a source's cursor, as it is under the lease, and stores the result, in one
 * commit with the next cursor.
 *
 * @throws DeskError `protocol` for a page that promises more without moving its cursor, after it was stored; whatever
 * connector and storage throw
 */
export async function readPage(
  context: DeskContext,
  connector: Connector,
  source: Source,
  taken: TakenSource,
  { pageSize, signal, stored, past }: PageRequest,
): Promise<ReadPage> {
  const askedAt = taken.takenAt
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
  // Nobody reads what is beyond: that is reported as a source that is not read to its end.
  const isCut = watchedKeys !== undefined && watchedKeys.length >= watchedLimit
  const reading = readingAfter(isFirst ? null : stored.reading, isCut ? { ...page, isPartial: true } : page, askedAt)
  const { merged, ...gaps } = addGaps(stored?.gaps ?? [], page.gaps)
  const move = { connectorId: id, sourceId: source.id, expected: stored?.cursor ?? null, next: page.cursor, ...gaps, reading }
  const pageRead = await storePage(context, connector, source, taken, page, move, past)
  if (merged !== null) context.eventBus.emit("gaps-merged", { connectorId: id, sourceId: source.id, ...merged })
  if (page.more && page.cursor === cursor) {
    throw new DeskError("protocol", `"${source.id}" promises more, but its cursor does not move`, { path: "cursor" })
  }
  return { pageRead, more: page.more }
}

async function storePage(
  context: DeskContext,
  connector: Connector,
  source: Source,
  { lease, takenAt: askedAt }: TakenSource,
  page: MessagePage,
  move: Omit<CursorMove, "at" | "read" | "matched" | "skipped">,
  past: PastPull | undefined,
): Promise<PageReadEvent> {
  // What was read is what was shown while the lease was held.
  const now = () => [askedAt, context.clock.now(), lease.until].toSorted()[1] ?? askedAt
  const countsOf = ({ intake, refused }: Pick<StoredIntake, "intake" | "refused">) => ({
    read: page.messages.length + page.skipped.length,
    matched: intake.matched,
    skipped: page.skipped.length + refused.length,
  })
  const arrivals = { ...page, shownAt: askedAt }
  const rest = (stored: StoredIntake) => ({ cursors: [{ ...move, at: stored.at, ...countsOf(stored) }], leases: [lease] })
  const result =
    past === undefined
      ? (await storeIntake(context, arrivals, now, rest)).result
      : await storePast(past, { connector, source }, arrivals, now, rest)
  const { intake, refused } = result
  const counts = countsOf(result)
  const { registered, candidates, known } = intake
  const place = { connectorId: connector.id, sourceId: source.id }
  const pageRead: PageReadEvent = { ...place, ...counts, registered, candidates, known }
  publishDiagnostics(diagnosticsChannels.pageCommitted, () => ({ ...pageRead, gaps: page.gaps.length, more: page.more }))
  for (const item of [...page.skipped, ...refused]) context.eventBus.emit("item-skipped", { ...place, item })
  for (const date of intake.corrected) context.eventBus.emit("date-corrected", { ...place, ...date })
  for (const gap of page.gaps) context.eventBus.emit("gap-found", { ...place, gap })
  context.eventBus.emit("page-read", pageRead)
  return pageRead
}
