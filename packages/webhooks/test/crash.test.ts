import { DatabaseSync } from "node:sqlite"
import type { Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { describe, expect, it } from "vitest"
import { crashEverywhere } from "./crash.ts"

const storages: readonly (readonly [string, () => Storage])[] = [
  ["memory", () => createMemoryStorage()],
  ["SQLite", () => createSqliteStorage({ database: new DatabaseSync(":memory:") })],
]

describe.each(storages)("on %s, a sender that is killed", (_, open) => {
  it("at every call of storage and fetch loses nothing, keeps the order, and repeats the one under way alone", async () => {
    // A call for each of reading, sending and noting an event, and more.
    expect(await crashEverywhere(async () => open())).toBeGreaterThan(40)
  })
})
