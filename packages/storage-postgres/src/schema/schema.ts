import { DeskError } from "@otklik/core"
import type { SchemaStatus } from "@otklik/core/storage"
import type { Connection } from "../client/connection.ts"
import { migrationsOf, schemaSteps, type SchemaStep } from "./migrations.ts"

/** What may be done with the schema of a database. */
export interface Schema {
  /** Compares it with the one that this package needs. Reads only. */
  status(): Promise<SchemaStatus>
  /**
   * Takes every step that is missing, each in a transaction of its own that also notes it: two processes that migrate
   * at once take each step once.
   */
  migrate(): Promise<void>
}

/**
 * The schema that holds the tables.
 *
 * @param connection - the database
 * @param name - of the schema
 * @param steps - that make it; others than this package's are for tests of a next one
 */
export function openSchema(connection: Connection, name: string, steps: readonly SchemaStep[] = schemaSteps): Schema {
  const statusOf = (version: number): SchemaStatus => ({ state: stateOf(version, steps.length), version, expected: steps.length })
  async function status(): Promise<SchemaStatus> {
    const [found] = await connection.read(
      "SELECT (to_regclass($1) IS NOT NULL)::int::text, current_setting('server_encoding')",
      `${connection.schema}.migration`,
    )
    if (found === undefined || found.length !== 2) throw unfit("the client must give rows as arrays of texts, in the order of the columns")
    const [exists, encoding] = found
    if (encoding !== "UTF8")
      throw unfit(`the database must be encoded in UTF8, not in ${encoding}: other encodings have no place for what citizens write`)
    if (exists === "0") return statusOf(0)
    const [row] = await connection.read(`SELECT coalesce(max(version), 0)::text FROM ${connection.schema}.migration`)
    return statusOf(Number(row?.[0]))
  }
  return {
    status,
    async migrate() {
      for (const step of migrationsOf(name, steps)) {
        const before = await status()
        if (before.version >= step.version) continue
        try {
          await connection.script(step.statements.join(";\n"))
        } catch (error) {
          // Another party took the step while this one waited for the lock: noting it a second time failed, and with it
          // everything.
          if ((await status()).version < step.version) throw error
        }
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
  return new DeskError("config", `storage-postgres: ${message}`, { issues: [{ path: "client", message }] })
}
