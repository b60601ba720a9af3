import { createMemoryStorage } from "@otklik/storage-memory"
import { createPostgresStorage } from "@otklik/storage-postgres"
import { PGlite } from "@electric-sql/pglite"
import { describe, inject, it } from "vitest"
import { sameAnswers } from "../../testkit/test/storage/same-answers.ts"
import { freshSchema, openPg, openPglite, type OpenClient } from "./drivers.ts"

const server = inject("postgres")

/** A tenant of its own for every run. */
async function compare(openClient: OpenClient, runs: number): Promise<void> {
  const { client, end } = openClient()
  const schema = freshSchema()
  await createPostgresStorage({ client, schema }).migrate()
  let run = 0
  await sameAnswers(async () => {
    const storage = createPostgresStorage({ client, schema, tenant: `run ${(run += 1)}`, leaseClock: "caller" })
    return { reference: createMemoryStorage(), storage }
  }, runs)
  await end()
}

describe("the PostgreSQL storage and the reference in memory answer the same to the same steps, and read the same after them", () => {
  it.skipIf(server === null)("on a server", { timeout: 60_000 }, async () =>
    // One connection: the driver tells of a failed commit before the server has let go of its locks, and another connection would step over them.
    compare(openPg(server?.port ?? 0, { max: 1 }), 30),
  )

  it("on PGlite", { timeout: 60_000 }, async () => compare(openPglite(new PGlite()), 6))
})
