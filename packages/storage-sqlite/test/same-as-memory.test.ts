import { DatabaseSync } from "node:sqlite"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { describe, it } from "vitest"
import { figuresAddUp, figuresDrillDown, sameFigures } from "../../testkit/test/storage/figures-laws.ts"
import { sameAnswers } from "../../testkit/test/storage/same-answers.ts"

describe("the SQLite storage and the reference in memory", () => {
  it("answer the same to the same steps, and read the same after them", async () => {
    await sameAnswers(async () => {
      const database = new DatabaseSync(":memory:")
      const storage = createSqliteStorage({ database })
      await storage.migrate()
      return { reference: createMemoryStorage(), storage, end: () => database.close() }
    }, 100)
  })

  it.each([
    ["node:sqlite", () => createSqliteStorage({ database: new DatabaseSync(":memory:") })],
    ["memory", () => createMemoryStorage()],
  ])("count figures that add up, and find the incidents behind each, on %s", async (_, create) => {
    const open = async () => {
      const storage = create()
      await storage.migrate()
      return storage
    }
    await figuresAddUp(open, 15)
    await figuresDrillDown(open, 10)
  })

  it("count the same figures of any incidents", async () => {
    await sameFigures(
      async () => {
        const storage = createSqliteStorage({ database: new DatabaseSync(":memory:") })
        await storage.migrate()
        return storage
      },
      20,
      10,
    )
  })
})
