import { DatabaseSync } from "node:sqlite"
import Database from "better-sqlite3"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { buildStoredMessage } from "@otklik/testkit"
import { describe, expect, it } from "vitest"

describe.each([
  ["node:sqlite", () => new DatabaseSync(":memory:")],
  ["better-sqlite3", () => new Database(":memory:")],
] as const)("a full database on %s", (_, open) => {
  it("is `network`: nothing was stored, and the same call succeeds when there is room", async () => {
    const database = open()
    const storage = createSqliteStorage({ database })
    await storage.migrate()
    const pages = Number(Object.values(database.prepare("PRAGMA page_count").get() ?? {})[0])
    database.exec(`PRAGMA max_page_count = ${pages}`)
    const unit = { messages: [buildStoredMessage({ key: "vk:-1_1", text: "свет ".repeat(20_000) })] }
    await expect(storage.commit(unit)).rejects.toMatchObject({ code: "network", retryable: true, message: /disk is full/ })
    expect(await storage.read("message", ["vk:-1_1"])).toEqual([])
    database.exec(`PRAGMA max_page_count = ${pages + 1000}`)
    await storage.commit(unit)
    expect(await storage.read("message", ["vk:-1_1"])).toHaveLength(1)
  })
})
