import { createSqliteStorage, sqliteSettings } from "@otklik/storage-sqlite"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { OpenedStorage } from "./opened-storage.ts"

/**
 * Opens the database in a folder. One process at a time: a second one is told `conflict`.
 *
 * @param folder - it must exist
 */
export async function openSqlite(folder: string): Promise<OpenedStorage> {
  const database = new DatabaseSync(join(folder, "otklik.sqlite"))
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE")
    for (const setting of sqliteSettings) database.exec(setting)
    // A power cut may take the last pages with it, cursors and all: they are read again. Hosts that talk to networks
    // keep FULL.
    database.exec("PRAGMA synchronous = NORMAL")
    const storage = createSqliteStorage({ database })
    await storage.migrate()
    return {
      storage,
      async close() {
        await storage.close()
        database.close()
      },
    }
  } catch (error) {
    database.close()
    throw error
  }
}
