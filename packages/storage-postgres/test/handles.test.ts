import { loadOne, claimHolders } from "@otklik/core/storage"
import { createDesk, isDeskError, type Desk, type Storage } from "@otklik/core"
import {
  createPostgresStorage,
  fromPg,
  fromPostgresJs,
  type PgliteDatabase,
  type PgPool,
  type PostgresJsSql,
} from "@otklik/storage-postgres"
import { appendOf, buildCursorMove, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import type { PGlite } from "@electric-sql/pglite"
import { Pool, types, type Client } from "pg"
import postgres from "postgres"
import { afterAll, beforeAll, describe, expect, expectTypeOf, inject, it } from "vitest"
import { freshSchema, openPool } from "./drivers.ts"
import { freePort } from "./server/start-server.ts"

const server = inject("postgres")
const address = { host: "127.0.0.1", port: server?.port ?? 0, user: "otklik", database: "postgres" }

async function walkThrough(storage: Storage): Promise<void> {
  const built = buildIncident({ incidentId: "incident-1", status: "assigned" })
  const { numbers } = await storage.commit({
    appends: [appendOf(built)],
    outbox: [buildOutboxEntry({ attempts: 3 })],
    messages: [buildStoredMessage({ text: "\u0000 🚧 9007199254740993", revision: Number.MAX_SAFE_INTEGER })],
    cursors: [buildCursorMove({ next: "at \u0000 \ud83d", read: 5 })],
  })
  expect(numbers.get("incident-1")).toBe(1)
  expect((await loadOne(storage, "incident-1")).events).toEqual(built.events)
  expect(await storage.get("incident-1")).toEqual({
    facts: built.view.facts,
    incident: built.view.incident,
    wakeAt: built.view.wakeAt,
    number: 1,
    version: built.events.length,
  })
  const [lease] = await storage.lease({ kind: "reply", owner: "w \u0000", now: "2026-03-02T09:00:00.000Z", ttlMillis: 1000, limit: 1 })
  expect(lease).toMatchObject({ takenOver: false, reply: { attempts: 3 } })
  expect((await storage.readEvents(null, 1))[0]).toMatchObject({ position: "1", version: 1 })
  expect((await storage.read("message", ["vk:-1_1"]))[0]).toMatchObject({
    text: "\u0000 🚧 9007199254740993",
    revision: Number.MAX_SAFE_INTEGER,
  })
  expect((await storage.readCursors("vk:club1"))[0]).toMatchObject({ cursor: "at \u0000 \ud83d", read: 5 })
  expect(await storage.find({ limit: 10, statuses: ["assigned", "closed"] })).toMatchObject({ next: null, incidents: [{ number: 1 }] })
  const [row] = await storage.counts.figures({
    metrics: ["received"],
    period: { from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z" },
    at: "2026-04-01T00:00:00.000Z",
  })
  expect(row?.numbers.received).toBe(1)
}

describe("the handle of the host", () => {
  it("may be of any of three drivers as it is, but no single connection of pg", () => {
    expectTypeOf<Pool>().toExtend<PgPool>()
    expectTypeOf<Client>().not.toExtend<PgPool>()
    expectTypeOf<postgres.Sql>().toExtend<PostgresJsSql>()
    expectTypeOf<PGlite>().toExtend<PgliteDatabase>()
    expectTypeOf<Parameters<typeof createPostgresStorage>[0]["client"]["query"]>()
      .parameter(0)
      .toHaveProperty("values")
      .toEqualTypeOf<readonly (string | null)[]>()
  })

  it.each([
    ["no client", {}],
    ["a pool that is not wrapped", { client: new Pool(address) }],
    ["an empty tenant", { client: fromPg(new Pool(address)), tenant: "" }],
    ["a tenant that no text column holds", { client: fromPg(new Pool(address)), tenant: "a\u0000" }],
    ["a schema that would have to be explained", { client: fromPg(new Pool(address)), schema: 'My"Schema' }],
    ["a schema of the system", { client: fromPg(new Pool(address)), schema: "pg_otklik" }],
    ["a clock that is none", { client: fromPg(new Pool(address)), leaseClock: "mine" }],
    ["an unknown option", { client: fromPg(new Pool(address)), tenants: "a" }],
  ])("is checked at the door: %s", (_, options) => {
    expect(() => createPostgresStorage(options as Parameters<typeof createPostgresStorage>[0])).toThrow(
      /^(createPostgresStorage options|@otklik\/storage-postgres): /,
    )
  })
})

describe("a server that is not there", () => {
  it("is told by the desk's readiness", async () => {
    const pool = openPool(await freePort())
    const desk = deskOn(createPostgresStorage({ client: fromPg(pool) }), 7)
    expect(await desk.readiness()).toEqual({ ready: false, why: "the storage gives no answer (network)" })
    await pool.end()
  })
})

/** A desk with nothing to do but to look after its storage. */
function deskOn(storage: Storage, key: number): Desk {
  const clock = { now: () => "2026-11-24T03:00:00.000Z" }
  const routing = { authorities: [], territories: [], rules: [] }
  return createDesk({ storage, connectors: [], rules: [], routing, policies: [], authorKey: new Uint8Array(32).fill(key), clock })
}

describe.skipIf(server === null)("the handle of the host on a server", () => {
  const schema = freshSchema()
  const plain = openPool(address.port)
  let tenants = 0
  const tenant = () => `tenant ${(tenants += 1)}`
  beforeAll(async () => createPostgresStorage({ client: fromPg(plain), schema }).migrate())
  afterAll(async () => {
    await plain.query(`DROP SCHEMA "${schema}" CASCADE`)
    await plain.end()
  })

  it("may have parsers of its own for every type of pg", async () => {
    const { BOOL, INT8, INT4, TEXT, JSON: JSON_TYPE, VARCHAR, TIMESTAMPTZ, NUMERIC } = types.builtins
    const ids = [BOOL, INT8, INT4, TEXT, JSON_TYPE, VARCHAR, TIMESTAMPTZ, NUMERIC]
    const before = ids.map((id) => ({ id, parse: types.getTypeParser(id) as (value: string) => unknown }))
    for (const id of ids) types.setTypeParser(id, () => "spoiled")
    try {
      await walkThrough(createPostgresStorage({ client: fromPg(plain), schema, tenant: tenant() }))
    } finally {
      for (const { id, parse } of before) types.setTypeParser(id, parse)
    }
  })

  it("may ask for the binary format", async () => {
    const pool = openPool(address.port, { binary: true } as ConstructorParameters<typeof Pool>[0])
    await walkThrough(createPostgresStorage({ client: fromPg(pool), schema, tenant: tenant() }))
    await pool.end()
  })

  it("may have types and transforms of its own in postgres.js, and prepare nothing", async () => {
    const sql = postgres({
      ...address,
      prepare: false,
      transform: { ...postgres.camel, undefined: null, value: () => "spoiled" },
      types: {
        bigint: postgres.BigInt,
        text: { to: 25, from: [25], serialize: (value: string) => value, parse: () => "spoiled" },
        json: { to: 114, from: [114], serialize: JSON.stringify, parse: () => "spoiled" },
      },
    })
    await walkThrough(createPostgresStorage({ client: fromPostgresJs(sql), schema, tenant: tenant() }))
    await sql.end()
  })

  it("may run every transaction as serializable, or look for tables elsewhere", async () => {
    const pool = openPool(address.port, {
      options: "-c default_transaction_isolation=serializable -c search_path=pg_temp -c datestyle=German",
    })
    await walkThrough(createPostgresStorage({ client: fromPg(pool), schema, tenant: tenant() }))
    await pool.end()
  })

  it("is worked on with one key for authors", async () => {
    const one = tenant()
    const open = () => createPostgresStorage({ client: fromPg(plain), schema, tenant: one })
    await deskOn(open(), 7).tick()
    await expect(deskOn(open(), 9).tick()).rejects.toMatchObject({ code: "config", details: { issues: [{ path: "authorKey" }] } })
    await expect(deskOn(open(), 7).tick()).resolves.toBeDefined()
  })

  it("gives errors of the database on as they are", async () => {
    const own = freshSchema()
    const storage = createPostgresStorage({ client: fromPg(plain), schema: own })
    await storage.migrate()
    await plain.query(`ALTER TABLE "${own}".draft RENAME TO elsewhere`)
    await expect(storage.read("draft", ["draft-1"])).rejects.toMatchObject({ code: "42P01" })
    await plain.query(`DROP SCHEMA "${own}" CASCADE`)
  })

  it("is answered about names that no column holds: there are none", async () => {
    const storage = createPostgresStorage({ client: fromPg(plain), schema, tenant: tenant() })
    await walkThrough(storage)
    for (const name of ["a\u0000b", "cut \ud83d"]) {
      expect((await loadOne(storage, name)).version).toBe(0)
      expect(await storage.get(name)).toBeUndefined()
      expect(await storage.read("message", [name, "vk:-1_1"])).toHaveLength(1)
      expect((await claimHolders(storage, [name])).size).toBe(0)
      expect(await storage.readOutbox(name)).toEqual([])
      expect(await storage.readCursors(name)).toEqual([])
      expect((await storage.find({ limit: 10, topics: [name] })).incidents).toEqual([])
      expect((await storage.find({ limit: 10, topics: [name, "roads"] })).incidents).toHaveLength(1)
    }
    expect(
      isDeskError(
        await storage.lease({ kind: "reply", owner: "w", now: "2026-03-02T09:00:00.000Z", ttlMillis: 1, limit: 1, among: ["\u0000"] }),
      ),
    ).toBe(false)
  })
})
