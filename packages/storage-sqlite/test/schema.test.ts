import { DatabaseSync } from "node:sqlite"
import { createEventCodec } from "@otklik/core/storage"
import { buildStoredMessage } from "@otklik/testkit"
import { createSqliteStorage, sqliteMigrations } from "@otklik/storage-sqlite"
import { describe, expect, it } from "vitest"
import { connect } from "../src/handle/connection.ts"
import { schemaSteps } from "../src/schema/migrations.ts"
import { openSchema } from "../src/schema/schema.ts"

const newest = sqliteMigrations.length

const open = () => {
  const database = new DatabaseSync(":memory:")
  return { database, storage: createSqliteStorage({ database }) }
}

const objectsOf = (database: DatabaseSync) => database.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name").all()

describe("the schema", () => {
  it("is numbered from 1 without a gap, and each step notes itself last", () => {
    expect(sqliteMigrations.map((step) => step.version)).toEqual(sqliteMigrations.map((_, index) => index + 1))
    for (const step of sqliteMigrations)
      expect(step.statements.at(-1)).toContain(`INSERT INTO otklik_migration (version, name) VALUES (${step.version}, '${step.name}')`)
  })

  it("can be made by a database administrator from the printed statements", async () => {
    const [migrated, printed] = [open(), open()]
    await migrated.storage.migrate()
    for (const step of sqliteMigrations) printed.database.exec(`BEGIN;${step.statements.join(";\n")};COMMIT`)
    expect(objectsOf(printed.database)).toEqual(objectsOf(migrated.database))
    expect(await printed.storage.schemaStatus()).toEqual({ state: "ready", version: newest, expected: newest })
  })

  it("says what is wrong and what to do, and changes nothing by itself", async () => {
    const { database, storage } = open()
    await expect(storage.find({ limit: 1 })).rejects.toThrow(new RegExp(`schema is missing.*version 0.*needs ${newest}.*migrate\\(\\)`))
    expect(objectsOf(database)).toEqual([])
  })

  it("that is newer than the package is left alone", async () => {
    const { database, storage } = open()
    await storage.migrate()
    database.exec(`INSERT INTO otklik_migration (version, name) VALUES (${newest + 1}, 'from the future')`)
    const later = createSqliteStorage({ database })
    expect(await later.schemaStatus()).toEqual({ state: "too-new", version: newest + 1, expected: newest })
    await expect(later.commit({ messages: [buildStoredMessage()] })).rejects.toThrow(/too-new.*update @otklik\/storage-sqlite/)
    await expect(later.migrate()).rejects.toThrow(/too-new/)
  })

  it("that was begun and never finished counts as too old, and migrating finishes it", async () => {
    const { database, storage } = open()
    database.exec("CREATE TABLE otklik_migration (version INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL) STRICT")
    expect((await storage.schemaStatus()).state).toBe("missing")
    await storage.migrate()
    expect((await storage.schemaStatus()).state).toBe("ready")
  })

  it("takes the steps that are missing, and no other, when a later version of the package adds one", async () => {
    const { database, storage } = open()
    const connection = connect(database, createEventCodec())
    const [next, broken] = ["CREATE TABLE otklik_invented (tenant TEXT NOT NULL PRIMARY KEY)", "CREATE TABLE otklik_lease (mine TEXT)"].map(
      (statement) => openSchema(connection, [...schemaSteps, { name: "an invented step", statements: [statement] }]),
    )
    await storage.migrate()
    await storage.commit({ messages: [buildStoredMessage()] })
    expect(next?.status()).toEqual({ state: "too-old", version: newest, expected: newest + 1 })
    expect(() => broken?.migrate()).toThrow(/otklik_lease already exists/)
    expect(next?.status().version).toBe(newest)
    next?.migrate()
    next?.migrate()
    expect(next?.status()).toEqual({ state: "ready", version: newest + 1, expected: newest + 1 })
    expect(database.prepare("SELECT count(*) AS count FROM otklik_message").get()).toEqual({ count: 1 })
    expect(database.prepare("SELECT name FROM otklik_migration ORDER BY version").all()).toEqual([
      { name: "tables" },
      { name: "an invented step" },
    ])
    // The earlier version of the package leaves it alone.
    await expect(createSqliteStorage({ database }).find({ limit: 1 })).rejects.toThrow(/too-new/)
  })

  it("is made whole or not at all", async () => {
    const { database, storage } = open()
    database.exec("CREATE TABLE otklik_lease (mine TEXT)")
    const before = objectsOf(database)
    await expect(storage.migrate()).rejects.toThrow(/otklik_lease already exists/)
    expect(objectsOf(database)).toEqual(before)
  })

  it("begins every primary and unique key with the tenant, and has no index by author", async () => {
    const { database, storage } = open()
    await storage.migrate()
    const tables = database
      // The index of words has the tenant as a word of each entry.
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'otklik_migration' AND name NOT LIKE 'otklik_words%'")
      .all()
    expect(tables.length).toBeGreaterThan(8)
    for (const table of tables) {
      const indexes = database.prepare('SELECT name, "unique" AS is_unique FROM pragma_index_list(?)').all(String(table["name"]))
      expect(indexes.length, String(table["name"])).toBeGreaterThan(0)
      for (const index of indexes) {
        const columns = database.prepare("SELECT name FROM pragma_index_info(?) ORDER BY seqno").all(String(index["name"]))
        expect(columns[0]?.["name"], String(index["name"])).toBe("tenant")
        expect(columns.map((column) => String(column["name"])).join()).not.toContain("author_pseudonym")
      }
    }
  })
})
