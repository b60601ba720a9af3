import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, type Connector } from "@otklik/core"
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

/** An archive to read. */
export interface ReplayOptions {
  /** Holds the database unless that is elsewhere, and the key of the pseudonyms. It must exist. */
  readonly folder: string
  /** A PostgreSQL for the data; absent: SQLite in the folder. */
  readonly postgres?: PostgresPlace
  /** In the order in which they are read; the ids name their cursors. */
  readonly files: readonly { readonly path: string; readonly id: string }[]
}

/**
 * A source is always worth reading: the archive's clock stands still between two runs, and a longer interval would never pass. A tenth of a
 * millisecond, which is rounded to none.
 */
const always = 1e-6

/** Opens the database, and a desk that reads the files by their own time. One process at a time: a second one is told `conflict`. */
export async function openReplay(options: ReplayOptions): Promise<Replay> {
  const { folder, files, postgres } = options
  const { storage, close } = postgres === undefined ? await openSqlite(folder) : await openPostgres(postgres, folder)
  try {
    const clock = createReplayClock()
    const connectors = files.map((file) =>
      createReplayConnector(createArchiveConnector({ id: `archive:${file.id}`, files: [file], everyMinutes: always }), clock),
    )
    for (const connector of connectors) await releaseSources(storage, connector)
    await readProgress({ storage, connectors, clock })
    const authorKey = await readOrCreateKey(join(folder, "author.key"))
    const desk = createDesk({ ...region, replies: repliesWithPhotos, storage, connectors, authorKey, clock })
    return { desk, storage, connectors, clock, close }
  } catch (error) {
    await close()
    throw error
  }
}
