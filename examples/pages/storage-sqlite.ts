import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
// #region use
import { DatabaseSync } from "node:sqlite"
import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
// #endregion use

const home = process.cwd()
const folder = mkdtempSync(join(tmpdir(), "otklik-page-"))
process.chdir(folder)

// #region use
const database = new DatabaseSync("otklik.db")
for (const setting of sqliteSettings) database.exec(setting)

const storage = createSqliteStorage({ database, tenant: "chita" })
await storage.migrate()
// #endregion use

const { state } = await storage.schemaStatus()
assert.equal(state, "ready")
assert.deepEqual(database.prepare("PRAGMA journal_mode").get(), Object.assign(Object.create(null), { journal_mode: "wal" }))
database.close()
process.chdir(home)
rmSync(folder, { recursive: true })
