import { DeskError } from "@otklik/core"
import { createManualClock } from "@otklik/testkit"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { retry } from "../../src/index.ts"
import { flow, rejection } from "../flow.ts"

const at = "2026-11-24T00:00:00.000Z"
const network = () => new DeskError("network", "down", {})

function setUp(chance = 0.5) {
  const clock = createManualClock({ at })
  return { clock, options: { clock, random: () => chance, tries: 4, pauseMillis: 1000, longestMillis: 10_000 } }
}

describe("retry", () => {
  it("gives up after the tries, with pauses that double and keep half to chance", async () => {
    const { clock, options } = setUp(0)
    const moments: number[] = []
    const work = retry(options, async () => {
      moments.push(Date.parse(clock.now()) - Date.parse(at))
      throw network()
    })
    expect(await rejection(flow(clock, work))).toMatchObject({ code: "network" })
    expect(moments).toEqual([0, 500, 1500, 3500])
  })

  it("waits until the moment that the network named, never less", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 9000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), async (millis, chance) => {
        const { clock, options } = setUp(chance)
        const retryAt = new Date(Date.parse(at) + millis).toISOString()
        let second = ""
        const work = retry(options, async (attempt) => {
          if (attempt === 1) throw new DeskError("rate-limited", "slow down", { retryAt })
          second = clock.now()
        })
        await flow(clock, work)
        expect(second >= retryAt).toBe(true)
        expect(Date.parse(second) - Date.parse(retryAt)).toBeLessThanOrEqual(1100)
      }),
      { numRuns: 30 },
    )
  })

  it("does not wait longer than it may: the moment is the caller's to keep", async () => {
    const { options } = setUp()
    const error = new DeskError("rate-limited", "tomorrow", { retryAt: "2026-11-25T00:00:00.000Z" })
    expect(await rejection(retry(options, () => Promise.reject(error)))).toBe(error)
  })

  it.each(["refused", "ambiguous", "auth"] as const)("throws %s at once", async (code) => {
    const { options } = setUp()
    let tries = 0
    const errors = { refused: { reason: "no" }, ambiguous: {}, auth: { action: "act" } }
    const work = retry(options, async () => {
      tries += 1
      throw new DeskError(code, "no", errors[code])
    })
    expect(await rejection(work)).toMatchObject({ code })
    expect(tries).toBe(1)
  })

  it("stops with the signal's reason", async () => {
    const { clock, options } = setUp()
    const controller = new AbortController()
    const reason = new Error("the host stops")
    const work = retry({ ...options, signal: controller.signal }, async () => {
      controller.abort(reason)
      throw network()
    })
    expect(await rejection(flow(clock, work))).toBe(reason)
  })
})
