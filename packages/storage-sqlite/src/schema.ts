import { DeskError } from "@otklik/core"
import type { SchemaStatus } from "@otklik/core/storage"
import type { Connection } from "./connection.ts"
import { schemaVersion, sqliteMigrations } from "./migrations.ts"

/**
 * Compares the schema with the one that this package needs. Reads only.
 *
 * @param connection - the database
 */
export function readSchemaStatus(connection: Connection): SchemaStatus {
  const table = connection.get("SELECT count(*) AS tables FROM sqlite_schema WHERE type = 'table' AND name = 'otklik_migration'")
  if (table === undefined || table["tables"] === undefined) throw unfit("the handle must give rows as objects with columns by name")
  const version =
    Number(table["tables"]) === 0 ? 0 : Number(connection.get("SELECT max(version) AS version FROM otklik_migration")?.["version"] ?? 0)
  return { state: stateOf(version), version, expected: schemaVersion }
}

/**
 * Takes every step that is missing, each in a transaction of its own that also notes it: two processes that migrate at once take each step once.
 *
 * @param connection - the database
 * @throws DeskError `config` when the schema is newer than this package
 */
export function migrateSchema(connection: Connection): void {
  for (const step of sqliteMigrations) {
    connection.write(() => {
      const status = readSchemaStatus(connection)
      if (status.state === "too-new") throw notReady(status)
      if (status.version >= step.version) return
      for (const statement of step.statements) connection.exec(statement)
    })
  }
}

/**
 * Makes a guard that lets through only when the schema fits. It asks the database until the answer is yes, and then no more.
 *
 * @param connection - the database
 * @returns a function that throws DeskError `config` while the schema does not fit
 */
export function schemaGuard(connection: Connection): () => void {
  let ready = false
  return () => {
    if (ready) return
    const status = readSchemaStatus(connection)
    if (status.state !== "ready") throw notReady(status)
    ready = true
  }
}

function stateOf(version: number): SchemaStatus["state"] {
  if (version === 0) return "missing"
  if (version < schemaVersion) return "too-old"
  return version === schemaVersion ? "ready" : "too-new"
}

function notReady(status: SchemaStatus): DeskError<"config"> {
  const advice =
    status.state === "too-new" ? "update @otklik/storage-sqlite" : "call migrate(), or have the statements of sqliteMigrations run"
  return unfit(`the schema is ${status.state}: it is at version ${status.version}, this package needs ${status.expected}; ${advice}`)
}

function unfit(message: string): DeskError<"config"> {
  return new DeskError("config", `storage-sqlite: ${message}`, { issues: [{ path: "database", message }] })
}
