import { createSqliteStorage, type SqliteHandle } from "@otklik/storage-sqlite"
import type { Storage } from "@otklik/core"

/**
 * The plans of every statement that a piece of work prepares.
 *
 * @param database - an open handle of a migrated database
 * @param work - done on a storage of its own
 */
export async function plansOn(database: SqliteHandle, work: (storage: Storage) => Promise<unknown>): Promise<readonly string[]> {
  const sent: string[] = []
  const spy: SqliteHandle = {
    exec: (sql) => database.exec(sql),
    prepare(sql) {
      sent.push(sql)
      return database.prepare(sql)
    },
  }
  await work(createSqliteStorage({ database: spy }))
  // The first question of every storage is for the schema, a table of some rows.
  return (
    sent
      .filter((sql) => !sql.includes("otklik_migration"))
      // No text in a statement holds the sign of a value. better-sqlite3 wants each to be given, and plans are the same
      // for any.
      .flatMap((sql) => database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...[...sql.matchAll(/\?/g)].map(() => null)))
      .map((row) => String(Reflect.get(Object(row), "detail")))
  )
}

/**
 * What plans read from end to end: lists that the caller handed in are no tables, nor is a query inside the statement,
 * whose own reads have lines of their own.
 */
export function scansOf(plans: readonly string[]): readonly string[] {
  const inner = plans.flatMap((detail) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)$/.exec(detail)?.[1] ?? [])
  return plans.filter(
    (detail) =>
      detail.startsWith("SCAN") &&
      !/VIRTUAL TABLE|CONSTANT ROW|SCAN \(/.test(detail) &&
      !inner.some((name) => new RegExp(`^SCAN ${name}\\b`).test(detail)),
  )
}
