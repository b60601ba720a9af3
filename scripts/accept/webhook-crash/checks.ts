import { DatabaseSync } from "node:sqlite"
import type { Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createPostgresStorage } from "@otklik/storage-postgres"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { freshSchema, openPg } from "../../../packages/storage-postgres/test/drivers.ts"
import { startServer } from "../../../packages/storage-postgres/test/server/start-server.ts"
import { crashEverywhere } from "../../../packages/webhooks/test/crash.ts"
import { Skipped, type Check } from "../check.ts"

function crash(
  name: string,
  options: NonNullable<Parameters<typeof crashEverywhere>[1]>,
  withStorages: (act: (open: () => Promise<Storage>) => Promise<string>) => Promise<string>,
): Check {
  return {
    name: `a sender that is killed at every call of ${name} and fetch loses nothing, keeps the order, and repeats one at most`,
    run: () => withStorages(async (open) => `killed at each of ${await crashEverywhere(open, options)} calls`),
  }
}

/** Killed anywhere, on every storage. */
export const checks: readonly Check[] = [
  crash("memory", { incidents: 3 }, (act) => act(async () => createMemoryStorage())),
  crash("SQLite", { incidents: 3 }, (act) => act(async () => createSqliteStorage({ database: new DatabaseSync(":memory:") }))),
  // Its leases run out by the clock of the server, which nobody can set: a second is waited for.
  crash("PostgreSQL", { feedMinutes: 1 / 60 }, async (act) => {
    const server = await startServer()
    if (server === undefined) throw new Skipped("no PostgreSQL server (apt-get install postgresql)")
    const { client, end } = openPg(server.port)()
    const schema = freshSchema()
    let serial = 0
    try {
      return await act(async () => createPostgresStorage({ client, schema, tenant: `town-${(serial += 1)}` }))
    } finally {
      await end()
      await server.stop()
    }
  }),
]
