import { createMemoryStorage } from "@otklik/storage-memory"
import { createPostgresStorage } from "@otklik/storage-postgres"
import { PGlite } from "@electric-sql/pglite"
import { describe, inject, it } from "vitest"
import { sameAnswers } from "../../testkit/test/storage/same-answers.ts"
import { freshSchema, openPg, openPglite } from "./drivers.ts"

const server = inject("postgres")

describe("the PostgreSQL storage and the reference in memory", () => {
  it("answer the same to the same steps, and read the same after them", { timeout: 60_000 }, async () => {
    // One connection: the driver tells of a failed commit before the server has let go of its locks, and another
    // connection would step over them.
    const openClient = server === null ? openPglite(new PGlite()) : openPg(server.port, { max: 1 })
    const { client, end } = openClient()
    const schema = freshSchema()
    await createPostgresStorage({ client, schema }).migrate()
    let run = 0
    await sameAnswers(async () => {
      // A tenant of its own for every run.
      const storage = createPostgresStorage({ client, schema, tenant: `run ${(run += 1)}`, leaseClock: "caller" })
      return { reference: createMemoryStorage(), storage }
    }, 25)
    await client.script(`DROP SCHEMA "${schema}" CASCADE`)
    await end()
  })
})
