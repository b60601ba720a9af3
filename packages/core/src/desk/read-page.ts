import { DeskError, diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import type { Connector, MessagePage, Source } from "../connector/index.ts"
import type { Lease } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import type { PageNews } from "./events.ts"
import { takeIn } from "./intake.ts"
import { isLeaseLost } from "./lost-lease.ts"
import { storeIntake } from "./store-intake.ts"

/** What one page came to, and whether something may follow. */
export interface ReadPage {
  readonly news: PageNews
  readonly more: boolean
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
  lease: Lease,
  {
    pageSize,
    signal,
    cursor,
  }: { readonly pageSize: number; readonly signal: AbortSignal | undefined; readonly cursor: string | undefined },
): Promise<ReadPage | undefined> {
  const page = await connector.doPull({
    sourceId: source.id,
    limit: pageSize,
    now: context.clock.now(),
    ...(cursor === undefined ? {} : { cursor }),
    ...(signal === undefined ? {} : { signal }),
  })
  for (let attempt = 1; ; attempt += 1) {
    try {
      const news = await storePage(context, connector, source, lease, page, cursor ?? null)
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
  lease: Lease,
  page: MessagePage,
  expected: string | null,
): Promise<PageNews> {
  const at = context.clock.now()
  const intake = await takeIn(context, page, at)
  const counts = { read: page.messages.length + page.skipped.length, matched: intake.matched, skipped: page.skipped.length }
  await storeIntake(context, intake, at, {
    cursors: [{ connectorId: connector.id, sourceId: source.id, expected, next: page.cursor, at, ...counts, gaps: page.gaps }],
    leases: [lease],
  })
  const { registered, candidates, known } = intake
  const place = { connectorId: connector.id, sourceId: source.id }
  const news: PageNews = { ...place, ...counts, registered, candidates, known }
  publishDiagnostics(diagnosticsChannels.pageCommitted, () => ({ ...news }))
  for (const item of page.skipped) context.newsroom.tell("item-skipped", { ...place, item })
  for (const gap of page.gaps) context.newsroom.tell("gap-found", { ...place, gap })
  for (const { incident, events } of intake.news) context.newsroom.tellIncident(incident, events)
  context.newsroom.tell("page-read", news)
  return news
}
