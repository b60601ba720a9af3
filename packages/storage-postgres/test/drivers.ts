import postgres from "postgres"
import { randomUUID } from "node:crypto"
import { createPostgresStorage, fromPg, fromPglite, fromPostgresJs, type PostgresClient } from "@otklik/storage-postgres"
import type { OpenedStorage, StorageSubject, WatchedStorage } from "@otklik/testkit/storage"
import type { PGlite } from "@electric-sql/pglite"
import { Pool } from "pg"
import { analyse, readsOf } from "./read-whole.ts"

/** A client of a driver, which tests may end. */
export interface TestClient {
  readonly client: PostgresClient
  end(): Promise<void>
}

/** Opens a handle of its own on one database. */
export type OpenClient = () => TestClient

/** `pg` on a server. */
export function openPg(port: number, settings: ConstructorParameters<typeof Pool>[0] = {}): OpenClient {
  return () => {
    const pool = openPool(port, settings)
    return { client: fromPg(pool), end: async () => pool.end() }
  }
}

/** A pool as a host has one. */
export function openPool(port: number, settings: ConstructorParameters<typeof Pool>[0] = {}): Pool {
  const pool = new Pool({ host: "127.0.0.1", port, user: "otklik", database: "postgres", max: 4, ...settings })
  // What servers end while it is idle; the pool opens another.
  pool.on("error", () => {})
  return pool
}

/** postgres.js on a server. */
export function openPostgresJs(port: number, max = 4): OpenClient {
  return () => {
    const sql = postgres({ host: "127.0.0.1", port, user: "otklik", database: "postgres", max, onnotice: () => {} })
    // Without a timeout it waits for ever for a connection that broke.
    return { client: fromPostgresJs(sql), end: async () => sql.end({ timeout: 0 }) }
  }
}

/** PGlite in memory: one connection, which every handle shares. */
export function openPglite(database: PGlite): OpenClient {
  return () => ({ client: fromPglite(database), end: async () => {} })
}

/** A schema that nobody else has. */
export function freshSchema(): string {
  return `test_${randomUUID().replaceAll("-", "")}`
}

/** So many rows of a table that the planner goes by indexes. */
const rows = 600

/** The subject of the contract, and how to end what it opened. */
export interface TestSubject extends StorageSubject {
  end(): Promise<void>
}

/**
 * The subject of the contract: two handles on one database, as two processes have them, and a tenant of its own for
 * each case; a schema of its own where the case is about the schema.
 *
 * @param openClient - opens a handle of the driver
 * @param more - `openOne` opens one that has a single connection, which can be asked what it did; `habits` open handles
 * that hosts have set up otherwise
 */
export function subjectOf(openClient: OpenClient, more: { readonly openOne?: OpenClient; readonly habits?: Habits } = {}): TestSubject {
  const { openOne, habits = {} } = more
  const [host, other] = [openClient(), openClient()]
  const shared = freshSchema()
  const schemas = [shared]
  const migrated = createPostgresStorage({ client: host.client, schema: shared }).migrate()
  let cases = 0
  async function openWatched(open: OpenClient): Promise<WatchedStorage> {
    await migrated
    const { client, end } = open()
    const opened = openIn(shared)
    let isKnown = false
    return {
      ...opened,
      rows,
      async readWhole(work) {
        if (!isKnown) await analyse(client, shared)
        isKnown = true
        const { tenant } = opened
        const reads = await readsOf(client, shared, async (watched) =>
          work(createPostgresStorage({ client: watched, schema: shared, tenant })),
        )
        // A small table is read whole with good reason.
        return reads.flatMap(({ table, size, isScanned, isWalked }) => (size >= rows / 2 && (isScanned || isWalked) ? [table] : []))
      },
      async dispose() {
        await opened.dispose()
        await end()
      },
    }
  }
  function openIn(schema: string, client = host.client): OpenedStorage & { readonly tenant: string } {
    const name = `case ${(cases += 1)}`
    const special = new Map<string, TestClient>()
    const clientOf = (habit: string): PostgresClient => {
      const open = habits[habit]
      if (open === undefined) throw new TypeError("there is no such habit")
      const known = special.get(habit) ?? open()
      special.set(habit, known)
      return known.client
    }
    return {
      tenant: name,
      storage: createPostgresStorage({ client, schema, tenant: name }),
      async openSecond(tenant, { habit, upcasters } = {}) {
        const options = {
          client: habit === undefined ? other.client : clientOf(habit),
          schema,
          tenant: tenant === undefined ? name : `${name}: ${tenant}`,
        }
        return createPostgresStorage(upcasters === undefined ? options : { ...options, upcasters })
      },
      // The database's clock decides.
      advance: async (millis) => {
        await host.client.query({ text: "SELECT pg_sleep($1::float / 1000)::text", values: [String(millis + 1)], repeats: false })
      },
      hostHandleAnswers: async () => (await host.client.query({ text: "SELECT 1::text", values: [], repeats: false })).length === 1,
      async dispose() {
        for (const opened of special.values()) await opened.end()
      },
    }
  }
  return {
    takesUpcasters: true,
    habits: Object.fromEntries(Object.keys(habits).map((habit) => [habit, "works" as const])),
    async open() {
      await migrated
      return openIn(shared)
    },
    ...(openOne === undefined ? {} : { openWatched: async () => openWatched(openOne) }),
    async openInterrupted(between) {
      await migrated
      const query: PostgresClient["query"] = async (statement) => {
        await between().catch(() => {})
        return host.client.query(statement)
      }
      return openIn(shared, { ...host.client, query })
    },
    async openUnmigrated() {
      const schema = freshSchema()
      schemas.push(schema)
      return openIn(schema)
    },
    async end() {
      for (const schema of schemas) await host.client.script(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
      for (const client of [host, other]) await client.end()
    },
  }
}

/** Ways in which hosts set up a handle, by name. */
export type Habits = Readonly<Record<string, OpenClient>>
