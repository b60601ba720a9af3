import { DeskError, type Storage } from "@otklik/core"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import type { OpenedStorage, StorageSubject } from "@otklik/testkit"

/** The sound storage that every twin is made of: in memory, with a schema that must be migrated. It offers all that a subject may offer. */
export const soundSubject: StorageSubject = {
  open: async () => openSound(true),
  openUnmigrated: async () => openSound(false),
  habits: { "a habit": "works", "rows without names": "refused" },
}

/** A sound storage in memory, on fresh data. */
export function openSound(migrated: boolean): OpenedStorage {
  const store = createMemoryStore()
  const schema = { migrated }
  const open = (tenant?: string) => withSchema(createMemoryStorage({ store, ...(tenant === undefined ? {} : { tenant }) }), schema)
  return {
    storage: open(),
    openSecond: async (tenant, special) => (special?.habit === "rows without names" ? refusing(open(tenant)) : open(tenant)),
    letPass: async () => {},
    hostHandleAnswers: async () => true,
    dispose: async () => {},
  }
}

/** Every call of it fails as those of a storage do whose handle gives no names. */
function refusing(storage: Storage): Storage {
  const refuse = async (): Promise<never> => {
    throw new DeskError("config", "rows with names were expected", { issues: [] })
  }
  const members = Object.entries(storage).map(([name, member]) => [name, typeof member === "function" ? refuse : member] as const)
  return Object.fromEntries(members) as Record<keyof Storage, never>
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
