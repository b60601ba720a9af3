import { DatabaseSync } from "node:sqlite"
import { movingOf } from "@otklik/core/storage"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { describe, expect, it } from "vitest"
import { tenantData } from "../../../storage-memory/src/store.ts"
import { expectNothingLeft, ways, type Bare } from "./left-behind.ts"
import { buildRoad, complaint, moderator } from "./road.ts"

function inMemory(): Bare {
  const store = createMemoryStore()
  const plain = (_: string, value: unknown): unknown => (value instanceof Map || value instanceof Set ? [...value] : value)
  return {
    storage: createMemoryStorage({ store }),
    raw: async () =>
      JSON.stringify([tenantData(store, "main"), tenantData(store, movingOf(createMemoryStorage()).staging().tenant)], plain),
  }
}

function inSqlite(): Bare {
  const database = new DatabaseSync(":memory:")
  const all = (sql: string) => database.prepare(sql).all()
  return {
    storage: createSqliteStorage({ database }),
    raw: async () => {
      // Of the index of words the tables that it is made of: it cannot be read itself.
      const tables = all("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'").map(({ name }) =>
        String(name),
      )
      const texts = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString("utf8") : String(value))
      return tables.flatMap((table) => all(`SELECT * FROM ${table}`).flatMap((row) => Object.values(row).map(texts))).join("\n")
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

  it("by throwing away what an interrupted import left", async () => {
    const road = await buildRoad(() => createMemoryStorage())
    road.network.messages.push(...Array.from({ length: 600 }, (_value, id) => complaint(`Батареи холодные, zq-words ${id}`, `vk:-1_${id}`)))
    await road.desk.pull({ pageSize: 1000 })
    const { storage, raw } = open()
    const target = await buildRoad(() => storage)
    const torn = async function* () {
      let lines = 0
      for await (const line of road.desk.export({ actor: moderator })) {
        if ((lines += 1) > 1700) throw new Error("the line broke")
        yield line
      }
    }
    await expect(target.desk.import({ lines: torn() }, { actor: moderator })).rejects.toThrow("the line broke")
    expect(await raw()).toContain("zq-words")
    await movingOf(storage).deleteEverything()
    const left = await raw()
    for (const trace of ["zq-words", "vk:-1_1"]) expect(left).not.toContain(trace)
  })
})
