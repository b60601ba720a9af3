import { DeskError } from "@otklik/core"
import type { SchemaStatus } from "@otklik/core/storage"
import type { Connection } from "../handle/connection.ts"
import { migrationsOf, schemaSteps, type SchemaStep } from "./migrations.ts"

/** What may be done with the schema of a database. */
export interface Schema {
  /** Compares it with the one that this package needs. Reads only. */
  status(): SchemaStatus
  /**
   * Takes every step that is missing, each in a transaction of its own that also notes it: two processes that migrate
   * at once take each step once.
   */
  migrate(): void
}

/**
 * The schema of a database.
 *
 * @param connection - the database
 * @param steps - that make it; others than this package's are for tests of a next one
 */
export function openSchema(connection: Connection, steps: readonly SchemaStep[] = schemaSteps): Schema {
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
          if (status().version >= step.version) return
          for (const statement of step.statements) connection.exec(statement)
        })
      }
    },
  }
}

function stateOf(version: number, expected: number): SchemaStatus["state"] {
  if (version === 0) return "missing"
  if (version < expected) return "too-old"
  return version === expected ? "ready" : "too-new"
}

function unfit(message: string): DeskError<"config"> {
  return new DeskError("config", `storage-sqlite: ${message}`, { issues: [{ path: "database", message }] })
}
