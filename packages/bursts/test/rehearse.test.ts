import { createDesk, millisToInstant } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createManualClock } from "@otklik/testkit"
import { expect, it } from "vitest"
import { rehearseBursts } from "../src/index.ts"
import { day, hour, minute, monday, town } from "./town.ts"

/** Three months of a desk: a complaint about heating a day, and on some days several within minutes. */
async function openPast(outbreaks: readonly (readonly [day: number, count: number])[]) {
  const storage = createMemoryStorage()
  await storage.migrate()
  const clock = createManualClock({ at: millisToInstant(monday) })
  const desk = createDesk({
    storage,
    connectors: [],
    rules: [],
    topics: [{ id: "heating", title: "Heating", group: "housing" }],
    routing: {
      authorities: [],
      territories: [
        { id: "north", title: "North", kind: "district" },
        { id: "hill", title: "Hill", kind: "settlement", parentId: "north" },
      ],
      rules: [],
    },
    policies: [],
    authorKey: new Uint8Array(32).fill(7),
    clock,
  })
  const actor = { id: "operator", kind: "person" } as const
  const enter = async (at: number) => {
    clock.set(millisToInstant(at))
    await desk.register(
      { from: "phone", text: "Cold radiators.", topic: "heating", territoryId: "hill" },
      { actor, idempotencyKey: `call-${at}` },
    )
  }
  for (let at = 0; at < 90; at += 1) {
    await enter(monday + at * day)
    for (let index = 0; index < (outbreaks.find(([on]) => on === at)?.[1] ?? 0); index += 1)
      await enter(monday + at * day + hour + index * minute)
  }
  return storage
}

const period = { from: millisToInstant(monday + 60 * day), to: millisToInstant(monday + 90 * day) }

const options = { zone: "UTC" } as const

it("tells which alarms there would have been, and stores nothing", async () => {
  const storage = await openPast([
    [70, 12],
    [80, 12],
  ])
  const before = await storage.readEvents(null, 1000)
  const { alarms, falseAlarmsAMonth } = await rehearseBursts({ storage, options, region: town, period })
  expect(alarms.map(({ since, territoryId }) => [since.slice(0, 10), territoryId])).toEqual([
    [millisToInstant(monday + 70 * day).slice(0, 10), "hill"],
    [millisToInstant(monday + 80 * day).slice(0, 10), "hill"],
  ])
  expect(falseAlarmsAMonth).toBe(2)
  expect(await storage.readEvents(null, 1000)).toEqual(before)
  expect(await storage.learned.readLearned("habit")).toBeUndefined()
})

it("finds the factor at which there are as many false alarms as the office bears", async () => {
  const storage = await openPast([
    [65, 5],
    [70, 8],
    [80, 30],
  ])
  const request = { storage, options, region: town, period }
  const careful = await rehearseBursts({ ...request, falseAlarmsAMonth: 1 })
  expect(careful.alarms.length).toBeGreaterThan(1)
  const then = await rehearseBursts({ ...request, options: { ...options, chanceFactor: careful.chanceFactor } })
  expect(then.alarms.map(({ count }) => count >= 30)).toEqual([true])
  // Where the large one was real, the office bears one of the others.
  const told = await rehearseBursts({ ...request, falseAlarmsAMonth: 1, isReal: ({ count }) => count >= 30 })
  expect(told.chanceFactor).toBeGreaterThan(careful.chanceFactor)
})

it("refuses what makes no sense", async () => {
  const storage = await openPast([])
  const wrong = rehearseBursts({ storage, options, region: town, period: { from: period.to, to: period.from } })
  await expect(wrong).rejects.toMatchObject({ code: "config" })
  await expect(rehearseBursts({ storage, options: { zone: "Nowhere" }, region: town, period })).rejects.toMatchObject({ code: "config" })
})
