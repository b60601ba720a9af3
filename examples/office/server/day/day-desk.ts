import { randomBytes } from "node:crypto"
import { DatabaseSync } from "node:sqlite"
import { createBurstWatch } from "@otklik/bursts"
import {
  createDesk,
  defaultViews,
  englishViewWording,
  type Authorisation,
  type Connector,
  type Desk,
  type IncomingMessage,
  type Instant,
} from "@otklik/core"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { connect } from "../../../zabaykalye/demo/networks/connect.ts"
import { regionOn } from "../../../zabaykalye/demo/networks/region-on.ts"
import { createTown, type Town } from "../../../zabaykalye/demo/networks/town.ts"
import { createDayClock, type DayClock } from "./day-clock.ts"

/** The example region's desk over five simulated networks. */
export interface DayDesk {
  /** Registers what the rules find: so the past was worked on. */
  readonly past: Desk
  /** Leaves what the rules find to a person: so the present is. */
  readonly desk: Desk
  readonly clock: DayClock
  readonly town: Town
  /** Hands over what the networks push. */
  deliver(to: Desk): Promise<void>
  close(): Promise<void>
}

/** What to open. */
export interface DayDeskOptions {
  /** A file of SQLite, or `:memory:`. */
  readonly database: string
  /** What is written on the day: the communities that it names become accounts. */
  readonly messages: readonly IncomingMessage[]
  /** Where the clock begins. */
  readonly at: Instant
  readonly authorisation: Authorisation
}

/**
 * Makes the networks, connects every account of the region, and opens a desk on them.
 *
 * @param options - see {@link DayDeskOptions}
 */
export async function openDayDesk({ database: path, messages, at, authorisation }: DayDeskOptions): Promise<DayDesk> {
  const clock = createDayClock(at)
  const town = createTown(
    messages.flatMap(({ communityKey }) => communityKey ?? []),
    clock,
  )
  const connectors: Connector[] = town.accounts.map((account) => {
    const simulator = town.simulators.get(account.network)
    if (simulator === undefined) throw new TypeError("an account of a simulated network was expected")
    return connect(simulator, account, clock)
  })
  const accounts = town.accounts.map(({ network, accountId }) => {
    // OK counts groups and people apart.
    const authorId = network === "ok" ? `group:${accountId}` : accountId
    return { network, authorId, origin: "own-account" as const }
  })
  const database = new DatabaseSync(path)
  for (const setting of sqliteSettings) database.exec(setting)
  const storage = createSqliteStorage({ database })
  await storage.migrate()
  const options = {
    ...regionOn(town),
    storage,
    connectors,
    accounts,
    authorisation,
    bursts: createBurstWatch({ zone: "Asia/Chita" }),
    views: defaultViews(englishViewWording),
    authorKey: new Uint8Array(randomBytes(32)),
    keyRing: { current: "day", keys: { day: new Uint8Array(randomBytes(32)) } },
  }
  return {
    past: createDesk({ ...options, clock: clock.ofDesk }),
    desk: createDesk({ ...options, registration: "review", clock: clock.ofDesk }),
    clock,
    town,
    async deliver(to) {
      for (const simulator of town.simulators.values())
        await simulator.deliver((request) => to.receive(new URL(request.url).pathname.replace("/hooks/", ""), request))
    },
    async close() {
      await storage.close()
      database.close()
    },
  }
}
