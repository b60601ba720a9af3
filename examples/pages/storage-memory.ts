import assert from "node:assert/strict"
import { appendOf, buildIncident } from "@otklik/testkit"
// #region use
import { createMemoryStorage, createMemoryStore } from "@otklik/storage-memory"

const storage = createMemoryStorage()

// Several storages on the same data, as several processes on one database:
const store = createMemoryStore()
const chita = createMemoryStorage({ store, tenant: "chita" })
const again = createMemoryStorage({ store, tenant: "chita" })
// #endregion use

await chita.commit({ appends: [appendOf(buildIncident())] })
assert.equal((await again.find({ limit: 10 })).incidents.length, 1)
assert.equal((await storage.find({ limit: 10 })).incidents.length, 0)
