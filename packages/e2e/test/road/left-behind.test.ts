import { DatabaseSync } from "node:sqlite"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { describe, it } from "vitest"
import { tenantData } from "../../../storage-memory/src/store.ts"
import { expectNothingLeft, ways, type Bare } from "./left-behind.ts"

function inMemory(): Bare {
  const store = createMemoryStore()
  const plain = (_: string, value: unknown): unknown => (value instanceof Map || value instanceof Set ? [...value] : value)
  return { storage: createMemoryStorage({ store }), raw: async () => JSON.stringify(tenantData(store, "main"), plain) }
}

function inSqlite(): Bare {
  const database = new DatabaseSync(":memory:")
  const all = (sql: string) => database.prepare(sql).all()
  return {
    storage: createSqliteStorage({ database }),
    raw: async () => {
      const tables = all("SELECT name FROM sqlite_schema WHERE type = 'table'").map(({ name }) => String(name))
      return tables.flatMap((table) => all(`SELECT * FROM ${table}`).flatMap((row) => Object.values(row).map(String))).join("\n")
    },
  }
}

describe.each([
  ["memory", inMemory],
  ["SQLite", inSqlite],
] as const)("nothing of a person is left anywhere in %s", (_, open) => {
  it.each(Object.entries(ways))("%s", async (_way, way) => {
    await expectNothingLeft(open(), way)
  })
})
