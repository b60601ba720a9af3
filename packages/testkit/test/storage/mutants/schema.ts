import type { SchemaStatus } from "@otklik/core/storage"
import { plainMutant, mutant, type Mutant, type Mutants } from "../mutant.ts"

/** Trips over another one that migrates at the same time, where it finds the schema so. */
function racing(where: SchemaStatus["state"]): Mutant {
  return mutant(() => {
    let isRunning = false
    return (storage) => ({
      async migrate() {
        const { state } = await storage.schemaStatus()
        if (isRunning && state === where) throw new Error("table exists")
        isRunning = true
        await storage.migrate()
        isRunning = false
      },
    })
  })
}

/** Storages that mishandle their schema or their end. */
export const schemaMutants: Mutants = {
  "schema: a storage says which version of the contract it keeps": plainMutant(() => ({
    specificationVersion: JSON.parse('"v0"') as "v1",
  })),
  "schema: after migrating it is ready": plainMutant((storage) => ({
    async schemaStatus() {
      const status = await storage.schemaStatus()
      return status.state === "ready" ? { state: "too-old", version: 1, expected: 2 } : status
    },
  })),
  "schema: migrating again loses nothing": mutant(() => {
    let lost = false
    return (storage) => ({
      async migrate() {
        lost = (await storage.schemaStatus()).state === "ready"
        return storage.migrate()
      },
      readMessages: async (keys) => (lost ? [] : storage.read("message", keys)),
    })
  }),
  "schema: two handles may migrate at once": racing("ready"),
  "schema: several handles may migrate a fresh database at once": racing("missing"),
  "schema: nothing works before migrating, and the error says so": plainMutant((storage) => ({
    async commit(unit) {
      await storage.migrate()
      return storage.commit(unit)
    },
  })),
  "schema: before migrating it is missing, and asking changes nothing": plainMutant((storage) => ({
    async schemaStatus() {
      const status = await storage.schemaStatus()
      await storage.migrate()
      return status
    },
  })),
  "close: the host's handle stays open": (opened) => {
    let closed = false
    return {
      ...opened,
      storage: {
        ...opened.storage,
        async close() {
          closed = true
        },
      },
      hostHandleAnswers: async () => !closed,
    }
  },
  "close: another handle goes on with what is stored": mutant(() => {
    let closed = false
    return (storage) => ({
      async close() {
        closed = true
      },
      readMessages: async (keys) => (closed ? [] : storage.read("message", keys)),
    })
  }),
  "close: closing twice is fine": plainMutant(() => {
    let closed = false
    return {
      async close() {
        if (closed) throw new Error("closed already")
        closed = true
      },
    }
  }),
}
