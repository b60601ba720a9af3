import { DeskError } from "@otklik/core"
import type { SchemaStatus } from "@otklik/core/storage"
import type { Connection } from "./connection.ts"
import { postgresMigrations, schemaVersion } from "./migrations.ts"

/**
 * Compares the schema with the one that this package needs. Reads only.
 *
 * @param connection - the database
 */
export async function readSchemaStatus(connection: Connection): Promise<SchemaStatus> {
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

/**
 * Takes every step that is missing, each in a transaction of its own that also notes it: two processes that migrate at once take each step once.
 *
 * @param connection - the database
 * @param schema - the name of the schema
 * @throws DeskError `config` when the schema is newer than this package
 */
export async function migrateSchema(connection: Connection, schema: string): Promise<void> {
  for (const step of postgresMigrations(schema)) {
    const status = await readSchemaStatus(connection)
    if (status.state === "too-new") throw notReady(status)
    if (status.version >= step.version) continue
    try {
      await connection.script(step.statements.join(";\n"))
    } catch (error) {
      // Somebody else took the step while this one waited for the lock: noting it a second time failed, and with it everything.
      if ((await readSchemaStatus(connection)).version < step.version) throw error
    }
  }
}

/**
 * Makes a guard that lets through only when the schema fits. It asks the database until the answer is yes, and then no more.
 *
 * @param connection - the database
 * @returns a function that throws DeskError `config` while the schema does not fit
 */
export function schemaGuard(connection: Connection): () => Promise<void> {
  let ready = false
  return async () => {
    if (ready) return
    const status = await readSchemaStatus(connection)
    if (status.state !== "ready") throw notReady(status)
    ready = true
  }
}

function statusOf(version: number): SchemaStatus {
  return { state: stateOf(version), version, expected: schemaVersion }
}

function stateOf(version: number): SchemaStatus["state"] {
  if (version === 0) return "missing"
  if (version < schemaVersion) return "too-old"
  return version === schemaVersion ? "ready" : "too-new"
}

function notReady(status: SchemaStatus): DeskError<"config"> {
  const advice =
    status.state === "too-new"
      ? "update @otklik/storage-postgres"
      : "call migrate(), or have the statements of postgresMigrations run by whoever may change the schema"
  return unfit(`the schema is ${status.state}: it is at version ${status.version}, this package needs ${status.expected}; ${advice}`)
}

function unfit(message: string): DeskError<"config"> {
  return new DeskError("config", `storage-postgres: ${message}`, { issues: [{ path: "client", message }] })
}
