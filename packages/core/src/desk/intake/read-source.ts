import type { Connector, Source } from "../../connector/index.ts"
import { addMinutes, diagnosticsChannels, isDeskError, publishDiagnostics } from "../../base/index.ts"
import type { SourceCursor } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { isAhead } from "../desk-clock.ts"
import type { PageReadEvent } from "../events.ts"
import { whileHeld } from "../transact/held-lease.ts"
import { withLease } from "../transact/lease.ts"
import type { PastPull } from "./past-pull.ts"
import { readPage, type ReadPage } from "./read-page.ts"
import { traced } from "../transact/traced.ts"

/** How a source is read. */
export interface Reading {
  readonly pageSize: number
  readonly signal: AbortSignal | undefined
  readonly onPage: (page: PageReadEvent) => void
  /** How messages of the past are taken in; absent: as of the moment of the reading. */
  readonly past?: PastPull
}

/** Names a source among all of the desk: its lease, its pause. */
export function sourceKey(connector: Connector, source: Source): string {
  return `${connector.id}/${source.id}`
}

/** Whether it is time to check a source again. */
export function isDue(context: DeskContext, source: Source, cursor: SourceCursor | null): boolean {
  if (cursor === null) return true
  const now = context.clock.now()
  // Nobody read it at a moment that is to come: the clock was wrong.
  return addMinutes(cursor.at, source.everyMinutes) <= now || isAhead(cursor.at, now)
}

/**
 * Reads the next page of a source under a lease. A failure is reported, and remembered with the moment of the next try.
 *
 * @param seen - the cursor that made the source due (null: none); where another worker has moved it since, it has done
 * this work. Absent: read in any case
 * @returns true when something may follow; false at the end, where another worker holds the source, or after the signal
 * @throws whatever connector and storage throw
 */
export async function readNext(
  context: DeskContext,
  connector: Connector,
  source: Source,
  reading: Reading,
  seen?: SourceCursor | null,
): Promise<boolean> {
  const key = sourceKey(connector, source)
  let page: ReadPage | undefined
  try {
    page = await traced(
      context,
      { work: "page", id: key, connectorId: connector.id },
      () => underLease(context, connector, source, reading, seen),
      endOf,
    )
  } catch (error) {
    if (reading.signal?.aborted === true) return false
    const { until } = context.pauses.fail(key, context.clock.now(), error)
    context.eventBus.emit("source-failed", { connectorId: connector.id, sourceId: source.id, error, nextTryAt: until })
    publishDiagnostics(diagnosticsChannels.workFailed, () => ({ work: "source", id: key, code: isDeskError(error) ? error.code : null }))
    throw error
  }
  if (page === undefined) return false
  context.pauses.succeed(key)
  reading.onPage(page.pageRead)
  return page.more
}

function endOf(page: ReadPage | undefined) {
  return { outcome: page === undefined ? "left" : "committed" }
}

async function underLease(
  context: DeskContext,
  connector: Connector,
  source: Source,
  reading: Reading,
  seen: SourceCursor | null | undefined,
): Promise<ReadPage | undefined> {
  return withLease(context, sourceKey(connector, source), async ({ lease, takenAt, ...times }) => {
    const stored = (await context.storage.readCursors(connector.id)).find((candidate) => candidate.sourceId === source.id)
    if (seen !== undefined && (stored?.at !== seen?.at || stored?.cursor !== seen?.cursor)) {
      await context.storage.settle({ lease })
      return undefined
    }
    // Renewed while the page is read: one that takes long would else be taken over again and again, and stored by
    // nobody.
    return whileHeld(context, { lease, takenAt, ...times, signal: undefined }, () =>
      readPage(context, connector, source, { lease, takenAt }, { ...reading, stored }),
    )
  })
}
