import assert from "node:assert/strict"
import type { ContractCase } from "../../contract.ts"
import { buildStoredMessage } from "../../build/index.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const withoutSchema = (subject: StorageSubject) => (subject.openUnmigrated === undefined ? "this storage has no schema" : undefined)

/** Migrations: explicit, repeatable, and the only thing that changes a schema. */
export const schemaCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("schema: a storage says which version of the contract it keeps", async ({ storage }) => {
    assert.equal(storage.specificationVersion, "v1")
  }),
  storageCase("schema: after migrating it is ready", async ({ storage }) => {
    const status = await storage.schemaStatus()
    assert.equal(status.state, "ready")
    assert.equal(status.version, status.expected)
  }),
  storageCase("schema: migrating again loses nothing", async ({ storage }) => {
    await storage.commit({ messages: [buildStoredMessage()] })
    await storage.migrate()
    assert.equal((await storage.read("message", ["vk:-1_1"])).length, 1)
  }),
  storageCase("schema: two handles may migrate at once", async ({ storage, openSecond }) => {
    const second = await openSecond()
    await Promise.all([storage.migrate(), second.migrate()])
  }),
  {
    name: "schema: several handles may migrate a fresh database at once",
    exempts: withoutSchema,
    async check(subject) {
      const opened = await subject.openUnmigrated?.()
      assert.ok(opened !== undefined)
      try {
        const handles = [opened.storage, ...(await Promise.all([1, 2, 3].map(async () => opened.openSecond())))]
        await Promise.all(handles.map(async (handle) => handle.migrate()))
        await Promise.all(
          handles.map(async (handle, index) => handle.commit({ messages: [buildStoredMessage({ key: `vk:-1_${index}` })] })),
        )
        const { records } = await opened.storage.privacy.readRecords("message", null, 10)
        assert.equal(records.length, handles.length)
      } finally {
        await opened.dispose()
      }
    },
  },
  {
    name: "schema: nothing works before migrating, and the error says so",
    exempts: withoutSchema,
    async check(subject) {
      const opened = await subject.openUnmigrated?.()
      assert.ok(opened !== undefined)
      try {
        await failsWith("config", opened.storage.commit({ messages: [buildStoredMessage()] }))
        await failsWith("config", opened.storage.find({ limit: 1 }))
        await failsWith(
          "config",
          opened.storage.lease({ kind: "clock", owner: "worker", now: "2026-03-02T06:00:00.000Z", ttlMillis: 1000, limit: 1 }),
        )
      } finally {
        await opened.dispose()
      }
    },
  },
  {
    name: "schema: before migrating it is missing, and asking changes nothing",
    exempts: withoutSchema,
    async check(subject) {
      const opened = await subject.openUnmigrated?.()
      assert.ok(opened !== undefined)
      try {
        assert.equal((await opened.storage.schemaStatus()).state, "missing")
        assert.equal((await opened.storage.schemaStatus()).state, "missing")
      } finally {
        await opened.dispose()
      }
    },
  },
]
