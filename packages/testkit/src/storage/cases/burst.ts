import assert from "node:assert/strict"
import { movingOf, type LearnedState, type StoredBurst } from "@otklik/core/storage"
import type { ContractCase } from "../../contract.ts"
import { stage, wholeImport } from "../sample-of-every-kind.ts"
import { failsWith, movingCase, storageCase } from "../storage-case.ts"
import type { StorageSubject } from "../subject.ts"

function state(position: string): LearnedState {
  return { format: "counts-1", position, body: Uint8Array.of(1) }
}

function burst(burstId: string, day: number, changes: Partial<StoredBurst> & { readonly count?: number } = {}): StoredBurst {
  const at = `2026-03-${String(day).padStart(2, "0")}T05:00:00.000Z`
  const { count = 5, ...rest } = changes
  const cell = { level: "topic", subject: "heating", territoryId: null, count: 4, usual: 0.1, windowMinutes: 60, odds: 1e-9 } as const
  return {
    burst: {
      burstId,
      state: "open",
      level: "topic",
      topicIds: ["heating"],
      group: "housing",
      territoryId: null,
      since: at,
      foundAt: at,
      lastAt: at,
      overAt: null,
      count,
      voices: 1,
      cells: [cell],
      incidents: [{ incidentId: "incident-1", publishedAt: at, topic: "heating", territoryId: null, voices: 1 }],
    },
    told: { count: 0, isOver: false },
    pending: true,
    ...rest,
  }
}

const everything = { after: null, limit: 100 } as const

/** Mass events, which are stored with the habit that they follow from. */
export const burstCases: readonly ContractCase<StorageSubject>[] = [
  storageCase("burst: what is stored with a state comes back, through another handle", async ({ storage, openSecond }) => {
    const second = await openSecond()
    await storage.learned.writeLearned("habit", state("1"), null, [burst("exact", 1)])
    assert.deepEqual(await second.learned.readBursts(everything), [burst("exact", 1)])
  }),
  storageCase("burst: a later one takes the place of the one with its id, and of no other", async ({ storage }) => {
    await storage.learned.writeLearned("habit", state("1"), null, [burst("one", 1), burst("two", 2)])
    const later = burst("one", 1, { count: 9, told: { count: 5, isOver: false } })
    await storage.learned.writeLearned("habit", state("2"), "1", [later])
    assert.deepEqual(await storage.learned.readBursts(everything), [burst("two", 2), later])
  }),
  storageCase("burst: with a state that lost the race none is stored", async ({ storage }) => {
    await storage.learned.writeLearned("habit", state("first"), null, [burst("one", 1)])
    const late = [burst("one", 1, { count: 9 }), burst("two", 2)]
    await failsWith("conflict", storage.learned.writeLearned("habit", state("later"), "another", late))
    assert.deepEqual(await storage.learned.readBursts(everything), [burst("one", 1)])
  }),
  storageCase("burst: the last found come first, page by page, and of equal moments by id", async ({ storage }) => {
    const all = [burst("c", 3), burst("a", 2), burst("b", 2), burst("d", 1)]
    await storage.learned.writeLearned("habit", state("1"), null, all.toReversed())
    const found: StoredBurst[] = []
    for (;;) {
      const page = await storage.learned.readBursts({ after: found.at(-1)?.burst ?? null, limit: 1 })
      found.push(...page)
      if (page.length === 0 || found.length > all.length) break
    }
    assert.deepEqual(found, all)
  }),
  storageCase("burst: those that are pending are found apart from those that are not", async ({ storage }) => {
    const done = burst("done", 2, { pending: false })
    await storage.learned.writeLearned("habit", state("1"), null, [burst("open", 1), done])
    assert.deepEqual(await storage.learned.readBursts({ ...everything, pending: true }), [burst("open", 1)])
    assert.deepEqual(await storage.learned.readBursts({ ...everything, pending: false }), [done])
    await storage.learned.writeLearned("habit", state("2"), "1", [burst("open", 1, { pending: false })])
    assert.deepEqual(await storage.learned.readBursts({ ...everything, pending: true }), [])
  }),
  storageCase("burst: those that are named are found, and one that there is not is passed over", async ({ storage }) => {
    await storage.learned.writeLearned("habit", state("1"), null, [burst("one", 1), burst("two", 2), burst("three", 3)])
    const named = await storage.learned.readBursts({ ...everything, burstIds: ["one", "none", "three"] })
    assert.deepEqual(named, [burst("three", 3), burst("one", 1)])
    assert.deepEqual(await storage.learned.readBursts({ ...everything, burstIds: [] }), [])
  }),
  storageCase("burst: one without an id or a moment is refused with config, and stores nothing", async ({ storage }) => {
    const wrong = burst("one", 1)
    const nameless = { ...wrong, burst: { ...wrong.burst, burstId: "" } }
    const timeless = { ...wrong, burst: { ...wrong.burst, foundAt: "2026-03-01" } }
    for (const bursts of [[nameless], [timeless], [wrong, wrong]])
      await failsWith("config", storage.learned.writeLearned("habit", state("1"), null, bursts))
    assert.equal(await storage.learned.readLearned("habit"), undefined)
    for (const limit of [0, 1001]) await failsWith("config", storage.learned.readBursts({ after: null, limit }))
  }),
  storageCase("burst: one tenant reads and replaces nothing of another", async ({ storage, openSecond }) => {
    const other = await openSecond("another region")
    await storage.learned.writeLearned("habit", state("1"), null, [burst("one", 1)])
    assert.deepEqual(await other.learned.readBursts(everything), [])
    await other.learned.writeLearned("habit", state("1"), null, [burst("one", 1, { count: 9 })])
    assert.deepEqual(await storage.learned.readBursts(everything), [burst("one", 1)])
  }),
  movingCase("burst: where a tenant is taken, none stays of here or of there, and none is a hindrance", async ({ storage }) => {
    const { staging, takeStaged } = movingOf(storage)
    await storage.learned.writeLearned("habit", state("1"), null, [burst("one", 1)])
    await stage(storage)
    await staging().learned.writeLearned("habit", state("1"), null, [burst("two", 2)])
    await takeStaged(wholeImport)
    for (const one of [storage, staging()]) assert.deepEqual(await one.learned.readBursts(everything), [])
  }),
  movingCase("burst: where everything is deleted, they are too, and those of another tenant are not", async ({ storage, openSecond }) => {
    const other = await openSecond("another region")
    for (const one of [storage, movingOf(storage).staging(), other])
      await one.learned.writeLearned("habit", state("1"), null, [burst("one", 1)])
    await movingOf(storage).deleteEverything()
    for (const one of [storage, movingOf(storage).staging()]) assert.deepEqual(await one.learned.readBursts(everything), [])
    assert.deepEqual(await other.learned.readBursts(everything), [burst("one", 1)])
  }),
]
