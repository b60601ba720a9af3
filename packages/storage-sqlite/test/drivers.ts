import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { OpenedStorage, StorageSubject } from "@otklik/testkit"
import { createSqliteStorage, sqliteSettings, type SqliteHandle } from "@otklik/storage-sqlite"
import type { Driver } from "./habits.ts"

/** A handle that tests may close. */
export interface TestHandle extends SqliteHandle {
  close(): unknown
}

/** Opens a database file, or `:memory:`. */
export type OpenDatabase = (file: string) => TestHandle

/** Settings that the package recommends, without the wait for a disk. */
export function withSettings<Handle extends TestHandle>(handle: Handle): Handle {
  for (const setting of sqliteSettings) handle.exec(setting)
  // Nobody cuts the power in these tests; waiting for the disk would take most of their time.
  handle.exec("PRAGMA synchronous = OFF")
  return handle
}

/** A database file in a folder of its own: every second storage gets its own connection, set up as its host has the habit. */
export function fileSubject({ open, works, refused }: Driver): StorageSubject {
  const habits = [
    ...Object.keys(works).map((name) => [name, "works"] as const),
    ...Object.keys(refused).map((name) => [name, "refused"] as const),
  ]
  const subject = subjectOf(() => {
    const folder = mkdtempSync(join(tmpdir(), "otklik-sqlite-"))
    const file = join(folder, "otklik.db")
    return {
      open: (habit) => (habit === undefined ? open : (works[habit] ?? refused[habit] ?? unknownHabit))(file),
      end: () => rmSync(folder, { recursive: true, force: true }),
    }
  })
  return { ...subject, habits: Object.fromEntries(habits) }
}

function unknownHabit(): never {
  throw new TypeError("there is no such habit")
}

/** A database in memory cannot be opened twice: every second storage is another one on the same connection. */
export function memorySubject(driver: Driver): StorageSubject {
  return subjectOf(() => {
    const handle = driver.open(":memory:")
    return { open: () => handle, end: () => {} }
  })
}

interface Place {
  readonly open: (habit?: string) => TestHandle
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
  const open = (habit?: string) => {
    const handle = place.open(habit)
    handles.add(handle)
    return handle
  }
  const first = open()
  return {
    storage: createSqliteStorage({ database: first }),
    openSecond: async (tenant = "main", special = {}) => createSqliteStorage({ database: open(special.habit), tenant }),
    letPass: async () => {},
    hostHandleAnswers: async () => first.prepare("SELECT 1 AS one").get() !== undefined,
    async dispose() {
      for (const handle of handles) handle.close()
      place.end()
    },
  }
}
