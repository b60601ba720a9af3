import assert from "node:assert/strict"
import { erasedMessage, recordKinds, loadOne, claimHolders } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import {
  appendOf,
  buildCursorMove,
  buildDraft,
  buildEvidence,
  buildIncident,
  buildOutboxEntry,
  buildStoredMessage,
} from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"
import { provideWork, workOf } from "../take.ts"

const period = { from: "2026-03-01T00:00:00.000Z", to: "2026-04-01T00:00:00.000Z" }
const at = "2026-06-01T00:00:00.000Z"

const unit = () => ({
  appends: [
    appendOf(buildIncident({ incidentId: "incident-1", status: "closed" })),
    appendOf(buildIncident({ incidentId: "incident-2", messageKey: "vk:-1_2" })),
  ],
  claims: [{ key: "message:vk:-1_1", incidentId: "incident-1" }],
  messages: [buildStoredMessage()],
  drafts: [buildDraft()],
  outbox: [buildOutboxEntry()],
  cursors: [buildCursorMove()],
  evidence: [buildEvidence()],
})

/** Several regions in one database, as if each had its own. */
export const tenantCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("tenant: one sees nothing of another", async ({ storage, openSecond }) => {
    await storage.commit(unit())
    const other = await openSecond("another region")
    assert.equal((await loadOne(other, "incident-1")).version, 0)
    assert.equal(await other.get("incident-1"), undefined)
    assert.equal(await other.readCase("incident-1"), undefined)
    assert.deepEqual(await other.find({ limit: 10 }), { incidents: [], next: null })
    assert.deepEqual(await other.read("message", ["vk:-1_1"]), [])
    assert.equal((await claimHolders(other, ["message:vk:-1_1"])).size, 0)
    assert.deepEqual(await other.read("draft", ["draft-1"]), [])
    assert.deepEqual(await other.readOutbox("incident-1"), [])
    assert.deepEqual(await other.readCursors("vk:club1"), [])
    assert.deepEqual(await other.readEvents(null, 10), [])
    assert.deepEqual(await other.readWatched({ network: "vk", limit: 10 }), [])
    assert.deepEqual(await other.readEvidence({ limit: 10 }), { evidence: [], next: null })
  }),
  storageCase("tenant: it says whose data it has, the same through another handle", async ({ storage, openSecond }) => {
    assert.equal(typeof storage.tenant, "string")
    assert.notEqual(storage.tenant, "")
    assert.equal((await openSecond()).tenant, storage.tenant)
    // A subject may put a word of its own before the names of its tenants, to keep cases apart in one database.
    assert.match((await openSecond("another region")).tenant, /another region$/)
  }),
  storageCase("tenant: one counts nothing of another", async ({ storage, openSecond }) => {
    await storage.commit(unit())
    const figures = { period, at, metrics: ["received", "closed", "openBefore"], by: ["topic"] } as const
    assert.deepEqual(await (await openSecond("another region")).counts.figures(figures), [])
  }),
  storageCase("tenant: one gets no work of another", async ({ storage, openSecond }) => {
    await provideWork(storage)
    const other = await openSecond("another region")
    assert.deepEqual(await other.lease(workOf("clock")), [])
    assert.deepEqual(await other.lease(workOf("reply")), [])
  }),
  storageCase("tenant: one does not hold the sources of another", async ({ storage, openSecond }) => {
    await storage.lease(workOf("source"))
    assert.equal((await (await openSecond("another region")).lease(workOf("source"))).length, 1)
  }),
  storageCase("tenant: two may store items of the same name", async ({ storage, openSecond }) => {
    const other = await openSecond("another region")
    await storage.commit(unit())
    await other.commit(unit())
    assert.equal((await loadOne(other, "incident-1")).version, unit().appends[0]?.events.length)
  }),
  storageCase("tenant: one erases nothing of another", async ({ storage, openSecond }) => {
    await storage.commit({ messages: [buildStoredMessage()] })
    const other = await openSecond("another region")
    await other.commit({ messages: [buildStoredMessage()] })
    await other.commit({ tombstones: [erasedMessage(buildStoredMessage())] })
    assert.notEqual((await storage.read("message", ["vk:-1_1"]))[0]?.text, null)
    assert.equal((await other.read("message", ["vk:-1_1"]))[0]?.text, null)
  }),
  storageCase("tenant: one reads no journal, no sealed author and no record of another", async ({ storage, openSecond }) => {
    const sealedAuthors = [{ messageKey: "vk:-1_1", keyId: "key-1", sealed: "sealed" }]
    const by = { id: "officer", kind: "person" } as const
    const entry = { kind: "access", entryId: "entry-1", at, by, incidentId: null, messageKey: "vk:-1_1", purpose: "why" } as const
    await storage.commit({ ...unit(), sealedAuthors, journal: [entry] })
    const other = await openSecond("another region")
    assert.deepEqual(await other.privacy.readSealedAuthors(["vk:-1_1"]), [])
    assert.deepEqual(await other.privacy.readJournal({ kind: "access", limit: 10 }), { entries: [], next: null })
    assert.deepEqual(await other.privacy.findRetentionDue({ sweep: "text", statuses: ["closed"], updatedBefore: at, limit: 10 }), [])
    for (const kind of recordKinds) assert.deepEqual(await other.privacy.readRecords(kind, null, 10), { records: [], next: null }, kind)
    assert.ok(Object.values((await other.moving?.countRecords()) ?? {}).every((count) => count === 0))
  }),
]
