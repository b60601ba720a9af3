import assert from "node:assert/strict"
// #region pg
import { Pool } from "pg"
import { createPostgresStorage, fromPg } from "@otklik/storage-postgres"
// #endregion pg
// #region pglite
import { PGlite } from "@electric-sql/pglite"
import { createPostgresStorage as createStorage, fromPglite } from "@otklik/storage-postgres"
// #endregion pglite

// #region pg
/** What a host does at its start; whoever may change the schema calls `storage.migrate()` once before. */
export function openStorage(connectionString: string) {
  // A connection may go silent without a word: each wait has an end, the server's before the driver's.
  const waits = { connectionTimeoutMillis: 10_000, keepAlive: true, statement_timeout: 30_000, query_timeout: 40_000 }
  const pool = new Pool({ connectionString, max: 10, ...waits })
  // Without a listener a connection that ends while it is idle ends the process.
  pool.on("error", (error) => process.stderr.write(`${error.message}\n`))
  return { pool, storage: createPostgresStorage({ client: fromPg(pool), tenant: "chita" }) }
}
// #endregion pg

// A pool connects when it is first asked.
const { pool } = openStorage("postgres://otklik@localhost/otklik")
await pool.end()

// #region pglite
const database = new PGlite()
const storage = createStorage({ client: fromPglite(database) })
await storage.migrate()
// #endregion pglite

assert.equal((await storage.schemaStatus()).state, "ready")
await database.close()
