import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
// #region export
import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { DatabaseSync } from "node:sqlite"
import { createDesk } from "@otklik/core"
import { createSqliteStorage } from "@otklik/storage-sqlite"
// #endregion export
// #region import
import { createReadStream } from "node:fs"
import { createInterface } from "node:readline"
import { createPostgresStorage, fromPglite } from "@otklik/storage-postgres"
// #endregion import
import { PGlite } from "@electric-sql/pglite"
import { buildStoredMessage } from "@otklik/testkit"

const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), "otklik-page-"))
process.chdir(folder)
const usual = {
  connectors: [],
  rules: [],
  routing: { authorities: [], territories: [], rules: [] },
  policies: [],
  authorKey: new Uint8Array(32).fill(1),
  clock: { now: () => new Date().toISOString() },
}
const old = createSqliteStorage({ database: new DatabaseSync("otklik.db"), tenant: "chita" })
await old.migrate()
await old.commit({ messages: [buildStoredMessage()] })
await old.close()

// #region export
const officer = { id: "officer", kind: "person" } as const
const source = createSqliteStorage({ database: new DatabaseSync("otklik.db"), tenant: "chita" })
const leaving = createDesk({ ...usual, storage: source }) // usual: connectors, rules and the rest
const file = createWriteStream("chita.ndjson")
for await (const line of leaving.export({ actor: officer })) if (!file.write(`${line}\n`)) await once(file, "drain")
file.end()
await once(file, "close")
// #endregion export

const pglite = new PGlite()
const client = fromPglite(pglite)

// #region import
const storage = createPostgresStorage({ client, tenant: "chita" })
await storage.migrate()
const arriving = createDesk({ ...usual, storage })
const { counts } = await arriving.import({ lines: createInterface({ input: createReadStream("chita.ndjson") }) }, { actor: officer })
// #endregion import

assert.equal(counts.message, 1)
assert.deepEqual(await storage.read("message", ["vk:-1_1"]), [buildStoredMessage()])
const { entries } = await arriving.journal({ kind: "move", limit: 10 })
assert.equal(entries.filter((entry) => entry.kind === "move").length, 2)
await pglite.close()
process.chdir(home)
rmSync(folder, { recursive: true })
