import { DatabaseSync } from "node:sqlite"
import { addMinutes, isDeskError, metricIds, type ErasureRequest, type Lease, type LeaseKind, type Storage, type UnitOfWork } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { appendOf, buildCursorMove, buildDraft, buildIncident, buildOutboxEntry, buildStoredMessage } from "@otklik/testkit"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

const start = "2026-03-02T06:00:00.000Z"
const statuses = ["candidate", "rejected", "registered", "assigned", "in-work", "reply-review", "publishing", "replied-final", "closed"] as const
const topics = ["roads", "water", null]
const connectors = ["vk:club1", "ok:group1"]

const id = fc.integer({ min: 1, max: 5 })
// Few moments, so that they often meet.
const moment = fc.integer({ min: 0, max: 8 }).map((count) => addMinutes(start, count * 500))

/** An append and how far its version is from the stored one: mostly not at all. */
const appendArbitrary = fc
  .record({
    id,
    status: fc.constantFrom(...statuses),
    topic: fc.constantFrom(...topics),
    territoryId: fc.constantFrom("chita", "aga", null),
    authorityId: fc.constantFrom("housing", "roads"),
    network: fc.constantFrom("vk", "ok"),
    publishedAt: moment,
    dueAt: moment,
    answeredAt: moment,
    skew: fc.constantFrom(0, 0, 0, 0, 0, 1, -1),
  })
  .map(({ id: number, skew, ...rest }) => ({
    skew,
    append: appendOf(buildIncident({ ...rest, incidentId: `incident-${number}`, messageKey: `${rest.network}:-1_${number}` })),
  }))

const outboxArbitrary = fc
  .record({
    outboxId: id.map((number) => `outbox-${number}`),
    incidentId: id.map((number) => `incident-${number}`),
    connectorId: fc.constantFrom(...connectors),
    plannedAt: moment,
    dueAt: fc.option(moment),
    nextTryAt: moment,
    attempts: fc.nat(3),
    state: fc.constantFrom("planned", "planned", "manual", "published", "refused"),
  })
  .map((entry) => buildOutboxEntry(entry))

const cursorArbitrary = fc
  .record({
    connectorId: fc.constantFrom(...connectors),
    sourceId: fc.constantFrom("wall", "board"),
    wrong: fc.constantFrom(false, false, false, true),
    next: fc.constantFrom("1", "2"),
    read: fc.nat(100),
    at: moment,
    gaps: fc.array(fc.record({ from: moment, to: moment, reason: fc.string() }), { maxLength: 2 }),
  })
  .map(({ wrong, ...move }) => ({ wrong, move: buildCursorMove(move) }))

const unitArbitrary = fc.record(
  {
    appends: fc.array(appendArbitrary, { maxLength: 2 }),
    claims: fc.array(fc.record({ key: fc.integer({ min: 1, max: 60 }).map((number) => `claim-${number}`), incidentId: fc.constantFrom("x", "y") }), { maxLength: 2 }),
    messages: fc.array(
      fc
        .record({ id, revision: fc.integer({ min: 1, max: 3 }), text: fc.string({ unit: "binary" }), publishedAt: moment, author: fc.constantFrom("author-1", "author-2", null) })
        .map(({ id: number, author, ...rest }) => buildStoredMessage({ ...rest, key: `vk:-1_${number}`, authorPseudonym: author })),
      { maxLength: 3 },
    ),
    drafts: fc.array(fc.record({ draftId: fc.constantFrom("draft-1", "draft-2"), text: fc.string({ unit: "binary" }) }).map((draft) => buildDraft(draft)), { maxLength: 2 }),
    outbox: fc.array(outboxArbitrary, { maxLength: 2 }),
    cursors: fc.array(cursorArbitrary, { maxLength: 1 }),
  },
  { requiredKeys: [] },
)

type PlannedUnit = typeof unitArbitrary extends fc.Arbitrary<infer Unit> ? Unit : never

/** A unit that fits what is stored, but for what is wrong on purpose. */
async function unitOf(planned: PlannedUnit, storage: Storage): Promise<UnitOfWork> {
  const { appends = [], cursors = [], ...rest } = planned
  return {
    ...rest,
    appends: await Promise.all(
      appends.map(async ({ append, skew }) => ({ ...append, expectedVersion: Math.max(0, (await storage.load(append.incidentId)).version + skew) })),
    ),
    cursors: await Promise.all(
      cursors.map(async ({ move, wrong }) => {
        const stands = (await storage.readCursors(move.connectorId)).find((cursor) => cursor.sourceId === move.sourceId)?.cursor ?? null
        return { ...move, expected: wrong ? "elsewhere" : stands }
      }),
    ),
  }
}

type Step =
  | { readonly do: "commit"; readonly planned: PlannedUnit; readonly under: number | null }
  | { readonly do: "lease"; readonly kind: LeaseKind; readonly after: number; readonly ttl: number; readonly limit: number; readonly among: boolean }
  | { readonly do: "settle"; readonly lease: number; readonly retry: boolean }
  | { readonly do: "erase"; readonly request: ErasureRequest }

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("commit" as const), planned: unitArbitrary, under: fc.option(fc.nat(9), { freq: 1 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("lease" as const),
      kind: fc.constantFrom<LeaseKind>("source", "clock", "reply"),
      after: fc.integer({ min: 0, max: 8 }).map((count) => count * 500),
      ttl: fc.constantFrom(1, 500, 1000),
      limit: fc.integer({ min: 1, max: 3 }),
      among: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("settle" as const), lease: fc.nat(9), retry: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("erase" as const),
      request: fc.oneof<fc.Arbitrary<ErasureRequest>[]>(
        fc.record({ by: fc.constant("message" as const), keys: fc.array(id.map((number) => `vk:-1_${number}`)), at: moment }),
        fc.record({ by: fc.constant("author" as const), pseudonym: fc.constantFrom("author-1", "author-2"), at: moment }),
        fc.record({ by: fc.constant("age" as const), publishedBefore: moment, statuses: fc.subarray([...statuses]), at: moment }),
      ),
    }),
  },
)

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
    tallies: await Promise.all(([undefined, "topic", "authority", "territory", "network"] as const).map((by) => storage.tally(by === undefined ? { period, at } : { period, at, by }))),
    messages: await storage.readMessages([5, 4, 3, 2, 1, 1].map((number) => `vk:-1_${number}`)),
    claims: [...(await storage.findClaims(Array.from({ length: 60 }, (_, index) => `claim-${index + 1}`)))].toSorted(),
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
