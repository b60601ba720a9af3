import assert from "node:assert/strict"
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"
import type { StorageSubject } from "@otklik/testkit"
// #region contract
import { certificate, runContract, storageContract } from "@otklik/testkit"
// #endregion contract
// #region builders
import { appendOf, buildIncident } from "@otklik/testkit"
// #endregion builders

const subject: StorageSubject = {
  async open() {
    const store = createMemoryStore()
    return {
      storage: createMemoryStorage({ store }),
      openSecond: async (tenant = "main") => createMemoryStorage({ store, tenant }),
      letPass: async () => {},
      hostHandleAnswers: async () => true,
      dispose: async () => {},
    }
  },
}

// #region contract
const results = await runContract(storageContract, subject)
const { holds, rows, markdown } = certificate(results)
console.log(markdown) // a table of what is kept, broken and not made
// #endregion contract
assert.ok(holds)
assert.ok(rows.every(({ broken }) => broken.length === 0))

const storage = createMemoryStorage()
// #region builders
const assigned = buildIncident({ messageKey: "vk:-1_7", status: "assigned", authorityId: "housing" })
const closed = buildIncident({ messageKey: "vk:-1_7", status: "closed", authorityId: "housing" })
await storage.commit({ appends: [appendOf(assigned)] })
await storage.commit({ appends: [appendOf(closed, assigned)] })
// #endregion builders
assert.equal((await storage.get(closed.incidentId))?.incident.status, "closed")
