import { DeskError } from "../../base/index.ts"
import type { Connector, Source } from "../../connector/index.ts"
import type { SourceCursor } from "../../storage/index.ts"
import { checkConnectorIds, readRequest } from "../options/request.ts"
import type { DeskContext } from "../context.ts"
import type { PageReadEvent } from "../events.ts"
import { beginPast, type PastPull } from "./past-pull.ts"
import { noteConfiguration } from "../work/configuration.ts"
import { isDue, readNext, sourceKey, type Reading } from "./read-source.ts"

/** How to pull. */
export interface PullRequest {
  /** Only these connectors; absent: all that can be pulled. */
  readonly connectorIds?: readonly string[]
  /** Messages a page, 1 to 5 000. Default 500. */
  readonly pageSize?: number
  /** Called after each commit. */
  readonly onPage?: (page: PageReadEvent) => void
  /** Stops between two pages. */
  readonly signal?: AbortSignal
  /**
   * Messages are registered when they were published, as if the desk had been there: for a history that is read at
   * once. Before each one, everything is done that time brings by then. Only of sources that promise their order
   * (`order: "published"`). Absent: when they are read.
   */
  readonly registerAt?: "published"
  /**
   * With `registerAt`: `none`, no term runs, since nobody was asked then: such incidents are received and never due,
   * and their events are `imported`; `run`, all terms run, as in a simulation. Default `none`.
   */
  readonly clocks?: "none" | "run"
}

/** A source that could not be read; the others were. */
export interface PullFailure {
  /** The connector, by its id. */
  readonly connectorId: string
  /** The source, by its id in the connector. */
  readonly sourceId: string
  /** What connector or storage threw. */
  readonly error: unknown
}

/** What a pull came to. */
export interface PullResult {
  /** Pages that were committed. */
  readonly pages: number
  /** Messages and skipped items of those pages. */
  readonly read: number
  /** Messages that matched a rule. */
  readonly matched: number
  /** New incidents registered. */
  readonly registered: number
  /** New candidates that wait for a person. */
  readonly candidates: number
  /** Messages that were known before. */
  readonly known: number
  /** Items that could not be understood. */
  readonly skipped: number
  /** The sources that could not be read; the others were. */
  readonly failures: readonly PullFailure[]
}

const usualPageSize = 500

/**
 * Reads every source that is due to its end, one after the other, so that the same sources always give the same
 * numbers. A source whose network named a moment is not asked before it, and is among the failures until then.
 *
 * @throws DeskError `capability` where messages are to be registered when they were published and a source does not
 * promise their order
 */
export async function pull(context: DeskContext, request: PullRequest = {}): Promise<PullResult> {
  const pageSize = readRequest("pull", request).pageSize ?? usualPageSize
  checkConnectorIds(context, request.connectorIds ?? [])
  await context.authorKeys.check()
  await noteConfiguration(context)
  const past = request.registerAt === undefined ? undefined : await openPast(context, request)
  const total = { pages: 0, read: 0, matched: 0, registered: 0, candidates: 0, known: 0, skipped: 0 }
  const failures: PullFailure[] = []
  const reading: Reading = {
    pageSize,
    signal: request.signal,
    ...(past === undefined ? {} : { past }),
    onPage(page) {
      total.pages += 1
      for (const count of ["read", "matched", "registered", "candidates", "known", "skipped"] as const) total[count] += page[count]
      request.onPage?.(page)
    },
  }
  for await (const { connector, source, cursor } of dueSources(context, request.connectorIds)) {
    const failed = (error: unknown): void => void failures.push({ connectorId: connector.id, sourceId: source.id, error })
    const pause = context.pauses.at(sourceKey(connector, source), context.clock.now())
    if (pause?.isNamed === true) {
      failed(pause.error)
      continue
    }
    try {
      let seen: SourceCursor | null | undefined = cursor
      while (request.signal?.aborted !== true && (await readNext(context, connector, source, reading, seen))) seen = undefined
    } catch (error) {
      failed(error)
    }
    if (request.signal?.aborted === true) break
  }
  return { ...total, failures }
}

/** Asks of every source that is read that it promises the order of its messages. */
async function openPast(context: DeskContext, { connectorIds, clocks = "none" }: PullRequest): Promise<PastPull> {
  for (const { id, capabilities, sources } of context.connectors) {
    if (!capabilities.pull || connectorIds?.includes(id) === false) continue
    const unsorted = sources.find(({ order }) => order !== "published")
    if (unsorted === undefined) continue
    const message = `"${id}/${unsorted.id}" does not promise its messages in the order of their publication: leave it out by connectorIds, or sort it`
    throw new DeskError("capability", message, { capability: "order" })
  }
  return beginPast(context, clocks)
}

/**
 * One page of every source that is due or has more, so that a long archive holds up no wall. Sources that failed wait
 * longer and longer.
 *
 * @param waiting - keys of the sources that had more when they were read last; kept up to date
 * @returns whether any source that was read has more
 */
export async function pullRound(context: DeskContext, waiting: Set<string>, signal: AbortSignal): Promise<boolean> {
  await context.authorKeys.check()
  await noteConfiguration(context)
  const reading: Reading = { pageSize: usualPageSize, signal, onPage: () => undefined }
  let more = false
  for await (const { connector, source, cursor } of dueSources(context, undefined, waiting)) {
    if (signal.aborted) return false
    const key = sourceKey(connector, source)
    if (context.pauses.at(key, context.clock.now()) !== undefined) continue
    try {
      if (await readNext(context, connector, source, reading, cursor)) {
        waiting.add(key)
        more = true
      } else waiting.delete(key)
    } catch {
      // Reported and remembered already: the pause decides when it is tried again.
    }
  }
  return more
}

/** A source that is due, with the cursor by which it is (null: it has none yet). */
interface DueSource {
  readonly connector: Connector
  readonly source: Source
  readonly cursor: SourceCursor | null
}

async function* dueSources(
  context: DeskContext,
  connectorIds?: readonly string[],
  waiting?: ReadonlySet<string>,
): AsyncGenerator<DueSource> {
  for (const connector of context.connectors) {
    if (!connector.capabilities.pull || connectorIds?.includes(connector.id) === false) continue
    const cursors = await context.storage.readCursors(connector.id)
    for (const source of connector.sources) {
      const cursor = cursors.find((candidate) => candidate.sourceId === source.id) ?? null
      if (waiting?.has(sourceKey(connector, source)) === true || isDue(context, source, cursor)) yield { connector, source, cursor }
    }
  }
}
