import { DatabaseSync } from "node:sqlite"
import { PGlite } from "@electric-sql/pglite"
import { exportTenant, importTenant, type Storage } from "@otklik/core"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import { createPostgresStorage } from "@otklik/storage-postgres"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import * as fc from "fast-check"
import { describe, expect, inject, it } from "vitest"
import { stepArbitrary } from "../../testkit/test/storage/random-steps.ts"
import { everything, walk } from "../../testkit/test/storage/same-answers.ts"
import { freshSchema, openPg, openPglite } from "./drivers.ts"

const server = inject("postgres")

async function move(source: Storage, target: Storage, staging: Storage, tenant: string): Promise<void> {
  await importTenant({ lines: exportTenant(source), staging, target, tenant, now: "2026-11-25T00:00:00.000Z" })
}

describe("a tenant that moves from SQLite to PostgreSQL and on into memory", () => {
  it("reads the same everywhere, whatever had happened to it", { timeout: 60_000 }, async () => {
    const { client, end } = (server === null ? openPglite(new PGlite()) : openPg(server.port))()
    const schema = freshSchema()
    await createPostgresStorage({ client, schema }).migrate()
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 5, maxLength: 30, size: "max" }), async (steps) => {
        const sqlite = createSqliteStorage({ database: new DatabaseSync(":memory:") })
        await sqlite.migrate()
        await walk(sqlite, steps)
        const tenant = `run ${(run += 1)}`
        const target = createPostgresStorage({ client, schema, tenant })
        await move(sqlite, target, createPostgresStorage({ client, schema, tenant: `staging of ${tenant}` }), tenant)
        const store = createMemoryStore()
        const memory = createMemoryStorage({ store, tenant })
        await move(target, memory, createMemoryStorage({ store, tenant: "staging" }), tenant)
        const expected = await everything(sqlite)
        expect(await everything(target)).toEqual(expected)
        expect(await everything(memory)).toEqual(expected)
      }),
      { numRuns: 15 },
    )
    await client.script(`DROP SCHEMA "${schema}" CASCADE`)
    await end()
  })
})
