import { addMinutes, isDeskError, type Storage } from "@otklik/core"
import { recordPages } from "@otklik/core/internal"
import { metricIds } from "@otklik/core/reports"
import { recordKinds, erasedMessage, type Lease, type RecordKind, loadOne, claimHolders, movingOf } from "@otklik/core/storage"
import { allDurations, allMetrics } from "../../src/storage/every-figure.ts"
import * as fc from "fast-check"
import { expect } from "vitest"
import { connectors, start, statuses, stepArbitrary, unitOf, type Step } from "./random-steps.ts"

/** Two storages with empty data. */
export interface Compared {
  readonly reference: Storage
  readonly storage: Storage
  end?(): Promise<void> | void
}

/**
 * Asserts that a storage answers the same as the reference to any steps, errors and their details included, and that
 * everything that can be read afterwards is the same. Its leases must go by the caller's `now`, and its numbers and
 * positions count from 1 without gaps.
 *
 * @param open - opens both, fresh, for every run
 * @param runs - how many random walks
 */
export async function sameAnswers(open: () => Promise<Compared>, runs: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { minLength: 10, maxLength: 40, size: "max" }), async (steps) => {
      const { reference, storage, end } = await open()
      // Tokens only have to grow: each storage is given the leases that are its own.
      const held: Record<"reference" | "storage", Lease[]> = { reference: [], storage: [] }
      for (const step of steps) {
        const expected = await outcomeOf(perform(reference, step, held.reference))
        const outcome = await outcomeOf(perform(storage, step, held.storage))
        expect(withoutTokens(outcome)).toEqual(withoutTokens(expected))
        held.reference.push(...leasesOf(expected))
        held.storage.push(...leasesOf(outcome))
      }
      expect(await everything(storage)).toEqual(await everything(reference))
      expect(await unswept(storage)).toEqual(await unswept(reference))
      expect(await counted(storage)).toEqual(await counted(reference))
      await end?.()
    }),
    // A difference is reported before the test runs out of time, however far it could be shrunk.
    { numRuns: runs, interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true },
  )
}

/** Takes steps on one storage alone; what it refuses is passed over. */
export async function walk(storage: Storage, steps: readonly Step[]): Promise<void> {
  const held: Lease[] = []
  for (const step of steps) held.push(...leasesOf(await outcomeOf(perform(storage, step, held))))
}

type Outcome = { readonly result: unknown } | { readonly code: string; readonly details: unknown }

function perform(storage: Storage, step: Step, held: readonly Lease[]): Promise<unknown> {
  switch (step.do) {
    case "commit":
      return commit(storage, step, held)
    case "lease": {
      const names = step.kind === "source" || step.kind === "slot" ? ["vk:club1/wall", "ok:group1/wall", "vk:club1/board"] : ["ok:group1"]
      const options = { kind: step.kind, owner: "w", now: addMinutes(start, step.after), ttlMillis: step.ttl * 60_000, limit: step.limit }
      const unless = step.unless ? { unless: ["vk:club1/board", "incident-2", "outbox-2"] } : {}
      return storage.lease(step.among ? { ...options, ...unless, among: names } : { ...options, ...unless })
    }
    case "renew": {
      const lease = held[step.lease % Math.max(1, held.length)]
      if (lease === undefined) return Promise.resolve(null)
      return storage.renew({ lease, now: addMinutes(start, step.after), ttlMillis: step.ttl * 60_000 })
    }
    case "settle": {
      const lease = held[step.lease % Math.max(1, held.length)]
      if (lease === undefined) return Promise.resolve(null)
      const retry = step.retry && lease.kind === "reply" ? { retry: { nextTryAt: addMinutes(start, 2000), attempts: 2 } } : {}
      return storage.settle({ lease, ...retry })
    }
    case "erase":
      return storage.read("message", step.keys).then((found) => storage.commit({ tombstones: found.map(erasedMessage) }))
  }
}

async function commit(storage: Storage, step: Extract<Step, { do: "commit" }>, held: readonly Lease[]): Promise<unknown> {
  const unit = await unitOf(step.planned, storage)
  const lease = step.under === null ? undefined : held[step.under % Math.max(1, held.length)]
  return storage.commit(lease === undefined ? unit : { ...unit, leases: [lease] })
}

async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  try {
    return { result: await work }
  } catch (error) {
    if (isDeskError(error)) return { code: error.code, details: error.details }
    throw error
  }
}

function leasesOf(outcome: Outcome): readonly Lease[] {
  return "result" in outcome && Array.isArray(outcome.result) ? (outcome.result as readonly Lease[]) : []
}

function withoutTokens(outcome: Outcome): unknown {
  return "result" in outcome && Array.isArray(outcome.result) ? leasesOf(outcome).map((lease) => ({ ...lease, token: 0 })) : outcome
}

