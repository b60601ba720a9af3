import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, type Connector, type Instant } from "@otklik/core"
import { join } from "node:path"
import { region } from "../../src/region.ts"
import type { OpenDesk } from "../open-desk.ts"
import { readOrCreateKey } from "./author-key.ts"
import { openPostgres, type PostgresPlace } from "./open-postgres.ts"
import { openSqlite } from "./open-sqlite.ts"
import { createReplayClock, type ReplayClock } from "./replay-clock.ts"
import { createReplayConnector, readProgress, releaseSources } from "./replay-connector.ts"
import { repliesWithPhotos } from "../story/photo.ts"

/** A desk over an archive, with what belongs to it. */
export interface Replay extends OpenDesk {
  /** One for each file, in their order. */
  readonly connectors: readonly Connector[]
  readonly clock: ReplayClock
  close(): Promise<void>
}

/** A file of messages, in order of time. */
export interface ReplayFile {
  readonly path: string
  /** Names its cursor, and is the file that people know. */
  readonly id: string
  /** Its first moment, where the clock begins. */
  readonly first: Instant | null
  /** Which line of the file that people know each line is; null: the same. */
  readonly lines: readonly number[] | null
}

/** An archive to read. */
export interface ReplayOptions {
  /** Holds the database unless that is elsewhere, and the key of the pseudonyms. It must exist. */
  readonly folder: string
  /** A PostgreSQL for the data; absent: SQLite in the folder. */
  readonly postgres?: PostgresPlace
  /** In the order in which they are read. */
  readonly files: readonly ReplayFile[]
}

/**
 * A source is always worth reading: the archive's clock stands still between two runs, and a longer interval would
 * never pass. A tenth of a millisecond, which is rounded to none.
 */
const always = 1e-6

/**
 * What is read counts as read before its lease ends, and a page brings the clock on by hours: the longest that there
 * is.
 */
const sourceMinutes = 1440

/**
 * Opens the database, and a desk that reads the files by their own time. One process at a time: a second one is told
 * `conflict`.
 */
export async function openReplay(options: ReplayOptions): Promise<Replay> {
  const { folder, files, postgres } = options
  const { storage, close } = postgres === undefined ? await openSqlite(folder) : await openPostgres(postgres, folder)
  try {
    const clock = createReplayClock()
    const connectors = files.map(({ path, id, lines }) => {
      const archive = createArchiveConnector({ id: `archive:${id}`, files: [{ path, id }], everyMinutes: always })
      return createReplayConnector(archive, clock, lines === null ? undefined : { file: id, lines })
    })
    const first = files.flatMap((file) => file.first ?? []).toSorted()[0]
    if (first !== undefined) clock.reach(first)
    for (const connector of connectors) await releaseSources(storage, connector)
    await readProgress({ storage, connectors, clock })
    const authorKey = await readOrCreateKey(join(folder, "author.key"))
    const desk = createDesk({ ...region, replies: repliesWithPhotos, storage, connectors, authorKey, clock, leases: { sourceMinutes } })
    return { desk, storage, connectors, clock, close }
  } catch (error) {
    await close()
    throw error
  }
}
