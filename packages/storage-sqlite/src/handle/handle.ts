/** All that ever crosses the driver: no dates, no booleans, no big integers, about which drivers disagree. */
export type SqliteValue = string | number | null | Uint8Array

/** A prepared statement, as far as the storage needs one. */
export interface SqliteStatement {
  /** Runs it; `changes` are the rows that it wrote. */
  run(...values: SqliteValue[]): {
    /** How many rows it changed. */
    readonly changes: number | bigint
  }
  /** The first row as an object with columns by name; undefined or null when there is none. */
  get(...values: SqliteValue[]): unknown
  /** Every row. */
  all(...values: SqliteValue[]): unknown[]
}

/**
 * An open SQLite database that the host owns. `DatabaseSync` of `node:sqlite` and `Database` of `better-sqlite3` fit as
 * they are.
 */
export interface SqliteHandle {
  /** Runs statements that give no rows. */
  exec(sql: string): unknown
  /** Prepares one statement; the storage keeps it until it is closed. */
  prepare(sql: string): SqliteStatement
}
