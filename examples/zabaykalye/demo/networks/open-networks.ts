import { createDesk, type Connector, type IncomingMessage, type Instant } from "@otklik/core"
import { join } from "node:path"
import type { OpenDesk } from "../open-desk.ts"
import { readOrCreateKey } from "../replay/author-key.ts"
import { openPostgres, type PostgresPlace } from "../replay/open-postgres.ts"
import { openSqlite } from "../replay/open-sqlite.ts"
import { photoUrl, repliesWithPhotos, servePhoto } from "../story/photo.ts"
import { TaskError } from "../task-error.ts"
import { createArrivals, type IncomingBatch } from "./arrivals.ts"
import { connect } from "./connect.ts"
import { createNetworkClock, type NetworkClock } from "./network-clock.ts"
import { regionOn } from "./region-on.ts"
import { createTown, type Town } from "./town.ts"

/** A desk over five networks. */
export interface Networks extends OpenDesk {
  readonly clock: NetworkClock
  readonly town: Town
  readonly arrivals: IncomingBatch
  /** Hands over what the networks push. */
  deliver(): Promise<void>
  close(): Promise<void>
}

/** What to open. */
export interface NetworksOptions {
  /** Holds the database unless that is elsewhere, and the key of the pseudonyms. It must exist. */
  readonly folder: string
  /** A PostgreSQL for the data; absent: SQLite in the folder. */
  readonly postgres?: PostgresPlace
  /** What will be written: the communities that it names become accounts. */
  readonly messages: readonly IncomingMessage[]
  /** Where the clock begins. */
  readonly at: Instant
}

/**
 * Makes the networks, connects every account, and opens a desk on them.
 *
 * @param options - see {@link NetworksOptions}
 * @throws TaskError when the database holds another run
 */
export async function openNetworks({ folder, postgres, messages, at }: NetworksOptions): Promise<Networks> {
  const clock = createNetworkClock(at)
  const town = createTown(
    messages.flatMap(({ communityKey }) => communityKey ?? []),
    clock,
  )
  const { storage, close } = postgres === undefined ? await openSqlite(folder) : await openPostgres(postgres, folder)
  try {
    const arrivals = createArrivals((key) => town.archiveKeys.has(key))
    const connectors = town.accounts.map((account) => {
      const simulator = town.simulators.get(account.network)
      if (simulator === undefined) throw new TypeError("an account of a simulated network was expected")
      return arrivals.count(connect(simulator, account, clock, withPhoto(simulator.fetch)))
    })
    if (await wasUsed(storage, connectors))
      throw new TaskError("в этой схеме уже лежит прошлый показ: назовите другую или уберите --schema")
    const authorKey = await readOrCreateKey(join(folder, "author.key"))
    const accounts = town.accounts.map(({ network, accountId }) => {
      // OK counts groups and people apart.
      const authorId = network === "ok" ? `group:${accountId}` : accountId
      return { network, authorId, origin: "own-account" as const }
    })
    // Pauses of this clock pass at once and move it on: leases are not to be renewed by it.
    const options = { ...regionOn(town), replies: repliesWithPhotos, storage, connectors, accounts, authorKey }
    const desk = createDesk({ ...options, clock: { now: clock.now } })
    return {
      desk,
      storage,
      clock,
      town,
      arrivals,
      close,
      async deliver() {
        for (const simulator of town.simulators.values())
          await simulator.deliver((request) => desk.receive(new URL(request.url).pathname.replace("/hooks/", ""), request))
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function wasUsed({ readCursors }: OpenDesk["storage"], connectors: readonly Connector[]): Promise<boolean> {
  for (const { id } of connectors) if ((await readCursors(id)).length > 0) return true
  return false
}

/** The region's own server, where the photo of the fix lies; everything else is the network. */
function withPhoto(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    return url === photoUrl ? servePhoto() : fetch(input, init)
  }
}