/** Everything that can be read, but for what retention has looked at and how much work there is. */
export async function everything(storage: Storage): Promise<Readonly<Record<string, unknown>>> {
  const ids = [1, 2, 3, 4, 5, 6].map((number) => `incident-${number}`)
  const period = { from: addMinutes(start, 500), to: addMinutes(start, 3000) }
  const at = addMinutes(start, 2000)
  const filters = [
    {},
    { unowned: true },
    { authorWaits: true },
    ...statuses.map((status) => ({ statuses: [status] })),
    { statuses: ["closed", "registered", "assigned"] as const, networks: ["vk"] },
    { topics: ["roads", "water"], territoryIds: ["chita", "aga"] },
    { authorityIds: ["housing", "roads"], topics: ["water"] },
    { reach: [] },
    { numbers: [2, 4] },
    { open: true, order: "due" as const },
    { waitsFor: ["owner", "moderator"] as const, order: "updated" as const },
    { labels: [{ kind: "message" as const, values: ["vk:-1_1", "vk:-1_2"] }], order: "newest" as const },
    { labels: [{ kind: "co-owner" as const, values: ["administration"], not: true as const }], order: "oldest" as const },
    { due: { from: addMinutes(start, 100), to: addMinutes(start, 3000) }, order: "waiting" as const },
    { reach: [{ territoryIds: ["chita"] }, { authorityIds: ["roads", "administration"] }], order: "due" as const },
    { words: { in: ["message" as const], groups: [[{ term: "яма" }, { term: "я", prefix: true as const }]] }, order: "updated" as const },
    ...metricIds.map((metric) => ({ metric: { id: metric, period, at }, topics: ["roads", "water"] })),
  ]
  const pages: unknown[] = []
  for (const filter of filters) {
    const first = await storage.find({ ...filter, limit: 2 })
    pages.push(first, first.next === null ? null : await storage.find({ ...filter, limit: 1000, after: first.next }))
  }
  const plain = filters.map((filter) => Object.fromEntries(Object.entries(filter).filter(([name]) => name !== "order")))
  return {
    cases: [await storage.counts.countCases(plain, 3), await storage.counts.countCases(plain, 10_000)],
    logs: await Promise.all(ids.map((incident) => loadOne(storage, incident))),
    views: await Promise.all(ids.map((incident) => storage.get(incident))),
    outbox: await Promise.all(ids.map((incident) => storage.readOutbox(incident))),
    pages,
    feed: [await storage.readEvents(null, 5), await storage.readEvents("5", 10_000)],
    figures: [
      await storage.counts.figures({ period, at: addMinutes(start, 9000), metrics: allMetrics, durations: allDurations }),
      await storage.counts.figures({ period: { from: start, to: period.to }, at, metrics: allMetrics, by: ["topic"] }),
    ],
    evidence: [await storage.readEvidence({ limit: 1000 }), await storage.readEvidence({ incidentId: "incident-1", limit: 2 })],
    messages: await storage.read(
      "message",
      [5, 4, 3, 2, 1, 1].map((number) => `vk:-1_${number}`),
    ),
    claims: await claimHolders(
      storage,
      Array.from({ length: 60 }, (_, index) => `claim-${index + 1}`),
    ),
    drafts: await storage.read("draft", ["draft-2", "draft-1"]),
    watched: await Promise.all(["vk", "ok"].flatMap((network) => [1, 3, 1000].map((limit) => storage.readWatched({ network, limit })))),
    watchedOver: await storage.readWatched({ network: "vk", limit: 1000, overUpdatedSince: start }),
    sealed: await storage.privacy.readSealedAuthors([5, 4, 3, 2, 1, 1].map((number) => `vk:-1_${number}`)),
    journal: [
      await storage.privacy.readJournal({ kind: "access", limit: 3 }),
      await storage.privacy.readJournal({ kind: "erasure", limit: 1000, from: period.from, to: period.to }),
      await storage.privacy.readJournal({ kind: "access", limit: 1000, incidentId: "incident-1" }),
    ],
    counts: await movingOf(storage).countRecords(),
    records: await Promise.all(recordKinds.map((kind) => allOf(storage, kind))),
    cursors: await Promise.all(connectors.map((connector) => storage.readCursors(connector))),
  }
}

/** All of a kind, in an order that is no storage's own. */
async function allOf(storage: Storage, kind: RecordKind): Promise<readonly string[]> {
  const records: string[] = []
  for await (const page of recordPages(storage, kind)) records.push(...page.map((record) => JSON.stringify(inOrder(record))))
  return records.toSorted()
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== "object" || value === null) return value
  const pairs = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(pairs.map(([name, inner]) => [name, inOrder(inner)]))
}

async function unswept(storage: Storage): Promise<unknown> {
  const statusesSwept = ["candidate", "rejected", "closed"] as const
  const query = { statuses: statusesSwept, updatedBefore: addMinutes(start, 3000), limit: 1000 }
  return Promise.all([
    storage.privacy.findRetentionDue({ ...query, sweep: "text" }),
    storage.privacy.findRetentionDue({ ...query, sweep: "author" }),
    storage.privacy.findRetentionDue({ ...query, sweep: "text", kinds: ["problem"], limit: 1 }),
  ])
}

/** How much work there is at several moments, in an order that is no storage's own. */
async function counted(storage: Storage): Promise<unknown> {
  const sorted = (list: readonly unknown[]) => list.map((one) => JSON.stringify(inOrder(one))).toSorted()
  const queries = [1, 2, 1000].flatMap((limit) => [500, 1500, 5000].map((after) => ({ now: addMinutes(start, after), limit })))
  return Promise.all(
    queries.map(async (query) => {
      const counts = await storage.counts.countWork(query)
      return { ...counts, replies: sorted(counts.replies), sources: sorted(counts.sources) }
    }),
  )
}
