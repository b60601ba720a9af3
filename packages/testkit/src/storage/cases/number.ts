import assert from "node:assert/strict"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident } from "../../build/index.ts"
import { openWorkers } from "../open-workers.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const numbered = (id: number, status: "registered" | "assigned" = "registered") =>
  buildIncident({ incidentId: `incident-${id}`, messageKey: `vk:-1_${id}`, status })

/** The numbers by which people speak of incidents. */
export const numberCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("number: they grow in the order of the appends, over units and handles", async ({ storage, openSecond }) => {
    const second = await openSecond()
    await storage.commit({ appends: [appendOf(numbered(3)), appendOf(numbered(1)), appendOf(numbered(2))] })
    await second.commit({ appends: [appendOf(numbered(5)), appendOf(numbered(4))] })
    const stored = await Promise.all([3, 1, 2, 5, 4].map((id) => storage.get(`incident-${id}`)))
    const numbers = stored.map((incident) => incident?.number ?? 0)
    for (const [index, number] of numbers.entries())
      assert.ok(index === 0 || number > (numbers[index - 1] ?? Infinity), `numbers: ${numbers.join(", ")}`)
  }),
  storageCase("number: incidents that are created at once get different ones", async (opened) => {
    const { storage } = opened
    const workers = await openWorkers(opened)
    const ids = workers.map((_, index) => index + 1)
    await Promise.all(workers.map((worker, index) => worker.commit({ appends: [appendOf(numbered(index + 1))] })))
    const stored = await Promise.all(ids.map((id) => storage.get(`incident-${id}`)))
    assert.equal(new Set(stored.map((incident) => incident?.number)).size, ids.length)
  }),
  storageCase("number: a commit returns those that it gave", async ({ storage }) => {
    const { numbers } = await storage.commit({ appends: [appendOf(numbered(2)), appendOf(numbered(1))] })
    const { incidents } = await storage.find({ limit: 10 })
    assert.deepEqual(numbers, new Map(incidents.map((incident) => [incident.facts.incidentId, incident.number])))
    assert.equal(numbers.size, 2)
  }),
  storageCase("number: a commit returns none for an incident that has one", async ({ storage }) => {
    await storage.commit({ appends: [appendOf(numbered(1))] })
    const { numbers } = await storage.commit({ appends: [appendOf(numbered(1, "assigned"), numbered(1))] })
    assert.equal(numbers.size, 0)
  }),
  storageCase("number: it stays for ever", async ({ storage }) => {
    await storage.commit({ appends: [appendOf(numbered(1))] })
    const before = await storage.get("incident-1")
    await storage.commit({ appends: [appendOf(numbered(1, "assigned"), numbered(1))] })
    assert.equal((await storage.get("incident-1"))?.number, before?.number)
  }),
]
