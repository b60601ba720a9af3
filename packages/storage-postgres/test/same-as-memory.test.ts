import { createMemoryStorage } from "@otklik/storage-memory"
import { createPostgresStorage } from "@otklik/storage-postgres"
import { PGlite } from "@electric-sql/pglite"
import { describe, inject, it } from "vitest"
import { figuresAddUp, figuresDrillDown, sameFigures } from "../../testkit/test/storage/figures-laws.ts"
import { sameAnswers } from "../../testkit/test/storage/same-answers.ts"
import { freshSchema, openPglite, openPostgresJs } from "./drivers.ts"

const server = inject("postgres")

describe("the PostgreSQL storage and the reference in memory", () => {
  it("answer the same to the same steps, and read the same after them", async () => {
    // One session: the server tells of a failed commit before it lets go of its locks, and another session would step
    // over them. A pool of `pg` throws the connection of a failed query away, so one of its own would not do.
    const openClient = server === null ? openPglite(new PGlite()) : openPostgresJs(server.port, 1)
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

  it("count the same figures of any incidents", async () => {
    const { client, end } = (server === null ? openPglite(new PGlite()) : openPostgresJs(server.port, 1))()
    const schema = freshSchema()
    await createPostgresStorage({ client, schema }).migrate()
    let run = 0
    const open = async () => createPostgresStorage({ client, schema, tenant: `run ${(run += 1)}` })
    await sameFigures(open, 8, 10)
    await figuresAddUp(open, 4)
    await figuresDrillDown(open, 3)
    await client.script(`DROP SCHEMA "${schema}" CASCADE`)
    await end()
  })
})
