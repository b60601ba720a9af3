import type { Storage } from "@otklik/core"
import { importNotesId, movingOf } from "@otklik/core/storage"
import { createPostgresStorage, fromPg, type PgPoolClient } from "@otklik/storage-postgres"
import { appendOf, buildCursorMove, buildIncident } from "@otklik/testkit"
import type { Pool, PoolClient } from "pg"
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest"
import { freshSchema, openPool } from "./drivers.ts"

const server = inject("postgres")
const progress = "the end of the lines"
const staged = [1, 2, 3, 4, 5].map((id) => appendOf(buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}` })))
const unit = {
  claims: [{ key: "message:vk:-1_6", incidentId: "incident-6" }],
  appends: [appendOf(buildIncident({ incidentId: "incident-6", messageKey: "vk:-1_6" }))],
}

describe.skipIf(server === null)("a tenant that is taken whole on a server, while somebody writes", () => {
  const schema = freshSchema()
  let pool: Pool
  let held: PoolClient
  let tenants = 0

  beforeAll(async () => {
    pool = openPool(server?.port ?? 0)
    await createPostgresStorage({ client: fromPg(pool), schema }).migrate()
  })
  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`)
    await pool.end()
  })

  /** A tenant with a staging that is whole: by the pool, and by a connection whose transaction is open. */
  async function open(): Promise<{ readonly free: Storage; readonly inTransaction: Storage }> {
    const tenant = `tenant ${(tenants += 1)}`
    const free = createPostgresStorage({ client: fromPg(pool), schema, tenant })
    await movingOf(free)
      .staging()
      .commit({ appends: staged, cursors: [buildCursorMove({ connectorId: importNotesId, expected: null, next: progress })] })
    held = await pool.connect()
    const client = fromPg({ connect: async () => lent(held) })
    const inTransaction = createPostgresStorage({ client, schema, tenant })
    await inTransaction.schemaStatus()
    await held.query("BEGIN")
    return { free, inTransaction }
  }

  /** The connection whose transaction is open, never given back. */
  function lent(client: PoolClient): PgPoolClient {
    return { query: async (query) => client.query(query), on: () => client, removeListener: () => client, release: () => {} }
  }

  /** Until somebody waits for a tenant, or what should wait is over. */
  async function untilWaiting(work: Promise<unknown>): Promise<void> {
    let isOver = false
    void work.finally(() => {
      isOver = true
    })
    while (!isOver) {
      const { rows } = await pool.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
      if (rows.length > 0) return
    }
  }

  async function commitHeld(): Promise<void> {
    await held.query("COMMIT")
    held.release()
  }

  it("sees what a commit under way has stored, once it is over, and takes nothing", async () => {
    const { free, inTransaction } = await open()
    await inTransaction.commit(unit)
    const taking: Promise<unknown> = movingOf(free)
      .takeStaged(progress)
      .then(
        () => "taken",
        (error: unknown) => error,
      )
    await untilWaiting(taking)
    await commitHeld()
    expect(await taking).toMatchObject({ code: "conflict", details: { what: "tenant", id: "tenant" } })
    expect((await free.find({ limit: 10 })).incidents.map(({ number }) => number)).toEqual([1])
    expect((await movingOf(movingOf(free).staging()).countRecords()).incident).toBe(5)
  })

  it("lets a commit that comes meanwhile wait, and come after on what was taken", async () => {
    const { free, inTransaction } = await open()
    await movingOf(inTransaction).takeStaged(progress)
    const writing = free.commit(unit)
    await untilWaiting(writing)
    await commitHeld()
    expect([...(await writing).numbers.values()]).toEqual([6])
    expect((await free.find({ limit: 10 })).incidents.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
  })

  it("lets a commit into its staging wait, which finds nothing there then", async () => {
    const { free, inTransaction } = await open()
    await movingOf(inTransaction).takeStaged(progress)
    const move = buildCursorMove({ connectorId: importNotesId, expected: progress, next: "more" })
    const writing = movingOf(free)
      .staging()
      .commit({ cursors: [move] })
      .then(
        () => "stored",
        (error: unknown) => error,
      )
    await untilWaiting(writing)
    await commitHeld()
    expect(await writing).toMatchObject({ code: "conflict" })
    expect((await movingOf(free).countRecords()).incident).toBe(5)
  })

  it("keeps nobody of another tenant waiting", async () => {
    const { inTransaction } = await open()
    const other = createPostgresStorage({ client: fromPg(pool), schema, tenant: "another region" })
    await movingOf(inTransaction).takeStaged(progress)
    await other.commit(unit)
    await commitHeld()
    expect((await movingOf(other).countRecords()).incident).toBe(1)
  })
})
