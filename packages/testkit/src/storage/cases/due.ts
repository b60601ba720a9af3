import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident, buildOutboxEntry } from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"
import { leaseMoment, take, workOf } from "../take.ts"

const soon = "2026-03-02T20:00:00.001Z"

/** Stores incidents that want attention at given moments, by id. */
async function storeClocks(storage: Storage, moments: Readonly<Record<string, string | null>>): Promise<void> {
  const appends = Object.entries(moments).map(([id, wakeAt], index) => {
    const append = appendOf(buildIncident({ incidentId: id, messageKey: `vk:-1_${index}` }))
    return { ...append, view: { ...append.view, wakeAt } }
  })
  await storage.commit({ appends })
}

const dueIds = async (storage: Storage, ...options: Parameters<typeof workOf>) =>
  (await storage.lease(workOf(...options))).map((lease) => lease.id)

/** What is due, and in which order it is given. */
export const dueCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("due: sources come in the order in which they are named", async ({ storage }) => {
    assert.deepEqual(await dueIds(storage, "source", { among: ["b/2", "a/1", "c/3"] }), ["b/2", "a/1", "c/3"])
  }),
  storageCase("due: slots come in the order in which they are named, whatever sources of these names are held", async ({ storage }) => {
    const among = ["b/2", "a/1", "c/3"]
    await storage.lease(workOf("source", { among }))
    assert.deepEqual(await dueIds(storage, "slot", { among }), among)
  }),
  storageCase("due: without names there is no source", async ({ storage }) => {
    assert.deepEqual(await storage.lease({ kind: "source", owner: "worker", now: leaseMoment, ttlMillis: 1000, limit: 5 }), [])
  }),
  storageCase("due: a clock is due from its very moment on", async ({ storage }) => {
    await storeClocks(storage, { exact: leaseMoment })
    assert.deepEqual(await dueIds(storage, "clock"), ["exact"])
  }),
  storageCase("due: a clock that is not due, or that does not run, is left", async ({ storage }) => {
    await storeClocks(storage, { later: soon, never: null })
    assert.deepEqual(await dueIds(storage, "clock"), [])
  }),
  storageCase("due: clocks come by their moments", async ({ storage }) => {
    await storeClocks(storage, { second: "2026-03-02T11:00:00.000Z", third: "2026-03-02T12:00:00.000Z", first: "2026-03-02T10:00:00.000Z" })
    assert.deepEqual(await dueIds(storage, "clock"), ["first", "second", "third"])
  }),
  storageCase("due: a clock goes by the view of the last commit", async ({ storage, openSecond }) => {
    const begun = buildIncident({ status: "registered" })
    await storage.commit({ appends: [appendOf(begun)] })
    const append = appendOf(buildIncident({ status: "assigned" }), begun)
    await storage.commit({ appends: [{ ...append, view: { ...append.view, wakeAt: null } }] })
    assert.deepEqual(await dueIds(await openSecond(), "clock"), [])
  }),
  storageCase("due: a reply is due from its next try on", async ({ storage }) => {
    await storage.commit({ outbox: [buildOutboxEntry({ nextTryAt: leaseMoment })] })
    assert.deepEqual(await dueIds(storage, "reply"), ["outbox-1"])
  }),
  storageCase("due: a reply that is to be tried later is left", async ({ storage }) => {
    await storage.commit({ outbox: [buildOutboxEntry({ nextTryAt: soon })] })
    assert.deepEqual(await dueIds(storage, "reply"), [])
  }),
  storageCase("due: a reply that is not planned for a connector is left", async ({ storage }) => {
    const states = ["manual", "published", "refused"] as const
    await storage.commit({ outbox: states.map((state) => buildOutboxEntry({ outboxId: state, state })) })
    assert.deepEqual(await dueIds(storage, "reply"), [])
  }),
  storageCase("due: a published reply that is to be read back is due at its moment, after those that are planned", async ({ storage }) => {
    const early = { dueAt: "2026-03-02T08:00:00.000Z", plannedAt: "2026-03-02T07:00:00.000Z", state: "read-back" } as const
    await storage.commit({
      outbox: [
        buildOutboxEntry({ ...early, outboxId: "published" }),
        buildOutboxEntry({ outboxId: "planned", dueAt: null }),
        buildOutboxEntry({ ...early, outboxId: "later", nextTryAt: soon }),
      ],
    })
    assert.deepEqual(await dueIds(storage, "reply"), ["planned", "published"])
  }),
  storageCase("due: replies of other connectors than those named are left", async ({ storage }) => {
    await storage.commit({ outbox: [buildOutboxEntry({ outboxId: "vk" }), buildOutboxEntry({ outboxId: "ok", connectorId: "ok:group1" })] })
    assert.deepEqual(await dueIds(storage, "reply", { among: ["ok:group1"] }), ["ok"])
  }),
  storageCase("due: replies come by the term of the incident, those without one last, then by planning", async ({ storage }) => {
    const [eight, nine] = ["2026-03-02T08:00:00.000Z", "2026-03-02T09:00:00.000Z"]
    await storage.commit({
      outbox: [
        buildOutboxEntry({ outboxId: "no-term", dueAt: null, plannedAt: eight, nextTryAt: eight }),
        buildOutboxEntry({ outboxId: "late-plan", dueAt: "2026-03-02T12:00:00.000Z", plannedAt: nine, nextTryAt: nine }),
        buildOutboxEntry({ outboxId: "early-plan", dueAt: "2026-03-02T12:00:00.000Z", plannedAt: eight, nextTryAt: eight }),
        buildOutboxEntry({ outboxId: "urgent", dueAt: "2026-03-02T11:00:00.000Z", plannedAt: nine, nextTryAt: nine }),
      ],
    })
    assert.deepEqual(await dueIds(storage, "reply"), ["urgent", "early-plan", "late-plan", "no-term"])
  }),
  storageCase("due: a reply comes whole, as it is stored now", async ({ storage }) => {
    const entry = buildOutboxEntry({ attempts: 2 })
    await storage.commit({ outbox: [entry] })
    assert.deepEqual((await take(storage, workOf("reply"))).reply, entry)
  }),
]
