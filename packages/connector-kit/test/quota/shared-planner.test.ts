import { DeskError, isDeskError, type Storage } from "@otklik/core"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createManualClock } from "@otklik/testkit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { createSharedQuotaPlanner, type QuotaJob, type QuotaLimit } from "../../src/index.ts"
import { flow, rejection } from "../flow.ts"

const at = "2026-11-24T00:00:00.000Z"
const job = (priority: QuotaJob["priority"] = "discovery", operation = "wall.get"): QuotaJob => ({ operation, priority })

/** Planners of so many processes on one storage. */
async function crew(limits: readonly QuotaLimit[], count = 4, longestMillis = Infinity) {
  const clock = createManualClock({ at })
  const storage = createMemoryStorage()
  await storage.migrate()
  const planners = Array.from({ length: count }, () =>
    createSharedQuotaPlanner({ clock, storage, key: "vk:service", limits, longestMillis }),
  )
  return { clock, storage, planners }
}

describe("a quota that four processes share", () => {
  it("is never exceeded in any window, and lets all through in the end", async () => {
    const limit = fc.record({ calls: fc.integer({ min: 1, max: 150 }), millis: fc.integer({ min: 200, max: 3000 }) })
    const jobs = fc.array(
      fc.record({
        worker: fc.nat(3),
        priority: fc.constantFrom("reply" as const, "discovery" as const),
        operation: fc.constantFrom("a", "b"),
      }),
      {
        maxLength: 60,
      },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(limit, { minLength: 1, maxLength: 2 }), jobs, async (sizes, wanted) => {
        const limits = sizes.map((size, index): QuotaLimit => ({
          ...size,
          name: `${index}`,
          ...(index === 1 ? { operations: ["a"] } : {}),
        }))
        const { clock, planners } = await crew(limits)
        const granted: { readonly moment: number; readonly operation: string }[] = []
        await flow(
          clock,
          Promise.all(
            wanted.map(async ({ worker, ...one }) => {
              await planners[worker]?.take(one)
              granted.push({ moment: Date.parse(clock.now()), operation: one.operation })
            }),
          ),
        )
        expect(granted).toHaveLength(wanted.length)
        for (const { calls, millis, operations } of limits) {
          const counted = granted.filter(({ operation }) => operations?.includes(operation) ?? true)
          for (const { moment } of counted)
            expect(counted.filter((other) => other.moment >= moment && other.moment < moment + millis).length).toBeLessThanOrEqual(calls)
        }
      }),
      { numRuns: 25 },
    )
  })

  it("keeps what is reserved for replies, whichever process asks", async () => {
    const { planners } = await crew([{ name: "3 a second", calls: 3, millis: 1000, reserved: 1 }], 2, 0)
    const [one, other] = planners
    await one?.take(job())
    await other?.take(job())
    expect(isDeskError(await rejection(one?.take(job()) ?? Promise.resolve()), "rate-limited")).toBe(true)
    await other?.take(job("reply"))
    expect(isDeskError(await rejection(one?.take(job("reply")) ?? Promise.resolve()), "rate-limited")).toBe(true)
  })

  it("lets the most urgent job of a process go first", async () => {
    const { clock, planners } = await crew([{ name: "1 a second", calls: 1, millis: 1000 }], 1)
    const [planner] = planners
    await planner?.take(job())
    const told: string[] = []
    const ask = (name: string, one: QuotaJob) => planner?.take(one).then(() => told.push(name))
    await flow(clock, Promise.all([ask("discovery", job()), ask("incident", job("incident")), ask("reply", job("reply"))]))
    expect(told).toEqual(["reply", "incident", "discovery"])
  })

  it("does not hold up other calls for one whose own limit is used up", async () => {
    const { planners } = await crew([{ name: "searches", calls: 1, millis: 60_000, operations: ["search"] }], 2, 0)
    const [one, other] = planners
    await one?.take(job("discovery", "search"))
    expect(isDeskError(await rejection(other?.take(job("discovery", "search")) ?? Promise.resolve()), "rate-limited")).toBe(true)
    await other?.take(job())
  })

  it("waits in every process for a moment that the network named to one", async () => {
    const { clock, planners } = await crew([{ name: "3 a second", calls: 3, millis: 1000 }], 2)
    const [one, other] = planners
    one?.block("2026-11-24T00:00:20.000Z")
    await flow(clock, other?.take(job()) ?? Promise.resolve())
    expect(clock.now() >= "2026-11-24T00:00:20.000Z").toBe(true)
    const { planners: hasty } = await crew([], 1, 1000)
    hasty[0]?.block("2026-11-24T00:00:20.000Z", "wall.get")
    const error = await rejection(hasty[0]?.take(job()) ?? Promise.resolve())
    expect(isDeskError(error, "rate-limited") && error.details.retryAt).toBe("2026-11-24T00:00:20.000Z")
  })

  it("is not guessed while the database gives no answer, and a caller may give up", async () => {
    const { clock } = await crew([])
    const away: Pick<Storage, "lease" | "settle"> = {
      lease: () => Promise.reject(new DeskError("network", "away", {})),
      settle: () => Promise.reject(new DeskError("network", "away", {})),
    }
    const limits = [{ name: "1 a second", calls: 1, millis: 1000 }]
    const planner = createSharedQuotaPlanner({ clock, storage: away, key: "vk", limits })
    expect(isDeskError(await rejection(planner.take(job())), "network")).toBe(true)

    const { planners, clock: later } = await crew(limits, 1)
    await planners[0]?.take(job())
    expect(planners[0]?.left()).toEqual([{ name: "1 a second", left: 0, freeAt: "2026-11-24T00:00:01.000Z" }])
    const stop = new AbortController()
    const given = rejection(planners[0]?.take({ ...job(), signal: stop.signal }) ?? Promise.resolve())
    stop.abort(new Error("enough"))
    expect(await flow(later, given)).toMatchObject({ message: "enough" })
  })
})
