import BetterSqlite3 from "better-sqlite3"
import { DatabaseSync } from "node:sqlite"
import type { SqliteHandle, SqliteStatement } from "@otklik/storage-sqlite"
import { withSettings, type OpenDatabase, type TestHandle, type Driver } from "./drivers.ts"

/** Rows that nobody may change, as libSQL gives them. */
function frozen(handle: TestHandle): TestHandle {
  return changed(handle, (statement) => ({
    run: (...values) => statement.run(...values),
    get: (...values) => Object.freeze(statement.get(...values)),
    all: (...values) => {
      const rows = statement.all(...values)
      for (const row of rows) Object.freeze(row)
      // Mutable, as the driver's own type has it.
      return Object.freeze(rows) as unknown[]
    },
  }))
}

/** What has no order comes from behind. */
function fromBehind(handle: TestHandle): TestHandle {
  handle.exec("PRAGMA reverse_unordered_selects = ON")
  return handle
}

/** Statements as a host's own wrapper prepares them. */
function changed(handle: TestHandle, change: (statement: SqliteStatement) => SqliteStatement): TestHandle {
  return {
    exec: (sql) => handle.exec(sql),
    prepare: (sql: string) => change(handle.prepare(sql)),
    close: () => handle.close(),
  }
}

const openNode: OpenDatabase = (file) => withSettings(new DatabaseSync(file))
const openBetter = (file: string) => withSettings(new BetterSqlite3(file))

/** better-sqlite3, every statement of which gives its rows in a shape of the host's choice. */
function shaped(shape: "raw" | "pluck" | "expand"): OpenDatabase {
  return (file) => {
    const database = openBetter(file)
    const prepare = (sql: string): ReturnType<SqliteHandle["prepare"]> => {
      const statement = database.prepare(sql)
      return statement.reader ? statement[shape]() : statement
    }
    return { exec: (sql) => database.exec(sql), prepare, close: () => database.close() }
  }
}

export const nodeSqlite: Driver = {
  open: openNode,
  works: {
    "whole numbers are big integers": (file) => withSettings(new DatabaseSync(file, { readBigInts: true })),
    // A lone object, as a Date is one, would be taken for these.
    "named parameters that are not known are let through": (file) =>
      withSettings(new DatabaseSync(file, { allowUnknownNamedParameters: true })),
    "what has no order comes from behind": (file) => fromBehind(openNode(file)),
    "rows are frozen": (file) => frozen(openNode(file)),
  },
  refused: { "rows have no names": (file) => withSettings(new DatabaseSync(file, { returnArrays: true })) },
}

export const betterSqlite3: Driver = {
  open: openBetter,
  works: {
    "whole numbers are big integers": (file) => {
      const database = openBetter(file)
      database.defaultSafeIntegers(true)
      return database
    },
    "what has no order comes from behind": (file) => fromBehind(openBetter(file)),
    "rows are frozen": (file) => frozen(openBetter(file)),
  },
  refused: {
    "rows have no names": shaped("raw"),
    "rows are their first column": shaped("pluck"),
    "rows are told apart by table": shaped("expand"),
  },
}
