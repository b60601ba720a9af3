import { loadOne } from "@otklik/core/storage"
import { DatabaseSync } from "node:sqlite"
import { isDeskError, type Storage } from "@otklik/core"
import { appendOf, buildIncident, buildOutboxEntry } from "@otklik/testkit"
import { createSqliteStorage, type SqliteHandle } from "@otklik/storage-sqlite"
import BetterSqlite3 from "better-sqlite3"
import { describe, expect, expectTypeOf, it } from "vitest"

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => "fine",
    (error: unknown) => (isDeskError(error) ? error.code : String(error)),
  )

async function walkThrough(storage: Storage): Promise<void> {
  await storage.migrate()
  const built = buildIncident({ incidentId: "incident-1", status: "assigned" })
  const { numbers } = await storage.commit({ appends: [appendOf(built)], outbox: [buildOutboxEntry({ attempts: 3 })] })
  expect(numbers.get("incident-1")).toBe(1)
  expect((await loadOne(storage, "incident-1")).events).toEqual(built.events)
  expect(await storage.get("incident-1")).toEqual({
    facts: built.view.facts,
    incident: built.view.incident,
    wakeAt: built.view.wakeAt,
    number: 1,
    version: built.events.length,
  })
  const [lease] = await storage.lease({ kind: "reply", owner: "w", now: "2026-03-02T09:00:00.000Z", ttlMillis: 1000, limit: 1 })
  expect(lease).toMatchObject({ token: 1, reply: { attempts: 3 } })
  expect((await storage.readEvents(null, 1))[0]).toMatchObject({ position: "1", version: 1 })
}

describe("the handle of the host", () => {
  it("may be either driver as it is", () => {
    expectTypeOf<DatabaseSync>().toExtend<SqliteHandle>()
    expectTypeOf<BetterSqlite3.Database>().toExtend<SqliteHandle>()
    expectTypeOf<Date>().not.toExtend<Parameters<ReturnType<SqliteHandle["prepare"]>["run"]>[number]>()
    expectTypeOf<bigint>().not.toExtend<Parameters<ReturnType<SqliteHandle["prepare"]>["run"]>[number]>()
    expectTypeOf<boolean>().not.toExtend<Parameters<ReturnType<SqliteHandle["prepare"]>["run"]>[number]>()
  })

  it("may give every whole number as a big one", async () => {
    await walkThrough(createSqliteStorage({ database: new DatabaseSync(":memory:", { readBigInts: true }) }))
    const better = new BetterSqlite3(":memory:")
    better.defaultSafeIntegers(true)
    await walkThrough(createSqliteStorage({ database: better }))
  })

  it("may give null where there is no row, as bun:sqlite does", async () => {
    const database = new DatabaseSync(":memory:")
    const handle: SqliteHandle = {
      exec: (sql) => database.exec(sql),
      prepare(sql) {
        const statement = database.prepare(sql)
        return {
          run: (...values) => statement.run(...values),
          get: (...values) => statement.get(...values) ?? null,
          all: (...values) => statement.all(...values),
        }
      },
    }
    const storage = createSqliteStorage({ database: handle })
    await walkThrough(storage)
    expect(await storage.get("nobody")).toBeUndefined()
    expect((await loadOne(storage, "nobody")).events).toEqual([])
  })

  it("may not give rows without names, and hears so at once", async () => {
    const storage = createSqliteStorage({ database: new DatabaseSync(":memory:", { returnArrays: true }) })
    expect(await codeOf(storage.migrate())).toBe("config")
    expect(await codeOf(storage.commit({}))).toBe("config")
  })

  it("keeps its own settings", async () => {
    const database = new DatabaseSync(":memory:")
    const settings = ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete", "user_version"]
    const read = () => settings.map((name) => database.prepare(`PRAGMA ${name}`).get())
    const before = read()
    await walkThrough(createSqliteStorage({ database }))
    expect(read()).toEqual(before)
  })

  it("may be inside a transaction of its host: nothing is stored then, and the call may be repeated", async () => {
    for (const database of [new DatabaseSync(":memory:"), new BetterSqlite3(":memory:")]) {
      const storage = createSqliteStorage({ database })
      await storage.migrate()
      database.exec("BEGIN")
      expect(await codeOf(storage.commit({ appends: [appendOf(buildIncident())] }))).toBe("conflict")
      database.exec("COMMIT")
      expect(await codeOf(storage.commit({ appends: [appendOf(buildIncident())] }))).toBe("fine")
    }
  })

  it("says that a database cannot be written as a lost write, with the driver's error as cause", async () => {
    const database = new DatabaseSync(":memory:")
    const storage = createSqliteStorage({ database })
    await storage.migrate()
    database.exec("PRAGMA query_only = ON")
    await expect(storage.commit({ appends: [appendOf(buildIncident())] })).rejects.toMatchObject({
      code: "network",
      message: "the database cannot be written; nothing was stored",
      cause: expect.objectContaining({ message: expect.stringContaining("readonly") }),
    })
    database.exec("PRAGMA query_only = OFF")
    expect(await codeOf(storage.commit({ appends: [appendOf(buildIncident())] }))).toBe("fine")
  })

  it("says of a handle that was closed that it was closed", async () => {
    const database = new DatabaseSync(":memory:")
    const storage = createSqliteStorage({ database })
    await storage.migrate()
    await storage.find({ limit: 1 })
    database.close()
    for (const work of [() => storage.find({ limit: 1 }), () => storage.commit({ appends: [appendOf(buildIncident())] })])
      await expect(work()).rejects.toMatchObject({
        code: "config",
        message: expect.stringContaining("the handle was closed"),
        details: { issues: [{ path: "database" }] },
      })
  })

  it.each([
    ["no handle", {}],
    ["something else than a handle", { database: { exec: true } }],
    ["an empty tenant", { database: new DatabaseSync(":memory:"), tenant: "" }],
    ["a tenant that no text column holds", { database: new DatabaseSync(":memory:"), tenant: "a\u0000" }],
    ["an unknown option", { database: new DatabaseSync(":memory:"), tenants: "a" }],
  ])("is checked at the door: %s", (_, options) => {
    expect(() => createSqliteStorage(options as Parameters<typeof createSqliteStorage>[0])).toThrow(
      /^(createSqliteStorage options|@otklik\/storage-sqlite): /,
    )
  })
})
