/**
 * The whole conversation on every network and every storage, also while the process dies at every call in turn:
 *
 *     node --conditions=@otklik/source packages/e2e/test/network/conversation/deep.ts
 */
import assert from "node:assert/strict"
import { DatabaseSync } from "node:sqlite"
import type { Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { openPool } from "../../../../storage-postgres/test/drivers.ts"
import { startServer } from "../../../../storage-postgres/test/server/start-server.ts"
import { conversationNetworks } from "./connectors.ts"
import { playKilled } from "./kill.ts"

const server = await startServer()
const pool = server === undefined ? undefined : openPool(server.port)
let tenants = 0
const storages: readonly (readonly [name: string, open: () => Storage])[] = [
  ["memory", () => createMemoryStorage()],
  ["sqlite", () => createSqliteStorage({ database: new DatabaseSync(":memory:") })],
  ...(pool === undefined
    ? []
    : [
        [
          "postgres",
          () => createPostgresStorage({ client: fromPg(pool), leaseClock: "caller", tenant: `play-${(tenants += 1)}` }),
        ] as const,
      ]),
]
try {
  for (const network of conversationNetworks) {
    const calm = await playKilled({ network, open: () => createMemoryStorage(), every: 0, when: "before" })
    for (const [name, open] of storages) {
      // Of a period below that a day of the office does not reach its end; each call is the fatal one of some period.
      for (let every = 23; every <= 60; every += 1)
        for (const when of ["before", "after"] as const) {
          const { outcome } = await playKilled({ network, open, every, when })
          assert.deepEqual(outcome, calm.outcome, `${network} on ${name}, killed ${when} every ${every}th call`)
        }
      console.log(`${network} on ${name}: ${calm.calls} calls; killed again and again, the conversation ends as if nothing had happened`)
    }
  }
} finally {
  await pool?.end()
  await server?.stop()
}
