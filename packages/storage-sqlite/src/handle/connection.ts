import { DeskError } from "@otklik/core"
import type { EventCodec } from "@otklik/core/storage"
import type { SqliteHandle, SqliteStatement, SqliteValue } from "./handle.ts"

/** A row as a driver gives it: columns by name. */
export type Row = Readonly<Record<string, string | number | bigint | null | Uint8Array>>

/** The host's handle with statements that are prepared once. */
export interface Connection {
  /** How the database has events. */
  readonly codec: EventCodec
  /** Runs a statement and says how many rows it changed. */
  run(sql: string, ...values: SqliteValue[]): number
  get(sql: string, ...values: SqliteValue[]): Row | undefined
  all(sql: string, ...values: SqliteValue[]): readonly Row[]
  /** Runs `work` in one write transaction. `work` must not wait: nobody else may use the handle in between. */
  write<Result>(work: () => Result): Result
  /**
   * Runs questions that belong to one answer: all of them see the same moment, whoever writes meanwhile. `work` must
   * not wait.
   */
  snapshot<Result>(work: () => Result): Result
  exec(sql: string): void
  /**
   * After a commit that took texts or authors away: copies the WAL into the file and empties it, so that neither keeps
   * them. While another handle reads from the WAL that cannot be done: it is tried again after each later write. Waits
   * for nobody and never throws: what was erased is erased.
   */
  emptyWal(): void
  /** Forgets the prepared statements. */
  forget(): void
}

/**
 * Puts a handle behind one place that prepares, runs and translates errors.
 *
 * @param handle - the host's
 * @param codec - of events
 */
export function connect(handle: SqliteHandle, codec: EventCodec): Connection {
  const statements = new Map<string, SqliteStatement>()
  function prepared(sql: string): SqliteStatement {
    const known = statements.get(sql)
    if (known !== undefined) return known
    const statement = handle.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  // A process of before may have been killed in between.
  let isWalDirty = true
  function tryToEmptyWal(): void {
    try {
      const timeout = Number(Object.values((prepared("PRAGMA busy_timeout").get() ?? {}) as Row)[0] ?? 0)
      handle.exec("PRAGMA busy_timeout = 0")
      try {
        const [busy] = Object.values((prepared("PRAGMA wal_checkpoint(TRUNCATE)").get() ?? {}) as Row)
        isWalDirty = Number(busy ?? 0) !== 0
      } finally {
        handle.exec(`PRAGMA busy_timeout = ${timeout}`)
      }
    } catch {
      isWalDirty = true
    }
  }
  return {
    codec,
    emptyWal: tryToEmptyWal,
    run: (sql, ...values) => translating(() => Number(prepared(sql).run(...values).changes)),
    get: (sql, ...values) => translating(() => (prepared(sql).get(...values) ?? undefined) as Row | undefined),
    all: (sql, ...values) => translating(() => prepared(sql).all(...values) as readonly Row[]),
    exec: (sql) => translating(() => void handle.exec(sql)),
    forget: () => statements.clear(),
    snapshot(work) {
      // A savepoint and not BEGIN: the host may be inside a transaction of its own.
      translating(() => handle.exec("SAVEPOINT otklik_snapshot"))
      try {
        return work()
      } finally {
        handle.exec("RELEASE otklik_snapshot")
      }
    },
    write(work) {
      // IMMEDIATE: a transaction that reads first and writes later fails as busy at once, whatever the timeout says.
      translating(() => handle.exec("BEGIN IMMEDIATE"))
      try {
        const result = work()
        translating(() => handle.exec("COMMIT"))
        if (isWalDirty) tryToEmptyWal()
        return result
      } catch (error) {
        rollBack(handle)
        throw error
      }
    },
  }
}

/**
 * SQLite ends some failed transactions itself (a full disk): then there is nothing to roll back, and the first error
 * is the one to report.
 */
function rollBack(handle: SqliteHandle): void {
  try {
    handle.exec("ROLLBACK")
  } catch {
    return
  }
}

function translating<Result>(work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw translated(error)
  }
}

/**
 * A busy database and an open transaction of the host become `conflict`, a full disk, a disk that fails and a file that
 * cannot be opened become `network`: nothing was stored, and the same call may succeed later. A handle that was closed
 * is `config`. Everything else (a broken file) is thrown as the driver gave it.
 */
function translated(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (isBusy(error))
    return new DeskError(
      "conflict",
      "the database is busy: another writer locked it too long; nothing was stored",
      { what: "storage", id: "database" },
      { cause: error },
    )
  const lost = unavailable.find(({ name, number }) => hasCode(error, name, number))
  if (lost !== undefined) return new DeskError("network", `${lost.says}; nothing was stored`, {}, { cause: error })
  if (/database is not open|database connection is not open|statement has been finalized|closed database/.test(error.message)) {
    const message = "the handle was closed: the storage needs it open as long as it is used"
    return new DeskError("config", `storage-sqlite: ${message}`, { issues: [{ path: "database", message }] }, { cause: error })
  }
  if (error.message.includes("within a transaction")) {
    return new DeskError(
      "conflict",
      "the host has an open transaction on this handle; nothing was stored",
      { what: "storage", id: "database" },
      { cause: error },
    )
  }
  return error
}

/** Primary result codes of SQLite (sqlite.org/rescode.html) that pass by themselves or when somebody makes room. */
const unavailable = [
  { name: "SQLITE_FULL", number: 13, says: "the disk is full" },
  { name: "SQLITE_IOERR", number: 10, says: "the disk gave an error" },
  { name: "SQLITE_CANTOPEN", number: 14, says: "the database file cannot be opened" },
  { name: "SQLITE_NOMEM", number: 7, says: "there is no memory left" },
  { name: "SQLITE_READONLY", number: 8, says: "the database cannot be written" },
] as const

function isBusy(error: Error): boolean {
  return hasCode(error, "SQLITE_BUSY", 5) || hasCode(error, "SQLITE_LOCKED", 6)
}

/** Extended codes have the primary one in the low byte; better-sqlite3 gives names, node:sqlite numbers. */
function hasCode(error: Error & { readonly code?: unknown; readonly errcode?: unknown }, name: string, number: number): boolean {
  const { code, errcode } = error
  if (typeof code === "string" && code.startsWith(name)) return true
  return typeof errcode === "number" && (errcode & 0xff) === number
}
