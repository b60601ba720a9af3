import { addMinutes, DeskError, diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import type { Connector, Source } from "../connector/index.ts"
import type { Lease, SourceCursor } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import type { PageNews } from "./events.ts"
import { takeIn } from "./intake.ts"

/** How to pull. */
export interface PullRequest {
  /** Only these connectors; absent: all that can be pulled. */
  readonly connectorIds?: readonly string[]
  /** Messages a page, 1 to 5 000. Default 500. */
  readonly pageSize?: number
  /** Told after each commit. */
  readonly onPage?: (page: PageNews) => void
  /** Stops between two pages. */
  readonly signal?: AbortSignal
}

/** A source that could not be read; the others were. */
export interface PullFailure {
  readonly connectorId: string
  readonly sourceId: string
  readonly error: unknown
}

/** What a pull came to. */
export interface PullResult {
  readonly pages: number
  readonly read: number
  readonly matched: number
  readonly registered: number
  readonly candidates: number
  readonly known: number
  readonly skipped: number
  readonly failures: readonly PullFailure[]
}

/** Sources under this lease are read by nobody else; five minutes are more than any page takes. */
const leaseMillis = 5 * 60_000

/** How often a page is tried again after somebody else wrote first. */
const conflictTries = 5

/** Reads every source that is due, page by page, until nothing is left. Each page is one commit with its cursor. */
export async function pull(context: DeskContext, request: PullRequest = {}): Promise<PullResult> {
  const pageSize = request.pageSize ?? 500
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 5000) {
    throw new DeskError("config", "pageSize: a whole number from 1 to 5000 was expected", {
      issues: [{ path: "pageSize", message: "a whole number from 1 to 5000 was expected" }],
    })
  }
  const total = { pages: 0, read: 0, matched: 0, registered: 0, candidates: 0, known: 0, skipped: 0 }
  const failures: PullFailure[] = []
  for (const connector of context.connectors) {
    if (!connector.capabilities.pull || request.connectorIds?.includes(connector.id) === false) continue
    const cursors = await context.storage.readCursors(connector.id)
    for (const source of connector.sources) {
      if (isAborted(request.signal)) return { ...total, failures }
      if (!isDue(context, source, cursors)) continue
      try {
        await walk(context, connector, source, pageSize, request.signal, (page) => {
          total.pages += 1
          for (const count of ["read", "matched", "registered", "candidates", "known", "skipped"] as const) total[count] += page[count]
          request.onPage?.(page)
        })
      } catch (error) {
        if (isAborted(request.signal)) return { ...total, failures }
        failures.push({ connectorId: connector.id, sourceId: source.id, error })
        publishDiagnostics(diagnosticsChannels.workFailed, () => ({
          work: "source",
          id: `${connector.id}/${source.id}`,
          code: isDeskError(error) ? error.code : null,
        }))
      }
    }
  }
  return { ...total, failures }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true
}

function isDue(context: DeskContext, source: Source, cursors: readonly SourceCursor[]): boolean {
  const cursor = cursors.find((candidate) => candidate.sourceId === source.id)
  return cursor === undefined || addMinutes(cursor.at, source.everyMinutes) <= context.clock.now()
}

/** Walks one source to its end. Stops quietly where another worker holds it. */
async function walk(
  context: DeskContext,
  connector: Connector,
  source: Source,
  pageSize: number,
  signal: AbortSignal | undefined,
  onPage: (page: PageNews) => void,
): Promise<void> {
  for (;;) {
    if (isAborted(signal)) return
    const leaseId = `${connector.id}/${source.id}`
    const [lease] = await context.storage.lease({
      kind: "source",
      owner: context.workerId,
      now: context.clock.now(),
      ttlMillis: leaseMillis,
      limit: 1,
      among: [leaseId],
    })
    if (lease === undefined) return
    try {
      if (!(await readPage(context, connector, source, pageSize, lease, signal, onPage))) return
    } catch (error) {
      // The lease is given back so that the next try need not wait for it to run out; losing it meanwhile is no second failure.
      await context.storage.settle({ lease }).catch((lost: unknown) => {
        if (!isDeskError(lost, "conflict")) throw lost
      })
      throw error
    }
  }
}

/** Reads and commits one page; true when there is more. */
async function readPage(
  context: DeskContext,
  connector: Connector,
  source: Source,
  pageSize: number,
  lease: Lease,
  signal: AbortSignal | undefined,
  onPage: (page: PageNews) => void,
): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const cursor = (await context.storage.readCursors(connector.id)).find((candidate) => candidate.sourceId === source.id)?.cursor
    const page = await connector.doPull({
      sourceId: source.id,
      limit: pageSize,
      now: context.clock.now(),
      ...(cursor === undefined ? {} : { cursor }),
      ...(signal === undefined ? {} : { signal }),
    })
    const at = context.clock.now()
    const intake = await takeIn(context, page.messages, at)
    const counts = {
      read: page.messages.length + page.skipped.length,
      matched: intake.matched,
      skipped: page.skipped.length,
    }
    try {
      await context.storage.commit({
        ...intake.unit,
        cursors: [
          { connectorId: connector.id, sourceId: source.id, expected: cursor ?? null, next: page.cursor, at, ...counts, gaps: page.gaps },
        ],
        leases: [lease],
      })
    } catch (error) {
      if (attempt < conflictTries && (isDeskError(error, "conflict") || isDeskError(error, "duplicate"))) continue
      throw error
    }
    const { registered, candidates, known } = intake
    const news: PageNews = { connectorId: connector.id, sourceId: source.id, ...counts, registered, candidates, known }
    publishDiagnostics(diagnosticsChannels.pageCommitted, () => ({ ...news }))
    for (const item of page.skipped) context.newsroom.tell("item-skipped", { connectorId: connector.id, sourceId: source.id, item })
    for (const gap of page.gaps) context.newsroom.tell("gap-found", { connectorId: connector.id, sourceId: source.id, gap })
    for (const { incident, events } of intake.news) context.newsroom.tellIncident(incident, events)
    context.newsroom.tell("page-read", news)
    onPage(news)
    return page.more
  }
}
