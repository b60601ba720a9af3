import type { Connector, Source } from "../connector/index.ts"
import { addMinutes, diagnosticsChannels, isDeskError, publishDiagnostics } from "../base/index.ts"
import type { SourceCursor } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import type { PageNews } from "./events.ts"
import { readPage, type ReadPage } from "./read-page.ts"

/** How a source is read. */
export interface Reading {
  readonly pageSize: number
  readonly signal: AbortSignal | undefined
  readonly onPage: (page: PageNews) => void
}

/** A source under this lease is read by nobody else; five minutes are more than any page takes. */
const leaseMillis = 5 * 60_000

/** Names a source among all of the desk: its lease, its pause. */
export function sourceKey(connector: Connector, source: Source): string {
  return `${connector.id}/${source.id}`
}

/** Whether it is time to look into a source again. */
export function isDue(context: DeskContext, source: Source, cursors: readonly SourceCursor[]): boolean {
  const cursor = cursors.find((candidate) => candidate.sourceId === source.id)
  return cursor === undefined || addMinutes(cursor.at, source.everyMinutes) <= context.clock.now()
}

/**
 * Reads the next page of a source under a lease. A failure is told, and remembered with the moment of the next try.
 *
 * @returns true when something may follow; false at the end, where another worker holds the source, or after the signal
 * @throws whatever connector and storage throw
 */
export async function readNext(context: DeskContext, connector: Connector, source: Source, reading: Reading): Promise<boolean> {
  const key = sourceKey(connector, source)
  let page: ReadPage | undefined
  try {
    page = await underLease(context, connector, source, reading)
  } catch (error) {
    if (reading.signal?.aborted === true) return false
    const { until } = context.pauses.fail(key, context.clock.now(), error)
    context.newsroom.tell("source-failed", { connectorId: connector.id, sourceId: source.id, error, nextTryAt: until })
    publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "source", id: key, code: isDeskError(error) ? error.code : null }))
    throw error
  }
  context.pauses.succeed(key)
  if (page === undefined) return false
  reading.onPage(page.news)
  return page.more
}

async function underLease(context: DeskContext, connector: Connector, source: Source, reading: Reading): Promise<ReadPage | undefined> {
  const [lease] = await context.storage.lease({
    kind: "source",
    owner: context.workerId,
    now: context.clock.now(),
    ttlMillis: leaseMillis,
    limit: 1,
    among: [sourceKey(connector, source)],
  })
  if (lease === undefined) return undefined
  try {
    return await readPage(context, connector, source, lease, reading)
  } catch (error) {
    // Given back so that the next try need not wait for it to run out. Where even that fails, the first error is the one that tells why.
    await context.storage.settle({ lease }).catch(() => undefined)
    throw error
  }
}
