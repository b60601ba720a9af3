import { DatabaseSync } from "node:sqlite"
import { inspect } from "node:util"
import { httpCallChannel } from "@otklik/connector-kit"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import type { ChaosNetwork, ChaosOffer, ChaosSubject } from "@otklik/testkit/chaos"
import * as facebook from "../../../../connector-facebook/test/chaos-network.ts"
import { verifyToken as facebookToken } from "../../../../connector-facebook/test/world.ts"
import * as instagram from "../../../../connector-instagram/test/chaos-network.ts"
import { verifyToken as instagramToken } from "../../../../connector-instagram/test/world.ts"
import * as ok from "../../../../connector-ok/test/chaos-network.ts"
import * as vk from "../../../../connector-vk/test/chaos-network.ts"
import { secret as vkSecret } from "../../../../connector-vk/test/world.ts"
import * as x from "../../../../connector-x/test/chaos-network.ts"
import { secret as xSecret } from "../../../../connector-x/test/world.ts"
import { createFlowingClock } from "../../../../testkit/test/network/flowing-clock.ts"

/** What every network shows. */
const everywhere: readonly ChaosOffer[] = ["follow-ups", "deleted-comments", "replies"]

const offers: readonly ChaosOffer[] = [
  ...everywhere,
  "posts",
  "edited-posts",
  "edited-comments",
  "deleted-posts",
  "closed-comments",
  "lasting-errors",
]

/** Five networks, each heard in every way that it has. */
function networksOf(shared: Parameters<typeof vk.createChaosNetwork>[0]): readonly ChaosNetwork[] {
  return [
    {
      ...vk.createChaosNetwork(shared, { callback: { secret: vkSecret, confirmation: "code1" }, longPoll: true }),
      share: 0.4,
      offers: [...everywhere, "posts", "edited-posts", "edited-comments", "lasting-errors"],
    },
    { ...ok.createChaosNetwork(shared), share: 0.25, offers: [...everywhere, "posts", "lasting-errors"] },
    { ...facebook.createChaosNetwork(shared, { webhook: { verifyToken: facebookToken } }), share: 0.2 },
    {
      ...instagram.createChaosNetwork(shared, "facebook", { webhook: { verifyToken: instagramToken } }),
      share: 0.1,
      offers: [...everywhere, "edited-comments", "lasting-errors"],
    },
    {
      ...x.createChaosNetwork(shared, { webhook: { consumerSecret: xSecret } }),
      share: 0.05,
      offers: [...everywhere, "posts", "edited-posts", "edited-comments", "deleted-posts"],
    },
  ]
}

/**
 * Days of five networks under one desk on SQLite, the process killed again and again.
 *
 * @param run - its seed, the messages over all networks, and the rounds in which they come
 */
export function fiveNetworks(run: Pick<ChaosSubject, "seed" | "messages" | "rounds">): ChaosSubject {
  return {
    ...run,
    offers,
    killEvery: 800,
    channels: [httpCallChannel],
    async setUp({ random }) {
      const clock = createFlowingClock("2026-11-24T03:00:00.000Z", 250)
      const database = new DatabaseSync(":memory:")
      const storage = createSqliteStorage({ database })
      await storage.migrate()
      return { clock, storage, networks: networksOf({ clock, random }), kept: () => rowsOf(database), close: async () => database.close() }
    },
  }
}

/** Every column of every table; the index of words is read by the tables that it consists of, as text. */
function rowsOf(database: DatabaseSync): readonly string[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").all()
  return tables.flatMap(({ name }) =>
    database
      .prepare(`SELECT * FROM "${String(name)}"`)
      .all()
      .map(
        (row) => `${String(name)} ${inspect(Object.fromEntries(Object.entries(row).map(([column, value]) => [column, asText(value)])))}`,
      ),
  )
}

function asText(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : value
}
