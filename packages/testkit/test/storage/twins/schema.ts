import { plainTwin, twin, type Twins } from "../twin.ts"

/** Storages that mishandle their schema or their end. */
export const schemaTwins: Twins = {
  "schema: a storage says which version of the contract it keeps": plainTwin(() => ({ specificationVersion: JSON.parse('"v0"') as "v1" })),
  "schema: after migrating it is ready": plainTwin((storage) => ({
    async schemaStatus() {
      const status = await storage.schemaStatus()
      return status.state === "ready" ? { state: "too-old", version: 1, expected: 2 } : status
    },
  })),
  "schema: migrating again loses nothing": twin(() => {
    let lost = false
    return (storage) => ({
      async migrate() {
        lost = true
      },
      readMessages: async (keys) => (lost ? [] : storage.readMessages(keys)),
    })
  }),
  "schema: two handles may migrate at once": twin(() => {
    let running = false
    return (storage) => ({
      async migrate() {
        if (running) throw new Error("table exists")
        running = true
        await storage.migrate()
        running = false
      },
    })
  }),
  "schema: nothing works before migrating, and the error says so": plainTwin((storage) => ({
    async commit(unit) {
      await storage.migrate()
      return storage.commit(unit)
    },
  })),
  "schema: before migrating it is missing, and asking changes nothing": plainTwin((storage) => ({
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
  "close: another handle goes on with what is stored": twin(() => {
    let closed = false
    return (storage) => ({
      async close() {
        closed = true
      },
      readMessages: async (keys) => (closed ? [] : storage.readMessages(keys)),
    })
  }),
  "close: closing twice is fine": plainTwin(() => {
    let closed = false
    return {
      async close() {
        if (closed) throw new Error("closed already")
        closed = true
      },
    }
  }),
}
