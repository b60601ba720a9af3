import { DeskError } from "@otklik/core"
import type { SchemaStatus } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { migrationsOf, schemaSteps, type SchemaStep } from "./migrations.ts"

/** What may be done with the schema of a database. */
export interface Schema {
  /** Compares it with the one that this package needs. Reads only. */
  status(): SchemaStatus
  /**
   * Takes every step that is missing, each in a transaction of its own that also notes it: two processes that migrate at once take each step once.
   *
   * @throws DeskError `config` when the schema is newer than this package
   */
  migrate(): void
  /**
   * Lets through only when the schema fits. Asks the database until the answer is yes, and then no more.
   *
   * @throws DeskError `config` while it does not fit
   */
  guard(): void
}

/**
 * The schema of a database.
 *
 * @param connection - the database
 * @param steps - that make it; others than this package's are for tests of a next one
 */
export function openSchema(connection: Connection, steps: readonly SchemaStep[] = schemaSteps): Schema {
  let ready = false
  function status(): SchemaStatus {
    const table = connection.get("SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table' AND name = 'otklik_migration'")
    if (table === undefined || table["tables"] === undefined) throw unfit("the handle must give rows as objects with columns by name")
    const version =
      Number(table["tables"]) === 0 ? 0 : Number(connection.get("SELECT max(version) AS version FROM otklik_migration")?.["version"] ?? 0)
    return { state: stateOf(version, steps.length), version, expected: steps.length }
  }
  return {
    status,
    migrate() {
      for (const step of migrationsOf(steps)) {
        connection.write(() => {
          const before = status()
          if (before.state === "too-new") throw notReady(before)
          if (before.version >= step.version) return
          for (const statement of step.statements) connection.exec(statement)
        })
      }
    },
    guard() {
      if (ready) return
      const now = status()
      if (now.state !== "ready") throw notReady(now)
      ready = true
    },
  }
}

function stateOf(version: number, expected: number): SchemaStatus["state"] {
  if (version === 0) return "missing"
  if (version < expected) return "too-old"
  return version === expected ? "ready" : "too-new"
}

function notReady(status: SchemaStatus): DeskError<"config"> {
  const advice =
    status.state === "too-new" ? "update @otklik/storage-sqlite" : "call migrate(), or have the statements of sqliteMigrations run"
  return unfit(`the schema is ${status.state}: it is at version ${status.version}, this package needs ${status.expected}; ${advice}`)
}

function unfit(message: string): DeskError<"config"> {
  return new DeskError("config", `storage-sqlite: ${message}`, { issues: [{ path: "database", message }] })
}
