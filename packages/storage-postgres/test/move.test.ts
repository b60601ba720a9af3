import { DatabaseSync } from "node:sqlite"
import { PGlite } from "@electric-sql/pglite"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createPostgresStorage } from "@otklik/storage-postgres"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import * as fc from "fast-check"
import { describe, expect, inject, it } from "vitest"
import { everythingButMoves, move } from "../../testkit/test/storage/moving-desk.ts"
import { stepArbitrary } from "../../testkit/test/storage/random-steps.ts"
import { walk } from "../../testkit/test/storage/same-answers.ts"
import { freshSchema, openPg, openPglite } from "./drivers.ts"

const server = inject("postgres")

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
        await move(sqlite, target)
        const memory = createMemoryStorage({ tenant })
        await move(target, memory)
        const expected = await everythingButMoves(sqlite)
        expect(await everythingButMoves(target)).toEqual(expected)
        expect(await everythingButMoves(memory)).toEqual(expected)
      }),
      { numRuns: 15 },
    )
    await client.script(`DROP SCHEMA "${schema}" CASCADE`)
    await end()
  })
})
