import { randomUUID } from "node:crypto"
import { createPostgresStorage, fromPg, fromPglite, fromPostgresJs, type PostgresClient } from "@otklik/storage-postgres"
import type { OpenedStorage, StorageSubject } from "@otklik/testkit"
import type { PGlite } from "@electric-sql/pglite"
import { Pool } from "pg"
import postgres from "postgres"
import type { Habits } from "./habits.ts"

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
export function openPostgresJs(port: number): OpenClient {
  return () => {
    const sql = postgres({ host: "127.0.0.1", port, user: "otklik", database: "postgres", max: 4, onnotice: () => {} })
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

/** The subject of the contract, and how to end what it opened. */
export interface TestSubject extends StorageSubject {
  end(): Promise<void>
}

/**
 * The subject of the contract: two handles on one database, as two processes have them, and a tenant of its own for each case; a schema of its own
 * where the case is about the schema.
 *
 * @param openClient - opens a handle of the driver
 * @param habits - opens handles of it that hosts have set up otherwise
 */
export function subjectOf(openClient: OpenClient, habits: Habits = {}): TestSubject {
  const [host, other] = [openClient(), openClient()]
  const shared = freshSchema()
  const schemas = [shared]
  const migrated = createPostgresStorage({ client: host.client, schema: shared }).migrate()
  let cases = 0
  function openIn(schema: string): OpenedStorage {
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
      storage: createPostgresStorage({ client: host.client, schema, tenant: name }),
      async openSecond(tenant, { habit } = {}) {
        const client = habit === undefined ? other.client : clientOf(habit)
        return createPostgresStorage({ client, schema, tenant: tenant === undefined ? name : `${name}: ${tenant}` })
      },
      // The database's clock decides.
      letPass: async (millis) => {
        await host.client.query({ text: "SELECT pg_sleep($1::float / 1000)::text", values: [String(millis + 1)], repeats: false })
      },
      hostHandleAnswers: async () => (await host.client.query({ text: "SELECT 1::text", values: [], repeats: false })).length === 1,
      async dispose() {
        for (const client of special.values()) await client.end()
      },
    }
  }
  return {
    habits: Object.fromEntries(Object.keys(habits).map((habit) => [habit, "works" as const])),
    async open() {
      await migrated
      return openIn(shared)
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
