import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
// #region export
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { exportTenant } from "@otklik/core"
import { createSqliteStorage } from "@otklik/storage-sqlite"
// #endregion export
// #region import
import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import { importTenant } from "@otklik/core"
import { createPostgresStorage, fromPglite } from "@otklik/storage-postgres"
// #endregion import
import { PGlite } from "@electric-sql/pglite"
import { buildStoredMessage } from "@otklik/testkit"

const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), "otklik-page-"))
process.chdir(folder)
const old = createSqliteStorage({ database: new DatabaseSync("otklik.db"), tenant: "chita" })
await old.migrate()
await old.commit({ messages: [buildStoredMessage()] })
await old.close()

// #region export
const source = createSqliteStorage({ database: new DatabaseSync("otklik.db"), tenant: "chita" })
const file = createWriteStream("chita.ndjson")
for await (const line of exportTenant(source)) if (!file.write(`${line}\n`)) await once(file, "drain")
file.end()
await once(file, "close")
// #endregion export

const pglite = new PGlite()
const client = fromPglite(pglite)

// #region import
const target = createPostgresStorage({ client, tenant: "chita" })
await target.migrate()
const { counts } = await importTenant({
  lines: createInterface({ input: createReadStream("chita.ndjson") }),
  staging: createPostgresStorage({ client, tenant: "import of chita" }),
  target,
  tenant: "chita",
  now: new Date().toISOString(),
})
// #endregion import

assert.equal(counts.message, 1)
assert.deepEqual(await target.readMessages(["vk:-1_1"]), [buildStoredMessage()])
await pglite.close()
process.chdir(home)
rmSync(folder, { recursive: true })
