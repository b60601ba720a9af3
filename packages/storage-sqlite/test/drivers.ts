import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { OpenedStorage, StorageSubject } from "@otklik/testkit/storage"
import { createSqliteStorage, sqliteSettings, type SqliteHandle, type SqliteValue } from "@otklik/storage-sqlite"
import { plansOn, scansOf } from "./plans-of.ts"

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

/** The subject of the contract, and how to end what it opened. */
export interface TestSubject extends StorageSubject {
  end(): void
}

/**
 * One database file, with a tenant of its own for each case, as cases on a server have. A case that is about the
 * schema, or asks the database what it did, has a file of its own. Every second storage gets its own connection, set
 * up as its host has the habit.
 */
export function fileSubject({ open, works, refused }: Driver): TestSubject {
  const habits = [
    ...Object.keys(works).map((name) => [name, "works"] as const),
    ...Object.keys(refused).map((name) => [name, "refused"] as const),
  ]
  function makePlace(): Place {
    const folder = mkdtempSync(join(tmpdir(), "otklik-sqlite-"))
    const file = join(folder, "otklik.db")
    return {
      open: (habit) => (habit === undefined ? open : (works[habit] ?? refused[habit] ?? unknownHabit))(file),
      end: () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  return {
    ...subjectOf(makePlace),
    habits: Object.fromEntries(habits),
    async openWatched() {
      const { handle, ...opened } = openAt(makePlace())
      await opened.storage.migrate()
      // Nobody runs ANALYZE: plans do not depend on how much there is.
      return { ...opened, rows: 20, readWhole: async (work) => scansOf(await plansOn(handle, work)) }
    },
    async openInterrupted(between) {
      const { handle, ...opened } = openAt(makePlace(), { waits: false })
      await opened.storage.migrate()
      return { ...opened, storage: createSqliteStorage({ database: interruptedHandle(handle, between) }) }
    },
  }
}

function unknownHabit(): never {
  throw new TypeError("there is no such habit")
}

/** A handle before each of whose statements something else is done: at once, since the driver waits for nothing. */
function interruptedHandle(handle: SqliteHandle, between: () => Promise<unknown>): SqliteHandle {
  const pause = (): void => void between().catch(() => {})
  return {
    exec(sql) {
      pause()
      return handle.exec(sql)
    },
    prepare(sql) {
      const statement = handle.prepare(sql)
      const after =
        <Answer>(step: (...values: SqliteValue[]) => Answer) =>
        (...values: SqliteValue[]): Answer => {
          pause()
          return step(...values)
        }
      return {
        run: after((...values) => statement.run(...values)),
        get: after((...values) => statement.get(...values)),
        all: after((...values) => statement.all(...values)),
      }
    },
  }
}

/** A database in memory cannot be opened twice: every second storage is another one on the same connection. */
export function memorySubject(driver: Driver): TestSubject {
  return subjectOf(() => {
    const handle = driver.open(":memory:")
    return { open: () => handle, end: () => {} }
  })
}

interface Place {
  readonly open: (habit?: string) => TestHandle
  readonly end: () => void
}

function subjectOf(makePlace: () => Place): TestSubject {
  let shared: Shared | undefined
  let cases = 0
  return {
    takesUpcasters: true,
    async open() {
      shared ??= openShared(makePlace())
      await shared.migrated
      return openIn(shared, `case ${(cases += 1)}`)
    },
    openUnmigrated: async () => openAt(makePlace()),
    end() {
      shared?.host.close()
      shared?.place.end()
      shared = undefined
    },
  }
}

/** What the cases of a subject share. */
interface Shared {
  readonly place: Place
  readonly host: TestHandle
  readonly migrated: Promise<void>
}

function openShared(place: Place): Shared {
  const host = place.open()
  return { place, host, migrated: createSqliteStorage({ database: host }).migrate() }
}

/** A storage on what is shared, in a tenant of its own. */
function openIn({ place, host }: Shared, name: string): OpenedStorage {
  const handles = new Set<TestHandle>()
  return {
    storage: createSqliteStorage({ database: host, tenant: name }),
    async openSecond(tenant, { habit, upcasters } = {}) {
      const database = place.open(habit)
      if (database !== host) handles.add(database)
      const options = { database, tenant: tenant === undefined ? name : `${name}: ${tenant}` }
      return createSqliteStorage(upcasters === undefined ? options : { ...options, upcasters })
    },
    advance: async () => {},
    hostHandleAnswers: async () => answers(host),
    async dispose() {
      for (const handle of handles) handle.close()
    },
  }
}

const answers = (handle: TestHandle): boolean => handle.prepare("SELECT 1 AS one").get() !== undefined

/** A storage on a place of its own, with the handle beneath it; second handles may be such that wait for no lock. */
function openAt(place: Place, { waits = true } = {}): OpenedStorage & { readonly handle: TestHandle } {
  const handles = new Set<TestHandle>()
  const open = (habit?: string) => {
    const handle = place.open(habit)
    handles.add(handle)
    return handle
  }
  const first = open()
  return {
    handle: first,
    storage: createSqliteStorage({ database: first }),
    async openSecond(tenant = "main", special = {}) {
      const database = open(special.habit)
      if (!waits) database.exec("PRAGMA busy_timeout = 0")
      const { upcasters } = special
      return createSqliteStorage(upcasters === undefined ? { database, tenant } : { database, tenant, upcasters })
    },
    advance: async () => {},
    hostHandleAnswers: async () => answers(first),
    async dispose() {
      for (const handle of handles) handle.close()
      place.end()
    },
  }
}

/** How a driver opens a file, and in which ways hosts may have set up the handle. */
export interface Driver {
  readonly open: OpenDatabase
  readonly works: Readonly<Record<string, OpenDatabase>>
  readonly refused: Readonly<Record<string, OpenDatabase>>
}
