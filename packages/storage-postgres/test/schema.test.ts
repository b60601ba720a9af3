import { createEventCodec } from "@otklik/core/storage"
import { buildStoredMessage } from "@otklik/testkit"
import { createPostgresStorage, fromPg, postgresMigrations, type PostgresClient } from "@otklik/storage-postgres"
import type { Pool } from "pg"
import { afterAll, describe, expect, inject, it } from "vitest"
import { freshSchema, openPool } from "./drivers.ts"
import { connect } from "../src/client/connection.ts"
import { schemaSteps } from "../src/schema/migrations.ts"
import { openSchema } from "../src/schema/schema.ts"

const server = inject("postgres")
const newest = postgresMigrations().length

describe.skipIf(server === null)("the schema", () => {
  const pool = openPool(server?.port ?? 0)
  const client = fromPg(pool)
  const schemas: string[] = []
  const fresh = () => {
    const schema = freshSchema()
    schemas.push(schema)
    return { schema, storage: createPostgresStorage({ client, schema }) }
  }
  afterAll(async () => {
    for (const schema of schemas) await pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`)
    await pool.end()
  })

  it("is numbered from 1 without a gap, and each step locks first and notes itself", () => {
    const steps = postgresMigrations()
    expect(steps.map((step) => step.version)).toEqual(steps.map((_, index) => index + 1))
    for (const step of steps) {
      expect(step.statements[0]).toContain("pg_advisory_xact_lock")
      expect(step.statements[3]).toBe(`INSERT INTO "otklik".migration (version, name) VALUES (${step.version}, '${step.name}')`)
    }
  })

  it("can be made by a database administrator from the printed statements, in a schema of any name", async () => {
    const [migrated, printed] = [fresh(), fresh()]
    await migrated.storage.migrate()
    for (const step of postgresMigrations(printed.schema)) await pool.query(`BEGIN;\n${step.statements.join(";\n")};\nCOMMIT;`)
    expect(await objectsIn(pool, printed.schema)).toEqual(await objectsIn(pool, migrated.schema))
    expect(await printed.storage.schemaStatus()).toEqual({ state: "ready", version: newest, expected: newest })
  })

  it("says what is wrong and what to do, and changes nothing by itself", async () => {
    const { schema, storage } = fresh()
    await expect(storage.find({ limit: 1 })).rejects.toThrow(new RegExp(`schema is missing.*version 0.*needs ${newest}.*migrate\\(\\)`))
    expect(await storage.schemaStatus()).toEqual({ state: "missing", version: 0, expected: newest })
    expect((await pool.query("SELECT to_regnamespace($1) AS found", [schema])).rows).toEqual([{ found: null }])
  })

  it("that is newer than the package is left alone", async () => {
    const { schema, storage } = fresh()
    await storage.migrate()
    await pool.query(`INSERT INTO "${schema}".migration (version, name) VALUES (${newest + 1}, 'from the future')`)
    const later = createPostgresStorage({ client, schema })
    expect(await later.schemaStatus()).toEqual({ state: "too-new", version: newest + 1, expected: newest })
    await expect(later.commit({ messages: [buildStoredMessage()] })).rejects.toThrow(/too-new.*update @otklik\/storage-postgres/)
    await expect(later.migrate()).rejects.toThrow(/too-new/)
  })

  it("takes the steps that are missing, and no other, when a later version of the package adds one", async () => {
    const { schema, storage } = fresh()
    const connection = connect(client, schema, createEventCodec())
    const invented = (body: string) => ({ name: "an invented step", statements: (quoted: string) => [body.replace("SCHEMA", quoted)] })
    const [next, broken] = ["CREATE TABLE SCHEMA.invented (tenant text NOT NULL PRIMARY KEY)", "CREATE TABLE SCHEMA.lease (mine text)"].map(
      (body) => openSchema(connection, schema, [...schemaSteps, invented(body)]),
    )
    await storage.migrate()
    await storage.commit({ messages: [buildStoredMessage()] })
    expect(await next?.status()).toEqual({ state: "too-old", version: newest, expected: newest + 1 })
    await expect(broken?.migrate()).rejects.toThrow(/"lease" already exists/)
    expect((await next?.status())?.version).toBe(newest)
    await Promise.all([next?.migrate(), next?.migrate()])
    expect(await next?.status()).toEqual({ state: "ready", version: newest + 1, expected: newest + 1 })
    expect((await pool.query(`SELECT count(*)::int FROM "${schema}".message`)).rows).toEqual([{ count: 1 }])
    expect((await objectsIn(pool, schema)).map(({ name }) => name)).toContain("invented.tenant")
    // The earlier version of the package leaves it alone.
    await expect(createPostgresStorage({ client, schema }).find({ limit: 1 })).rejects.toThrow(/too-new/)
  })

  it("is made whole or not at all, and leaves no connection in a broken transaction", async () => {
    const { schema, storage } = fresh()
    await pool.query(`CREATE SCHEMA "${schema}"; CREATE TABLE "${schema}".lease (mine text)`)
    await expect(storage.migrate()).rejects.toThrow(/"lease" already exists/)
    expect((await objectsIn(pool, schema)).map((row) => row.name)).toEqual(["lease", "lease.mine"])
    for (let round = 0; round < 4; round += 1) expect((await pool.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }])
  })

  it("is made once by many who migrate at the same time", async () => {
    const { schema } = fresh()
    const workers = Array.from({ length: 12 }, () => createPostgresStorage({ client, schema }))
    await Promise.all(workers.map(async (worker) => worker.migrate()))
    const steps = await pool.query(`SELECT version::int FROM "${schema}".migration ORDER BY version`)
    expect(steps.rows).toEqual(postgresMigrations().map(({ version }) => ({ version })))
  })

  it("may be migrated by a role that owns an empty schema and may make none, and used by one that may only write rows", async () => {
    const { schema } = fresh()
    const [owner, worker] = [`${schema}_owner`, `${schema}_worker`]
    await pool.query(`CREATE ROLE ${owner} LOGIN; CREATE ROLE ${worker} LOGIN; CREATE SCHEMA ${schema} AUTHORIZATION ${owner}`)
    const pools = [openPool(server?.port ?? 0, { user: owner }), openPool(server?.port ?? 0, { user: worker })] as const
    await createPostgresStorage({ client: fromPg(pools[0]), schema }).migrate()
    await pools[0].query(`GRANT USAGE ON SCHEMA ${schema} TO ${worker}; GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} TO ${worker};
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${worker}`)
    const storage = createPostgresStorage({ client: fromPg(pools[1]), schema })
    await storage.commit({ messages: [buildStoredMessage()] })
    expect(
      await storage.lease({ kind: "source", owner: "w", now: "2026-03-02T06:00:00.000Z", ttlMillis: 1000, limit: 1, among: ["a/b"] }),
    ).toHaveLength(1)
    for (const each of pools) await each.end()
    await pool.query(`DROP SCHEMA ${schema} CASCADE; DROP ROLE ${owner}; DROP ROLE ${worker}`)
  })

  it("begins every primary and unique key with the tenant, and has no index by author", async () => {
    const { schema, storage } = fresh()
    await storage.migrate()
    const { rows } = await pool.query<{ name: string; columns: string[] }>(
      `SELECT i.indexrelid::regclass::text AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns FROM pg_index AS i
      JOIN pg_attribute AS a ON a.attrelid = i.indexrelid JOIN pg_class AS t ON t.oid = i.indrelid
      WHERE t.relnamespace = $1::regnamespace AND t.relname <> 'migration' GROUP BY 1`,
      [schema],
    )
    expect(rows.length).toBeGreaterThan(20)
    for (const { name, columns } of rows) {
      // The index of words has the tenant as a word of each entry.
      if (!name.endsWith(".message_words")) expect(columns[0], name).toBe("tenant")
      expect(columns, name).not.toContain("author")
    }
  })

  it("needs a database in UTF8, and says so", async () => {
    await pool.query("DROP DATABASE IF EXISTS otklik_koi8")
    await pool.query("CREATE DATABASE otklik_koi8 TEMPLATE template0 ENCODING 'KOI8R' LC_COLLATE 'C' LC_CTYPE 'C'")
    const other = openPool(server?.port ?? 0, { database: "otklik_koi8" })
    await expect(createPostgresStorage({ client: fromPg(other) }).migrate()).rejects.toMatchObject({
      code: "config",
      message: /UTF8.*KOI8R/,
    })
    await other.end()
    await pool.query("DROP DATABASE otklik_koi8")
  })

  it("is not made by a client that gives rows in another shape", async () => {
    const named: PostgresClient = { query: async () => [[]], script: async () => {} }
    await expect(createPostgresStorage({ client: named }).migrate()).rejects.toMatchObject({ code: "config" })
  })
})

/** Columns, indexes and functions of a schema, without its name. */
async function objectsIn(pool: Pool, schema: string): Promise<readonly { name: string; what: string }[]> {
  const { rows } = await pool.query<{ name: string; what: string }>(
    `SELECT name, replace(what, $2, 'the_schema') AS what FROM (
      SELECT c.relname || coalesce('.' || a.attname, '') AS name, coalesce(format_type(a.atttypid, a.atttypmod), pg_get_indexdef(c.oid), c.relkind::text) AS what
      FROM pg_class AS c LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND c.relkind = 'r'
      WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'i', 'S')
      UNION ALL SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = $1::regnamespace
      UNION ALL SELECT relname, relkind::text FROM pg_class WHERE relnamespace = $1::regnamespace AND relkind = 'r'
    ) AS objects ORDER BY 1, 2`,
    [schema, schema],
  )
  return rows
}
