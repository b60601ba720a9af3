import assert from "node:assert/strict"
import { addMinutes, openStatuses, type Storage } from "@otklik/core"
import { overStatuses, type ExistingIncident } from "@otklik/core/incident"
import type { Append, IncidentView, WorkCounts, WorkQuery } from "@otklik/core/storage"
import { appendOf, buildCursorMove, buildIncident, buildOutboxEntry } from "../../build/index.ts"
import type { ContractCase } from "../../contract.ts"
import { failsWith, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"
import { leaseMoment as now, provideWork, shortLease, take, workOf } from "../take.ts"

const count = (storage: Storage, special: Partial<WorkQuery> = {}): Promise<WorkCounts> =>
  storage.counts.countWork({ now, limit: 1000, ...special })

/** An incident with something of its own in its view. */
function viewed(incidentId: string, special: (view: IncidentView) => Partial<IncidentView>): Append {
  const append = appendOf(buildIncident({ incidentId, messageKey: `vk:-1_${incidentId}` }))
  return { ...append, view: { ...append.view, ...special(append.view) } }
}

const clock = (incidentId: string, wakeAt: string | null): Append => viewed(incidentId, () => ({ wakeAt }))

const [eight, nine, ten] = ["2026-03-02T08:00:00.000Z", "2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00.000Z"] as const

/** What is counted of replies, in an order of its own. */
async function replies(storage: Storage, special: Partial<WorkQuery> = {}): Promise<readonly string[]> {
  const counts = (await count(storage, special)).replies
  return counts.map(({ connectorId, wait, count: counted }) => `${connectorId ?? "nobody"} ${wait} ${counted}`).toSorted()
}

/** How much work there is, and that it is not counted beyond what was asked. */
export const workCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("work: clocks that are due are counted, each from its very moment on, through another handle", async (opened) => {
    await opened.storage.commit({ appends: [clock("a", nine), clock("b", now), clock("c", ten)] })
    assert.deepEqual((await count(await opened.openSecond())).clocks, { due: 3, oldestAt: nine })
  }),
  storageCase("work: clocks that are not due, or that do not run, are not counted", async ({ storage }) => {
    await storage.commit({ appends: [clock("a", "2026-03-02T20:00:00.001Z"), clock("b", null)] })
    assert.deepEqual((await count(storage)).clocks, { due: 0, oldestAt: null })
  }),
  storageCase("work: clocks are counted up to the limit, and the first is given all the same", async ({ storage }) => {
    await storage.commit({ appends: [clock("a", ten), clock("b", nine), clock("c", eight)] })
    assert.deepEqual((await count(storage, { limit: 2 })).clocks, { due: 2, oldestAt: eight })
  }),
  storageCase("work: a clock that a worker holds is counted too", async ({ storage }) => {
    await storage.commit({ appends: [clock("a", nine)] })
    await take(storage, workOf("clock"))
    assert.equal((await count(storage)).clocks.due, 1)
  }),
  storageCase("work: replies are counted by connector and by what they wait for", async ({ storage, openSecond }) => {
    const later = "2026-03-02T20:00:00.001Z"
    await storage.commit({
      outbox: [
        buildOutboxEntry({ outboxId: "a", nextTryAt: now }),
        buildOutboxEntry({ outboxId: "b", nextTryAt: nine }),
        buildOutboxEntry({ outboxId: "c", nextTryAt: later }),
        buildOutboxEntry({ outboxId: "d", attempts: 1, nextTryAt: nine }),
        buildOutboxEntry({ outboxId: "e", attempts: 2, nextTryAt: later }),
        buildOutboxEntry({ outboxId: "f", connectorId: "ok:group1", nextTryAt: nine }),
        buildOutboxEntry({ outboxId: "g", connectorId: null, state: "manual", attempts: 3 }),
      ],
    })
    const expected = ["nobody manual 1", "ok:group1 due 1", "vk:club1 due 2", "vk:club1 later 1", "vk:club1 retry 2"]
    assert.deepEqual(await replies(await openSecond()), expected)
  }),
  storageCase("work: a reply that was put off waits for its next try", async ({ storage }) => {
    await provideWork(storage)
    const lease = await take(storage, workOf("reply"))
    await storage.settle({ lease, retry: { nextTryAt: addMinutes(now, 5), attempts: 1 } })
    assert.deepEqual(await replies(storage), ["vk:club1 retry 1"])
  }),
  storageCase("work: replies that are settled are not counted", async ({ storage }) => {
    await storage.commit({ outbox: ["a", "b"].map((outboxId) => buildOutboxEntry({ outboxId })) })
    await storage.commit({
      outbox: [buildOutboxEntry({ outboxId: "a", state: "published" }), buildOutboxEntry({ outboxId: "b", state: "refused" })],
    })
    assert.deepEqual(await replies(storage), [])
  }),
  storageCase("work: of replies with the same wait the first plan and the nearest term are given", async ({ storage }) => {
    await storage.commit({
      outbox: [
        buildOutboxEntry({ outboxId: "a", plannedAt: nine, dueAt: null }),
        buildOutboxEntry({ outboxId: "b", plannedAt: eight, dueAt: ten }),
        buildOutboxEntry({ outboxId: "c", plannedAt: ten, dueAt: nine }),
        buildOutboxEntry({ outboxId: "d", plannedAt: ten, dueAt: null, connectorId: "ok:group1" }),
      ],
    })
    const found = (await count(storage)).replies.map(({ connectorId, plannedAt, dueAt }) => [connectorId, plannedAt, dueAt])
    assert.deepEqual(Object.fromEntries(found.map(([id, ...rest]) => [id, rest])), { "vk:club1": [eight, nine], "ok:group1": [ten, null] })
  }),
  storageCase(
    "work: of more replies than the limit those that were planned first are counted, for workers and for people",
    async (opened) => {
      const { storage } = opened
      const manual = { state: "manual", connectorId: null } as const
      await storage.commit({
        outbox: [
          buildOutboxEntry({ outboxId: "a", plannedAt: ten }),
          buildOutboxEntry({ outboxId: "b", plannedAt: nine, connectorId: "ok:group1" }),
          buildOutboxEntry({ outboxId: "c", plannedAt: eight, connectorId: "ok:group1" }),
          ...["d", "e", "f"].map((outboxId) => buildOutboxEntry({ outboxId, plannedAt: eight, ...manual })),
        ],
      })
      assert.deepEqual(await replies(storage, { limit: 2 }), ["nobody manual 2", "ok:group1 due 2"])
    },
  ),
  storageCase(
    "work: leases are counted by kind while they are held, and not when they were given back",
    async ({ storage, openSecond }) => {
      await provideWork(storage)
      const none = { held: 0, runOut: 0 }
      assert.deepEqual((await count(storage)).leases, { source: none, clock: none, reply: none, slot: none, feed: none })
      for (const kind of ["source", "clock", "reply", "feed"] as const) await take(storage, workOf(kind))
      const among = ["vk:service/1", "vk:service/2"]
      const [slot] = await storage.lease(workOf("slot", { among }))
      const one = { held: 1, runOut: 0 }
      assert.deepEqual((await count(await openSecond())).leases, {
        source: one,
        clock: one,
        reply: one,
        feed: one,
        slot: { held: 2, runOut: 0 },
      })
      if (slot !== undefined) await storage.settle({ lease: slot })
      assert.deepEqual((await count(storage)).leases.slot, one)
    },
  ),
  storageCase("work: an expired lease that no worker has taken over is counted apart", async ({ storage, advance }) => {
    const among = ["vk:service/1"]
    await take(storage, workOf("slot", { among, ttlMillis: shortLease }))
    await advance(shortLease)
    const later = addMinutes(now, shortLease / 60_000)
    assert.deepEqual((await count(storage, { now: later })).leases.slot, { held: 0, runOut: 1 })
    await take(storage, workOf("slot", { among, now: later }))
    assert.deepEqual((await count(storage, { now: later })).leases.slot, { held: 1, runOut: 0 })
  }),
  storageCase("work: every source that was read is listed, with the moment of its last page", async ({ storage, openSecond }) => {
    await storage.commit({ cursors: [buildCursorMove({ at: eight }), buildCursorMove({ connectorId: "ok:group1", at: nine })] })
    await storage.commit({ cursors: [buildCursorMove({ expected: "1", next: "2", at: ten })] })
    const found = (await count(await openSecond(), { limit: 1 })).sources
    assert.deepEqual(
      found.toSorted((one, other) => (one.connectorId < other.connectorId ? -1 : 1)),
      [
        { connectorId: "ok:group1", sourceId: "wall", readAt: nine },
        { connectorId: "vk:club1", sourceId: "wall", readAt: ten },
      ],
    )
  }),
  storageCase("work: incidents that are not over are counted by their state, as the last commit left them", async ({ storage }) => {
    const all = [...openStatuses, ...overStatuses, "assigned"] as const
    const named = all.map((status, index) =>
      viewed(`incident-${index}`, ({ facts, incident }) => ({
        facts: { ...facts, status },
        incident: { ...incident, status } as ExistingIncident,
      })),
    )
    await storage.commit({ appends: named })
    const begun = buildIncident({ incidentId: "moving", messageKey: "vk:-1_moving", status: "registered" })
    await storage.commit({ appends: [appendOf(begun)] })
    await storage.commit({
      appends: [appendOf(buildIncident({ incidentId: "moving", messageKey: "vk:-1_moving", status: "in-work" }), begun)],
    })
    const expected = Object.fromEntries(openStatuses.map((status) => [status, status === "assigned" || status === "in-work" ? 2 : 1]))
    assert.deepEqual((await count(storage)).incidents, expected)
  }),
  storageCase("work: incidents of a state are counted up to the limit", async ({ storage }) => {
    const appends = ["a", "b", "c"].map((name) => appendOf(buildIncident({ incidentId: name, messageKey: `vk:-1_${name}` })))
    await storage.commit({ appends })
    assert.equal((await count(storage, { limit: 2 })).incidents.registered, 2)
  }),
  storageCase("work: nothing of another tenant is counted", async ({ storage, openSecond }) => {
    await provideWork(storage)
    await storage.commit({ cursors: [buildCursorMove()] })
    await take(storage, workOf("reply"))
    const { clocks, replies: waiting, leases, sources, incidents } = await count(await openSecond("another region"))
    assert.deepEqual([clocks, waiting, leases.reply, sources], [{ due: 0, oldestAt: null }, [], { held: 0, runOut: 0 }, []])
    assert.equal(
      Object.values(incidents).some((counted) => counted > 0),
      false,
    )
  }),
  storageCase("work: a question that makes no sense is refused", async ({ storage }) => {
    for (const limit of [0, -1, 1.5, 100_001]) await failsWith("config", count(storage, { limit }))
    await failsWith("config", count(storage, { now: "2026-03-02T20:00:00Z" }))
  }),
]
