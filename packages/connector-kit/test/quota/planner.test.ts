import { createManualClock } from "@otklik/testkit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createQuotaPlanner, type QuotaJob, type QuotaLimit } from "../../src/index.ts"
import { flow, rejection } from "../flow.ts"

const at = "2026-11-24T00:00:00.000Z"
const second: QuotaLimit = { name: "3 a second", calls: 3, millis: 1000 }
const discovery = (operation = "wall.get"): QuotaJob => ({ operation, priority: "discovery" })

describe("quota planner", () => {
  it("makes nobody wait for calls and blocks that a clock which was wrong counted in the future", async () => {
    const clock = createManualClock({ at: "2026-12-14T00:00:00.000Z" })
    const planner = createQuotaPlanner({ clock, limits: [second] })
    for (let call = 0; call < 3; call += 1) await planner.take(discovery())
    planner.block("2026-12-14T00:00:05.000Z", "wall.getComments")
    clock.set(at)
    expect(planner.left()).toEqual([{ name: "3 a second", left: 0, freeAt: "2026-11-24T00:00:01.000Z" }])
    await flow(clock, Promise.all([planner.take(discovery()), planner.take(discovery("wall.getComments"))]))
    expect(clock.now() >= "2026-11-24T00:00:05.000Z" && clock.now() < "2026-11-24T00:00:07.000Z").toBe(true)
  })

  it("never lets more calls through than any window holds, and lets all through in the end", async () => {
    const limit = fc.record({ calls: fc.integer({ min: 1, max: 4 }), millis: fc.integer({ min: 200, max: 3000 }) })
    const job = fc.record({
      priority: fc.constantFrom("reply" as const, "incident" as const, "discovery" as const),
      operation: fc.constantFrom("a", "b"),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(limit, { minLength: 1, maxLength: 3 }), fc.array(job, { maxLength: 12 }), async (sizes, jobs) => {
        const clock = createManualClock({ at })
        const limits = sizes.map((size, index) => ({ ...size, name: `${index}`, ...(index === 1 ? { operations: ["a"] } : {}) }))
        const planner = createQuotaPlanner({ clock, limits, longestMillis: Infinity })
        const granted: { readonly moment: number; readonly operation: string }[] = []
        const all = Promise.all(
          jobs.map(async (one) => {
            await planner.take(one)
            granted.push({ moment: Date.parse(clock.now()), operation: one.operation })
          }),
        )
        await flow(clock, all)
        expect(granted).toHaveLength(jobs.length)
        for (const { calls, millis, operations } of limits as QuotaLimit[]) {
          const counted = granted.filter(({ operation }) => operations?.includes(operation) ?? true)
          for (const { moment } of counted) {
            expect(counted.filter((other) => other.moment >= moment && other.moment < moment + millis).length).toBeLessThanOrEqual(calls)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it("lets replies through first, the nearest deadline before the others, then incidents, then discovery", async () => {
    const clock = createManualClock({ at })
    const planner = createQuotaPlanner({ clock, limits: [{ name: "1 a second", calls: 1, millis: 1000 }] })
    await planner.take(discovery())
    const told: string[] = []
    const ask = (name: string, job: QuotaJob) => planner.take(job).then(() => told.push(name))
    const all = Promise.all([
      ask("discovery", discovery()),
      ask("incident", { operation: "wall.getComments", priority: "incident" }),
      ask("a reply without a deadline", { operation: "wall.createComment", priority: "reply" }),
      ask("a late reply", { operation: "wall.createComment", priority: "reply", dueAt: "2026-11-26T00:00:00.000Z" }),
      ask("an urgent reply", { operation: "wall.createComment", priority: "reply", dueAt: "2026-11-25T00:00:00.000Z" }),
    ])
    await flow(clock, all)
    expect(told).toEqual(["an urgent reply", "a late reply", "a reply without a deadline", "incident", "discovery"])
  })

  it("does not hold up other calls for one whose own limit is used up", async () => {
    const clock = createManualClock({ at })
    const limits = [{ name: "1 search a minute", calls: 1, millis: 60_000, operations: ["newsfeed.search"] }]
    const planner = createQuotaPlanner({ clock, limits, longestMillis: 120_000 })
    await planner.take(discovery("newsfeed.search"))
    const search = planner.take({ operation: "newsfeed.search", priority: "reply" })
    await planner.take(discovery())
    expect(clock.now()).toBe(at)
    await flow(clock, search)
    expect(clock.now() >= "2026-11-24T00:01:00.000Z").toBe(true)
  })

  it("says when to come back instead of letting anybody wait for a day", async () => {
    const clock = createManualClock({ at })
    const planner = createQuotaPlanner({ clock, limits: [{ name: "2 a day", calls: 2, millis: 86_400_000 }] })
    await planner.take(discovery())
    await planner.take(discovery())
    expect(await rejection(planner.take(discovery()))).toMatchObject({
      code: "rate-limited",
      details: { retryAt: "2026-11-25T00:00:00.000Z" },
    })
    expect(planner.left()).toEqual([{ name: "2 a day", left: 0, freeAt: "2026-11-25T00:00:00.000Z" }])
    clock.set("2026-11-25T00:00:00.000Z")
    await planner.take(discovery())
    expect(planner.left()[0]?.left).toBe(1)
  })

  it("keeps the reserved calls for replies", async () => {
    const clock = createManualClock({ at })
    const planner = createQuotaPlanner({ clock, limits: [{ name: "2 a day", calls: 2, millis: 86_400_000, reserved: 1 }] })
    await planner.take(discovery())
    expect(await rejection(planner.take(discovery()))).toMatchObject({ code: "rate-limited" })
    await planner.take({ operation: "wall.createComment", priority: "reply" })
  })

  it("makes no call before the moment that the network named", async () => {
    const clock = createManualClock({ at })
    const planner = createQuotaPlanner({ clock, limits: [second] })
    planner.block("2026-11-24T00:00:05.000Z", "wall.get")
    await planner.take(discovery("wall.getComments"))
    expect(clock.now()).toBe(at)
    await flow(clock, planner.take(discovery()))
    expect(clock.now() >= "2026-11-24T00:00:05.000Z").toBe(true)
  })

  it("lets a waiting call go when its signal aborts, and the next one in its place", async () => {
    const clock = createManualClock({ at })
    const planner = createQuotaPlanner({ clock, limits: [{ name: "1 a second", calls: 1, millis: 1000 }] })
    await planner.take(discovery())
    const controller = new AbortController()
    const reason = new Error("the host stops")
    const left = rejection(planner.take({ ...discovery(), signal: controller.signal }))
    const next = planner.take(discovery())
    controller.abort(reason)
    expect(await left).toBe(reason)
    await flow(clock, next)
    expect(await rejection(planner.take({ ...discovery(), signal: controller.signal }))).toBe(reason)
  })
})
