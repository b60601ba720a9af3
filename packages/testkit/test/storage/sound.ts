import { DeskError, type Storage } from "@otklik/core"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import type { HandleOptions, OpenedStorage, StorageSubject, WatchedStorage } from "@otklik/testkit/storage"

/**
 * The sound storage that every mutant is made of: in memory, with a schema that must be migrated. It offers all that a
 * subject may offer.
 */
export const soundSubject: StorageSubject = {
  open: async () => openSound(true),
  openUnmigrated: async () => openSound(false),
  takesUpcasters: true,
  habits: { "a habit": "works", "rows without names": "refused" },
  openWatched: async () => openWatched((storage) => storage),
  openInterrupted: async (between) => {
    const opened = openSound(true)
    return { ...opened, storage: interrupted(opened.storage, between) }
  },
}

/**
 * A storage that says what it reads whole: nothing, but for what `change` makes of it.
 *
 * @param change - given the storage, and a function by which it tells that it reads a table whole
 */
export function openWatched(change: (storage: Storage, tell: (table: string) => void) => Storage): WatchedStorage {
  const opened = openSound(true)
  const tables = new Set<string>()
  return {
    ...opened,
    rows: 20,
    async readWhole(work) {
      tables.clear()
      await work(change(opened.storage, (table) => tables.add(table)))
      return [...tables]
    },
  }
}

type Call = (...values: unknown[]) => unknown

/** A storage with every function of it, and of its parts, made another. */
function wrapped(storage: Storage, wrap: (call: Call, holder: object) => Call): Storage {
  const through = (holder: object): object =>
    Object.fromEntries(
      Object.entries(holder).map(([name, member]: [string, unknown]) => {
        if (typeof member === "function") return [name, wrap(member as Call, holder)]
        return [name, typeof member === "object" && member !== null ? through(member) : member]
      }),
    )
  return through(storage) as Storage
}

/** Every call of it is one statement. */
function interrupted(storage: Storage, between: () => Promise<unknown>): Storage {
  return wrapped(storage, (member, holder) => async (...values) => {
    await between().catch(() => {})
    return Reflect.apply(member, holder, values)
  })
}

/** A sound storage in memory, on fresh data. */
export function openSound(migrated: boolean): OpenedStorage {
  const store = createMemoryStore()
  const schema = { migrated }
  const open = (tenant = "main", { habit, upcasters }: HandleOptions = {}) => {
    const storage = createMemoryStorage(upcasters === undefined ? { store, tenant } : { store, tenant, upcasters })
    return habit === "rows without names" ? refusing(storage) : withSchema(storage, schema)
  }
  return {
    storage: open(),
    openSecond: async (tenant, special) => open(tenant, special),
    advance: async () => {},
    hostHandleAnswers: async () => true,
    dispose: async () => {},
  }
}

/** Every call of it fails as those of a storage do whose handle gives no names. */
function refusing(storage: Storage): Storage {
  return wrapped(storage, () => async () => {
    throw new DeskError("config", "rows with names were expected", { issues: [] })
  })
}

function withSchema(storage: Storage, schema: { migrated: boolean }): Storage {
  const check = () => {
    if (!schema.migrated) throw new DeskError("config", "the schema is missing", { issues: [] })
  }
  return {
    ...storage,
    async migrate() {
      schema.migrated = true
    },
    async schemaStatus() {
      return { state: schema.migrated ? "ready" : "missing", version: schema.migrated ? 1 : 0, expected: 1 }
    },
    async commit(unit) {
      check()
      return storage.commit(unit)
    },
    async find(filter) {
      check()
      return storage.find(filter)
    },
    async lease(options) {
      check()
      return storage.lease(options)
    },
  }
}
