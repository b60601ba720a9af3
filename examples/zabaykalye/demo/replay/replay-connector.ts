import type { Connector, SkippedItem, Storage } from "@otklik/core"
import type { ReplayClock } from "./replay-clock.ts"
import { advance, firstPace, formatProgress, parseProgress, type ReplayProgress } from "./replay-cursor.ts"

/** The file that people know, where a copy of it is read, and which of its lines each line of the copy is. */
export interface OriginalLines {
  readonly file: string
  readonly lines: readonly number[]
}

/**
 * A connector whose pages carry time with them: reading a page brings the clock to the page's newest message, so that
 * an archive is found, registered and due by its own time. The moment is kept in the cursor, hence the same after any
 * interruption.
 *
 * @param connector - reads the archive
 * @param clock - the clock of the desk that reads
 * @param original - absent: the file that is read is the one that people know
 */
export function createReplayConnector(connector: Connector, clock: ReplayClock, original?: OriginalLines): Connector {
  return {
    ...connector,
    async doPull(options) {
      const { cursor, ...rest } = options
      const before = cursor === undefined ? null : parseProgress(cursor)
      const limit = Math.min(options.limit, before?.pace ?? firstPace)
      const read = await connector.doPull({ ...rest, limit, ...(before === null ? {} : { cursor: before.inner }) })
      const page = original === undefined ? read : { ...read, skipped: read.skipped.map((item) => placedIn(original, item)) }
      const progress = advance(before, page)
      if (progress.newest !== null) clock.reach(progress.newest)
      return { ...page, cursor: formatProgress(progress) }
    },
  }
}

function placedIn({ file, lines }: OriginalLines, item: SkippedItem): SkippedItem {
  const lineOf = (line: number): number => lines[line - 1] ?? line
  const message = item.message.replace(/\bat line (\d+)/, (_, line: string) => `at line ${lineOf(Number(line))}`)
  return { ...item, message, file, ...(item.line === undefined ? {} : { line: lineOf(item.line) }) }
}

/** How far one source has come. */
export interface SourceProgress extends ReplayProgress {
  /** Messages and skipped items. */
  readonly read: number
}

/**
 * How far a replay has come, by source; brings the clock there.
 *
 * @param replay - storage, connectors and clock of one desk
 */
export async function readProgress(replay: {
  readonly storage: Storage
  readonly connectors: readonly Connector[]
  readonly clock: ReplayClock
}): Promise<readonly SourceProgress[]> {
  const progress: SourceProgress[] = []
  for (const connector of replay.connectors) {
    for (const { cursor, read } of await replay.storage.readCursors(connector.id)) {
      const source = parseProgress(cursor)
      progress.push({ ...source, read })
      if (source.newest !== null) replay.clock.reach(source.newest)
    }
  }
  return progress
}

/** Later than any lease of a replay can last. */
const farFuture = "9000-01-01T00:00:00.000Z"

/**
 * Gives back what a killed run still holds. The archive's clock stands still between two runs, so a lease would never
 * run out by itself. Only for a database that nobody else has open.
 *
 * @param storage - the storage
 * @param connector - the one whose sources were held
 */
export async function releaseSources(storage: Storage, connector: Connector): Promise<void> {
  const among = connector.sources.map((source) => `${connector.id}/${source.id}`)
  for (const lease of await storage.lease({
    kind: "source",
    owner: "resume",
    now: farFuture,
    ttlMillis: 1,
    limit: Math.max(1, among.length),
    among,
  })) {
    await storage.settle({ lease })
  }
}
