import { claimHolders } from "@otklik/core/storage"
import type { Storage } from "@otklik/core"
import { createPostgresStorage, fromPg, postgresMigrations, type PostgresClient } from "@otklik/storage-postgres"
import { buildStoredMessage } from "@otklik/testkit"
import type { Pool } from "pg"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { freshSchema, openPool, openPostgresJs } from "./drivers.ts"
import { freePort, startServer, type Server } from "./server/start-server.ts"
import { expectWhole, keepCommitting, openSerializable, registerThem, size, unitOf, type Watch } from "./steady-workers.ts"

const shared = inject("postgres")
describe.skipIf(shared === null)("when the database fails", () => {
  let server: Server | undefined
  let pool: Pool
  beforeAll(async () => {
    // A crash of the server is no power cut: what it wrote is still there, if it wrote before it acknowledged.
    server = await startServer({ synchronous_commit: "on" })
    pool = openPool(server?.port ?? 0)
  }, 60_000)
  afterAll(async () => {
    await pool.end()
    await server?.stop()
  })
  const migrated = async () => {
    const schema = freshSchema()
    const storage = createPostgresStorage({ client: fromPg(pool), schema })
    await storage.migrate()
    return { schema, storage }
  }
  const names = ["one", "two", "three", "four"]
  /** Runs workers while something happens to them, some commits apart. */
  async function underWork(opened: { schema: string; storage: Storage }, happens: () => Promise<unknown>, times: number): Promise<Watch> {
    const watch: Watch = { isOver: false, failures: 0, acknowledged: 0 }
    const all = Promise.all(names.map(async (name) => [name, await keepCommitting(opened.storage, name, watch)] as const)).finally(() => {
      watch.isOver = true
    })
    for (let time = 0; time < times; time += 1) {
      const before = watch.acknowledged
      while (!watch.isOver && watch.acknowledged < before + 5) await pool.query("SELECT 1").catch(() => undefined)
      await happens()
    }
    watch.isOver = true
    await expectWhole(pool, { ...opened, last: Object.fromEntries(await all) })
    return watch
  }

  it("backends that are ended leave whole units only, and every one that was acknowledged", { timeout: 60_000 }, async () => {
    const admin = openPool(server?.port ?? 0, { max: 1 })
    const endAll = async () =>
      admin.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
      )
    const watch = await underWork(await migrated(), endAll, 12)
    expect(watch.failures).toBeGreaterThan(0)
    await admin.end()
  })

  it("a server that crashes leaves whole units only, and every one that was acknowledged", { timeout: 60_000 }, async () => {
    const watch = await underWork(await migrated(), async () => server?.restartImmediately(), 4)
    expect(watch.failures).toBeGreaterThan(0)
  })

  it("a commit whose connection is ended is `network`: not stored here, and fine when it is repeated", async () => {
    const { schema, storage } = await migrated()
    for (const { client, end } of [{ client: fromPg(pool), end: async () => {} }, openPostgresJs(server?.port ?? 0)()]) {
      const worker = createPostgresStorage({ client, schema, tenant: freshSchema() })
      const unit = unitOf("one", 1)
      await worker.read("draft", [])
      const holder = await pool.connect()
      await holder.query(`BEGIN; LOCK TABLE "${schema}".message IN ACCESS EXCLUSIVE MODE`)
      const waiting = worker.commit(unit).then(
        () => "stored",
        (error: unknown) => error,
      )
      const endWaiting = `SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%commit_unit%'`
      // Not by the holder: inside a transaction the list of backends stays as it was first read.
      while ((await pool.query(endWaiting)).rows.length === 0);
      expect(await waiting).toMatchObject({ code: "network", retryable: true })
      await holder.query("COMMIT")
      holder.release()
      expect((await claimHolders(worker, ["message:vk:one_1_0"])).size).toBe(0)
      expect((await worker.commit(unit)).numbers.size).toBe(size)
      await end()
    }
    expect(await storage.readEvents(null, 1)).toEqual([])
  })

  it("a statement that the server refuses keeps its connection, one that loses the connection does not", async () => {
    const single = openPool(server?.port ?? 0, { max: 1 })
    const client = fromPg(single)
    const backend = async () => (await client.query({ text: "SELECT pg_backend_pid()::text", values: [], repeats: false }))[0]?.[0]
    const first = await backend()
    await expect(client.query({ text: "SELECT 1 / 0", values: [], repeats: false })).rejects.toMatchObject({ code: "22012" })
    expect(await backend()).toBe(first)
    await expect(client.query({ text: "SELECT pg_terminate_backend(pg_backend_pid())", values: [], repeats: false })).rejects.toThrow()
    expect(await backend()).not.toBe(first)
    await single.end()
  })

  it("a read on a connection that was ended while it was idle is asked again", async () => {
    const { schema } = await migrated()
    const single = openPool(server?.port ?? 0, { max: 1 })
    const plain = fromPg(single)
    let isStale = true
    // The driver has not yet noticed: it gives out the connection that was ended, as it does in the moment before the
    // news arrives.
    const client: PostgresClient = {
      ...plain,
      async query(statement) {
        if (!statement.text.includes(".draft") || !isStale) return plain.query(statement)
        isStale = false
        throw Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" })
      },
    }
    expect(await createPostgresStorage({ client, schema }).read("draft", ["draft-1"])).toEqual([])
    await single.end()
  })

  it.each([
    ["lock_timeout", "conflict"],
    ["statement_timeout", "conflict"],
  ])("a commit that a %s ends is `%s`, and nothing was stored", async (setting, code) => {
    const { schema, storage } = await migrated()
    const hasty = openPool(server?.port ?? 0, { options: `-c ${setting}=20` })
    const holder = await pool.connect()
    await holder.query(`BEGIN; LOCK TABLE "${schema}".message IN ACCESS EXCLUSIVE MODE`)
    const worker = createPostgresStorage({ client: fromPg(hasty), schema })
    await expect(worker.commit(unitOf("one", 1))).rejects.toMatchObject({ code, retryable: true, message: /nothing was stored/ })
    await holder.query("ROLLBACK")
    holder.release()
    expect((await claimHolders(storage, ["message:vk:one_1_0"])).size).toBe(0)
    await hasty.end()
  })

  it("a server that takes no writes, as a standby, is `network`, and nothing was stored", async () => {
    const { schema } = await migrated()
    const standby = openPool(server?.port ?? 0, { options: "-c default_transaction_read_only=on" })
    const worker = createPostgresStorage({ client: fromPg(standby), schema })
    await expect(worker.commit(unitOf("one", 1))).rejects.toMatchObject({ code: "network", retryable: true, message: /read-only/ })
    await standby.end()
  })

  it("a commit that fails to serialize is repeated inside", async () => {
    const { schema, storage } = await migrated()
    await storage.commit(unitOf("one", 1))
    const { client, end, rolledBack } = openSerializable(server?.port ?? 0)
    const worker = createPostgresStorage({ client, schema })
    await worker.read("draft", [])
    const holder = await pool.connect()
    await holder.query(`BEGIN; UPDATE "${schema}".counter SET number = number`)
    const waiting = worker.commit(unitOf("two", 1))
    // Not by the holder: inside a transaction the list of backends stays as it was first read.
    const isWaiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%commit_unit%'"
    while ((await pool.query(isWaiting)).rows.length === 0);
    await holder.query("COMMIT")
    holder.release()
    expect((await waiting).numbers.get("two_1_0")).toBe(size + 1)
    expect(rolledBack()).toBe(1)
    await end()
  })

  it("workers whose every transaction is serializable get on, and nothing is registered twice", { timeout: 60_000 }, async () => {
    const { schema, storage } = await migrated()
    const { client, end } = openSerializable(server?.port ?? 0)
    const won = await Promise.all(
      Array.from({ length: 8 }, async (_, worker) => registerThem(createPostgresStorage({ client, schema }), worker, 20)),
    )
    expect(won.reduce((sum, count) => sum + count, 0)).toBe(20)
    const { incidents } = await storage.find({ limit: 100 })
    expect(incidents.map((incident) => incident.number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    await end()
  })

  it("a server that is not there is `network`, and nothing was stored", async () => {
    const { schema } = await migrated()
    const elsewhere = openPool(await freePort())
    const storage = createPostgresStorage({ client: fromPg(elsewhere), schema })
    for (const work of [storage.schemaStatus(), storage.commit({}), storage.migrate()])
      await expect(work).rejects.toMatchObject({ code: "network", retryable: true, message: /no connection.*nothing was stored/ })
    await elsewhere.end()
  })
})

describe("what the database rolled back for others", () => {
  /** A client on which every commit ends in a deadlock or another code, so many times. */
  function unlucky(times: number, code = "40P01"): { readonly client: PostgresClient; readonly calls: () => number } {
    let calls = 0
    return {
      calls: () => calls,
      client: {
        async query({ text }) {
          if (text.includes("server_encoding")) return [["1", "UTF8"]]
          if (text.includes("migration")) return [[String(postgresMigrations().length)]]
          calls += 1
          if (calls <= times) throw Object.assign(new Error("rolled back"), { code })
          return [[null]]
        },
        script: async () => {},
      },
    }
  }

  it.each(["40P01", "40001", "23505"])("is repeated at once after %s", async (code) => {
    const { client, calls } = unlucky(3, code)
    await createPostgresStorage({ client }).commit({ messages: [buildStoredMessage()] })
    expect(calls()).toBe(4)
  })

  it("is a conflict in the end", async () => {
    const { client } = unlucky(1000)
    const work = createPostgresStorage({ client }).commit({ messages: [buildStoredMessage()] })
    await expect(work).rejects.toMatchObject({ code: "conflict", details: { what: "storage", id: "database" } })
  })

  it.each(["53100", "53200", "53400", "58030", "55006", "26000", "42P05", "0A000"])("%s passes: nothing was stored", async (code) => {
    const { client } = unlucky(1, code)
    const work = createPostgresStorage({ client }).commit({ messages: [buildStoredMessage()] })
    await expect(work).rejects.toMatchObject({ code: "network", retryable: true, message: /nothing was stored/ })
  })

  it("names a disk that is full", async () => {
    const { client } = unlucky(1, "53100")
    const work = createPostgresStorage({ client }).commit({ messages: [buildStoredMessage()] })
    await expect(work).rejects.toMatchObject({ code: "network", message: /the disk is full; nothing was stored/ })
  })

  it.each(["28P01", "3D000", "EHOSTDOWN", "ENETDOWN", "EMFILE", "ERR_TLS_CERT_ALTNAME_INVALID", "CERT_HAS_EXPIRED"])(
    "%s never reached the database",
    async (code) => {
      const { client } = unlucky(1, code)
      const work = createPostgresStorage({ client }).commit({ messages: [buildStoredMessage()] })
      await expect(work).rejects.toMatchObject({ code: "network", retryable: true, message: /no connection/ })
    },
  )

  it.each(["57P04", "40003", "ECONNABORTED", "ENOTCONN", "ERR_SOCKET_CLOSED", "ERR_STREAM_DESTROYED"])(
    "%s leaves it open",
    async (code) => {
      const { client } = unlucky(1, code)
      const work = createPostgresStorage({ client }).commit({ messages: [buildStoredMessage()] })
      await expect(work).rejects.toMatchObject({ code: "network", retryable: true, message: /is unknown/ })
    },
  )
})
