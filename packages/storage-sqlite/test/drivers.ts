import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import type { OpenedStorage, StorageSubject } from "@otklik/testkit"
import { createSqliteStorage, sqliteSettings, type SqliteHandle } from "@otklik/storage-sqlite"
import BetterSqlite3 from "better-sqlite3"

/** A handle that tests may close. */
export interface TestHandle extends SqliteHandle {
  close(): unknown
}

/** Opens a database file, or `:memory:`. */
export type OpenDatabase = (file: string) => TestHandle

export const openNodeSqlite: OpenDatabase = (file) => withSettings(new DatabaseSync(file))

export const openBetterSqlite3: OpenDatabase = (file) => withSettings(new BetterSqlite3(file))

function withSettings<Handle extends TestHandle>(handle: Handle): Handle {
  for (const setting of sqliteSettings) handle.exec(setting)
  // Nobody cuts the power in these tests; waiting for the disk would take most of their time.
  handle.exec("PRAGMA synchronous = OFF")
  return handle
}

/** A database file in a folder of its own: every second storage gets its own connection. */
export function fileSubject(openDatabase: OpenDatabase): StorageSubject {
  return subjectOf(() => {
    const folder = mkdtempSync(join(tmpdir(), "otklik-sqlite-"))
    const file = join(folder, "otklik.db")
    return { open: () => openDatabase(file), end: () => rmSync(folder, { recursive: true, force: true }) }
  })
}

/** A database in memory cannot be opened twice: every second storage is another one on the same connection. */
export function memorySubject(openDatabase: OpenDatabase): StorageSubject {
  return subjectOf(() => {
    const handle = openDatabase(":memory:")
    return { open: () => handle, end: () => {} }
  })
}

interface Place {
  readonly open: () => TestHandle
  readonly end: () => void
}

function subjectOf(makePlace: () => Place): StorageSubject {
  return {
    async open() {
      const opened = openAt(makePlace())
      await opened.storage.migrate()
      return opened
    },
    openUnmigrated: async () => openAt(makePlace()),
  }
}

function openAt(place: Place): OpenedStorage {
  const handles = new Set<TestHandle>()
  const open = () => {
    const handle = place.open()
    handles.add(handle)
    return handle
  }
  const first = open()
  return {
    storage: createSqliteStorage({ database: first }),
    openSecond: async (tenant = "main") => createSqliteStorage({ database: open(), tenant }),
    letPass: async () => {},
    hostHandleAnswers: async () => first.prepare("SELECT 1 AS one").get() !== undefined,
    async dispose() {
      for (const handle of handles) handle.close()
      place.end()
    },
  }
}
