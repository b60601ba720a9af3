import { DatabaseSync } from "node:sqlite"
import { addMinutes, isDeskError, metricIds, type Lease, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { connectors, start, statuses, stepArbitrary, unitOf, type Step } from "./random-steps.ts"

/** Does a step; both storages get the same leases, so `held` is what the first of them gave. */
async function perform(storage: Storage, step: Step, held: readonly Lease[]): Promise<unknown> {
  switch (step.do) {
    case "commit": {
      const unit = await unitOf(step.planned, storage)
      const lease = step.under === null ? undefined : held[step.under % Math.max(1, held.length)]
      return storage.commit(lease === undefined ? unit : { ...unit, leases: [lease] })
    }
    case "lease": {
      const names = step.kind === "source" ? ["vk:club1/wall", "ok:group1/wall", "vk:club1/board"] : ["ok:group1"]
      const options = { kind: step.kind, owner: "w", now: addMinutes(start, step.after), ttlMillis: step.ttl * 60_000, limit: step.limit }
      return storage.lease(step.among ? { ...options, among: names } : options)
    }
    case "settle": {
      const lease = held[step.lease % Math.max(1, held.length)]
      if (lease === undefined) return null
      const retry = step.retry && lease.kind === "reply" ? { retry: { nextTryAt: addMinutes(start, 2000), attempts: 2 } } : {}
      return storage.settle({ lease, ...retry })
    }
    case "erase":
      return storage.erase(step.request)
  }
}

async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return { result: await work }
  } catch (error) {
    if (isDeskError(error)) return { code: error.code, details: error.details }
    throw error
  }
}

async function everything(storage: Storage): Promise<unknown> {
  const ids = [1, 2, 3, 4, 5, 6].map((number) => `incident-${number}`)
  const period = { from: addMinutes(start, 500), to: addMinutes(start, 3000) }
  const at = addMinutes(start, 2000)
  const filters = [
    {},
    { unowned: true },
    ...statuses.map((status) => ({ statuses: [status] })),
    { statuses: ["closed", "registered", "assigned"] as const, networks: ["vk"] },
    { topics: ["roads", "water"], territoryIds: ["chita", "aga"] },
    { authorityIds: ["housing", "roads"], topics: ["water"] },
    { authorityIds: [] },
    ...metricIds.map((metric) => ({ metric: { id: metric, period, at }, topics: ["roads", "water"] })),
  ]
  const pages: unknown[] = []
  for (const filter of filters) {
    const first = await storage.find({ ...filter, limit: 2 })
    pages.push(first, first.next === null ? null : await storage.find({ ...filter, limit: 1000, after: first.next }))
  }
  return {
    logs: await Promise.all(ids.map((incident) => storage.load(incident))),
    views: await Promise.all(ids.map((incident) => storage.get(incident))),
    outbox: await Promise.all(ids.map((incident) => storage.readOutbox(incident))),
    pages,
    feed: [await storage.readEvents(null, 5), await storage.readEvents("5", 10_000)],
    tallies: await Promise.all(
      ([undefined, "topic", "authority", "territory", "network"] as const).map((by) =>
        storage.tally(by === undefined ? { period, at } : { period, at, by }),
      ),
    ),
    messages: await storage.readMessages([5, 4, 3, 2, 1, 1].map((number) => `vk:-1_${number}`)),
    claims: await storage.findClaims(Array.from({ length: 60 }, (_, index) => `claim-${index + 1}`)),
    drafts: await storage.readDrafts(["draft-2", "draft-1"]),
    cursors: await Promise.all(connectors.map((connector) => storage.readCursors(connector))),
  }
}

describe("the SQLite storage and the reference in memory", () => {
  it("answer the same to the same steps, and read the same after them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(stepArbitrary, { minLength: 10, maxLength: 40, size: "max" }), async (steps) => {
        const database = new DatabaseSync(":memory:")
        const [memory, sqlite] = [createMemoryStorage(), createSqliteStorage({ database })]
        await sqlite.migrate()
        const held: Lease[] = []
        for (const step of steps) {
          const [expected, outcome] = [await outcomeOf(perform(memory, step, held)), await outcomeOf(perform(sqlite, step, held))]
          expect(outcome).toEqual(expected)
          if (step.do === "lease") held.push(...(expected as { readonly result: readonly Lease[] }).result)
        }
        expect(await everything(sqlite)).toEqual(await everything(memory))
        database.close()
      }),
      { numRuns: 100 },
    )
  })
})
