import postgres from "postgres"
import type { PGlite } from "@electric-sql/pglite"
import { fromPg, fromPglite, fromPostgresJs, type PgliteDatabase, type PostgresClient } from "@otklik/storage-postgres"
import { types } from "pg"
import { openPool, type TestClient, type Habits } from "./drivers.ts"

const serializable = "every transaction is serializable"

/** Everything that a session may be set up with and that changes how values are read, written or planned. */
const session = {
  search_path: "pg_temp",
  datestyle: "German",
  intervalstyle: "iso_8601",
  timezone: "Asia/Chita",
  bytea_output: "escape",
  extra_float_digits: "0",
  plan_cache_mode: "force_generic_plan",
}

const spoiled = () => "spoiled"

/** Pools of `pg`. */
export function pgHabits(port: number): Habits {
  const open = (settings: Parameters<typeof openPool>[1]): TestClient => {
    const pool = openPool(port, { max: 2, ...settings })
    return { client: fromPg(pool), end: async () => pool.end() }
  }
  const given = (settings: Readonly<Record<string, string>>) =>
    Object.entries(settings)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" ")
  return {
    "parsers of its own for the whole process": () => {
      const undo = spoilParsers()
      const { client, end } = open({})
      return { client, end: async () => end().finally(undo) }
    },
    "parsers of its own for its pool": () => open({ types: { getTypeParser: () => spoiled } }),
    "everything comes in the binary format": () => open({ binary: true } as Parameters<typeof openPool>[1]),
    [serializable]: () => open({ options: given({ default_transaction_isolation: "serializable" }) }),
    "sessions with settings of their own": () => open({ options: given(session) }),
    "rows are frozen": () => frozen(open({})),
  }
}

/** Instances of postgres.js. */
export function postgresJsHabits(port: number): Habits {
  const open = (options: postgres.Options<Record<string, postgres.PostgresType>> = {}): TestClient => {
    const sql = postgres({ host: "127.0.0.1", port, user: "otklik", database: "postgres", max: 2, onnotice: () => {}, ...options })
    return { client: fromPostgresJs(sql), end: async () => sql.end({ timeout: 0 }) }
  }
  const type = (id: number) => ({ to: id, from: [id], serialize: (value: unknown) => String(value), parse: spoiled })
  return {
    "types of its own": () => open({ types: { bigint: type(20), text: type(25), json: type(114), truth: type(16), number: type(23) } }),
    "transforms of its own": () => open({ transform: { ...postgres.camel, undefined: null, value: spoiled } }),
    "nothing is prepared": () => open({ prepare: false }),
    [serializable]: () => open({ connection: { default_transaction_isolation: "serializable" } }),
    "sessions with settings of their own": () => open({ connection: session }),
    "rows are frozen": () => frozen(open()),
  }
}

/** What a PGlite database is asked with. */
export function pgliteHabits(database: PGlite): Habits {
  const parsers = Object.fromEntries([16, 20, 23, 25, 114].map((id) => [id, spoiled]))
  // As of a database that was made with parsers of its own: those of a question stand above them.
  const parsed: PgliteDatabase = {
    query: async (text, values, options) => database.query(text, values, { ...options, parsers: { ...parsers, ...options.parsers } }),
    exec: async (text) => database.exec(text),
  }
  return {
    "parsers of its own": () => ({ client: fromPglite(parsed), end: async () => {} }),
    "rows are frozen": () => frozen({ client: fromPglite(database), end: async () => {} }),
  }
}

/** Rows that nobody may change. */
function frozen({ client, end }: TestClient): TestClient {
  const query: PostgresClient["query"] = async (statement) => {
    const rows = await client.query(statement)
    for (const row of rows) Object.freeze(row)
    return Object.freeze(rows)
  }
  return { client: { ...client, query }, end }
}

const { BOOL, INT8, INT4, TEXT, JSON: JSON_TYPE, VARCHAR, TIMESTAMPTZ, NUMERIC } = types.builtins
const sound = [BOOL, INT8, INT4, TEXT, JSON_TYPE, VARCHAR, TIMESTAMPTZ, NUMERIC].map((id) => ({
  id,
  parse: types.getTypeParser(id) as (value: string) => unknown,
}))
let spoilers = 0

/** Spoils the parsers of `pg` for the whole process until everybody who asked for it is done. */
function spoilParsers(): () => void {
  spoilers += 1
  for (const { id } of sound) types.setTypeParser(id, spoiled)
  return () => {
    spoilers -= 1
    if (spoilers === 0) for (const { id, parse } of sound) types.setTypeParser(id, parse)
  }
}
