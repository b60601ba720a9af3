import { loadOne } from "@otklik/core/storage"
import assert from "node:assert/strict"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident } from "../../build/index.ts"
import { openWorkers } from "../open-workers.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

/** What is stored of an incident, and under which version. */
export const incidentCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("incident: its events come back in order, through another handle", async ({ storage, openSecond }) => {
    const built = buildIncident({ status: "closed" })
    await storage.commit({ appends: [appendOf(built)] })
    const loaded = await loadOne(await openSecond(), built.incidentId)
    assert.deepEqual(loaded.events, built.events)
  }),
  storageCase("incident: events of later commits follow those of earlier ones", async ({ storage }) => {
    const begun = buildIncident({ status: "registered" })
    const further = buildIncident({ status: "in-work" })
    await storage.commit({ appends: [appendOf(begun)] })
    await storage.commit({ appends: [appendOf(further, begun)] })
    assert.deepEqual((await loadOne(storage, begun.incidentId)).events, further.events)
  }),
  storageCase("incident: its version is the number of its events", async ({ storage }) => {
    const built = buildIncident({ status: "publishing" })
    await storage.commit({ appends: [appendOf(built)] })
    assert.equal((await loadOne(storage, built.incidentId)).version, built.events.length)
  }),
  storageCase("incident: its view comes back as it was given, through another handle", async ({ storage, openSecond }) => {
    const built = buildIncident({ status: "reply-review" })
    await storage.commit({ appends: [appendOf(built)] })
    const stored = await (await openSecond()).get(built.incidentId)
    const { facts, incident, wakeAt } = built.view
    assert.deepEqual(stored, { facts, incident, wakeAt, number: 1, version: built.events.length })
  }),
  storageCase("incident: views come back in the order asked, without those that are not stored", async ({ storage }) => {
    const built = [1, 2, 3].map((id) => buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}` }))
    await storage.commit({ appends: built.map((one) => appendOf(one)) })
    const found = await storage.read("incident", ["incident-3", "incident-9", "incident-1"])
    assert.deepEqual(
      found.map(({ facts, number }) => [facts.incidentId, number]),
      [
        ["incident-3", 3],
        ["incident-1", 1],
      ],
    )
  }),
  storageCase("incident: what was never stored is empty and no error", async ({ storage }) => {
    assert.deepEqual(await loadOne(storage, "nobody"), { incidentId: "nobody", events: [], version: 0 })
    assert.equal(await storage.get("nobody"), undefined)
  }),
  storageCase("incident: an append without events changes only the view", async ({ storage }) => {
    const built = buildIncident({ status: "assigned" })
    await storage.commit({ appends: [appendOf(built)] })
    const updatedAt = "2026-03-05T00:00:00.000Z"
    const view = { ...built.view, facts: { ...built.view.facts, updatedAt } }
    await storage.commit({ appends: [{ ...appendOf(built, built), view }] })
    const stored = await storage.get(built.incidentId)
    assert.equal(stored?.facts.updatedAt, updatedAt)
    assert.equal(stored?.version, built.events.length)
    assert.equal((await loadOne(storage, built.incidentId)).events.length, built.events.length)
  }),
  storageCase("incident: a stale version fails with conflict", async ({ storage, openSecond }) => {
    const begun = buildIncident({ status: "registered" })
    await storage.commit({ appends: [appendOf(begun)] })
    await storage.commit({ appends: [appendOf(buildIncident({ status: "assigned" }), begun)] })
    const second = await openSecond()
    await failsWith("conflict", second.commit({ appends: [appendOf(buildIncident({ status: "assigned", authorityId: "other" }), begun)] }))
  }),
  storageCase("incident: creating one that exists fails with conflict", async ({ storage, openSecond }) => {
    await storage.commit({ appends: [appendOf(buildIncident())] })
    await failsWith("conflict", (await openSecond()).commit({ appends: [appendOf(buildIncident())] }))
  }),
  storageCase("incident: a version that was never reached fails with conflict", async ({ storage }) => {
    const begun = buildIncident({ status: "registered" })
    await failsWith("conflict", storage.commit({ appends: [appendOf(buildIncident({ status: "assigned" }), begun)] }))
  }),
  storageCase("incident: of two writers of the same version exactly one wins", async (opened) => {
    const begun = buildIncident({ status: "registered" })
    await opened.storage.commit({ appends: [appendOf(begun)] })
    const outcomes = await Promise.allSettled(
      (await openWorkers(opened)).map((handle, index) =>
        handle.commit({ appends: [appendOf(buildIncident({ status: "assigned", authorityId: `authority-${index}` }), begun)] }),
      ),
    )
    assert.equal(outcomes.filter((outcome) => outcome.status === "fulfilled").length, 1)
  }),
  storageCase("incident: a duplicate in a unit is refused", async ({ storage }) => {
    const begun = buildIncident({ status: "registered" })
    const further = buildIncident({ status: "assigned" })
    await failsWith("config", storage.commit({ appends: [appendOf(begun), appendOf(further, begun)] }))
  }),
  storageCase("incident: a moment in another spelling is refused, since it would not sort", async ({ storage }) => {
    const append = appendOf(buildIncident())
    const view = { ...append.view, wakeAt: "2026-03-02T15:00:00.000+09:00" }
    await failsWith("config", storage.commit({ appends: [{ ...append, view }] }))
  }),
  storageCase("incident: an empty unit is fine", async ({ storage }) => {
    assert.equal((await storage.commit({})).numbers.size, 0)
  }),
]
