/** All that ever crosses the driver: no dates, no booleans, no big integers, about which drivers disagree. */
export type SqliteValue = string | number | null | Uint8Array

/** A prepared statement, as far as the storage needs one. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint }
  get(...values: SqliteValue[]): unknown
  all(...values: SqliteValue[]): unknown[]
}

/**
 * An open SQLite database that the host owns. `DatabaseSync` of `node:sqlite` and `Database` of `better-sqlite3` fit as they are.
 */
export interface SqliteHandle {
  exec(sql: string): unknown
  prepare(sql: string): SqliteStatement
}
