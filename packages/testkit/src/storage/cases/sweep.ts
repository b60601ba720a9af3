import assert from "node:assert/strict"
import type { Storage } from "@otklik/core"
import type { SweepQuery } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { appendOf, buildIncident, type BuildIncidentOptions } from "../../build/index.ts"
import { storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

const everything: SweepQuery = {
  sweep: "text",
  statuses: ["closed", "rejected", "dismissed", "candidate"],
  updatedBefore: "2026-06-01T00:00:00.000Z",
  limit: 100,
}

function built(name: string, status: NonNullable<BuildIncidentOptions["status"]>, publishedAt = "2026-03-02T06:00:00.000Z") {
  return buildIncident({ incidentId: name, messageKey: `vk:-1_${name}`, status, publishedAt })
}

async function found(storage: Storage, special: Partial<SweepQuery> = {}): Promise<readonly string[]> {
  return (await storage.privacy.findRetentionDue({ ...everything, ...special })).map((stored) => stored.incident.incidentId)
}

/** What retention has to look at. */
export const sweepCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("sweep: what is in one of the states is found, and nothing else", async ({ storage, openSecond }) => {
    const states = ["candidate", "rejected", "dismissed", "registered", "in-work", "closed"] as const
    await storage.commit({ appends: states.map((status) => appendOf(built(status, status))) })
    const second = await openSecond()
    assert.deepEqual((await found(second, { statuses: ["rejected", "closed"] })).toSorted(), ["closed", "rejected"])
    assert.deepEqual(await found(second, { statuses: ["dismissed"] }), ["dismissed"])
    assert.deepEqual(await found(second, { statuses: [] }), [])
  }),
  storageCase("sweep: only what was touched last before the moment is found", async ({ storage }) => {
    const closed = built("a", "closed")
    await storage.commit({ appends: [appendOf(closed)] })
    assert.deepEqual(await found(storage, { updatedBefore: closed.view.facts.updatedAt }), [])
    assert.deepEqual(await found(storage, { updatedBefore: "2026-03-03T06:00:00.001Z" }), ["a"])
  }),
  storageCase("sweep: the longest untouched come first, and no more than asked", async ({ storage }) => {
    const days = { a: "05", b: "02", c: "04", d: "02" }
    await storage.commit({
      appends: Object.entries(days).map(([name, day]) => appendOf(built(name, "closed", `2026-03-${day}T06:00:00.000Z`))),
    })
    assert.deepEqual(await found(storage, { limit: 3 }), ["b", "d", "c"])
  }),
  storageCase("sweep: of kinds that are named only those are found", async ({ storage }) => {
    await storage.commit({ appends: [appendOf(built("a", "closed")), appendOf(built("b", "candidate"))] })
    assert.deepEqual(await found(storage, { kinds: ["problem"] }), ["a"])
    assert.deepEqual(await found(storage, { kinds: ["thanks"] }), [])
  }),
  storageCase("sweep: what was swept is not found again", async ({ storage, openSecond }) => {
    const closed = built("a", "closed")
    await storage.commit({ appends: [appendOf(closed), appendOf(built("b", "closed"))] })
    await storage.commit({ sweeps: [{ incidentId: "a", version: closed.events.length, sweep: "text" }] })
    assert.deepEqual(await found(await openSecond()), ["b"])
  }),
  storageCase("sweep: the two kinds are kept apart", async ({ storage }) => {
    const closed = built("a", "closed")
    await storage.commit({ appends: [appendOf(closed)], sweeps: [{ incidentId: "a", version: closed.events.length, sweep: "author" }] })
    assert.deepEqual(await found(storage), ["a"])
    assert.deepEqual(await found(storage, { sweep: "author" }), [])
  }),
  storageCase("sweep: what has changed since is found again", async ({ storage }) => {
    const [candidate, rejected] = [built("a", "candidate"), built("a", "rejected")]
    await storage.commit({ appends: [appendOf(candidate)] })
    await storage.commit({ sweeps: [{ incidentId: "a", version: candidate.events.length, sweep: "text" }] })
    await storage.commit({ appends: [appendOf(rejected, candidate)] })
    assert.deepEqual(await found(storage), ["a"])
  }),
  storageCase("sweep: of another version than the stored one nothing is noted", async ({ storage }) => {
    const closed = built("a", "closed")
    await storage.commit({ appends: [appendOf(closed)] })
    await storage.commit({ sweeps: [{ incidentId: "a", version: closed.events.length - 1, sweep: "text" }] })
    await storage.commit({ sweeps: [{ incidentId: "a", version: closed.events.length + 1, sweep: "text" }] })
    assert.deepEqual(await found(storage), ["a"])
  }),
]
