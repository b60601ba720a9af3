import { createManualClock } from "@otklik/testkit"
import { describe, expect, it } from "vitest"
import { createFixedToken, createRefreshingToken } from "../src/index.ts"
import { rejection } from "./flow.ts"

const at = "2026-11-24T00:00:00.000Z"

function setUp() {
  const clock = createManualClock({ at })
  let made = 0
  const source = createRefreshingToken({
    clock,
    first: { value: "t0", expiresAt: "2026-11-24T01:00:00.000Z" },
    refresh: async () => {
      made += 1
      return { value: `t${made}`, expiresAt: new Date(Date.parse(clock.now()) + 3_600_000).toISOString() }
    },
  })
  const value = async () => (await source.current()).value
  return { clock, source, value, made: () => made }
}

describe("token sources", () => {
  it("renew a token before it ends, once for all who ask", async () => {
    const { clock, value, made } = setUp()
    expect(await value()).toBe("t0")
    clock.set("2026-11-24T00:54:59.999Z")
    expect(await value()).toBe("t0")
    clock.set("2026-11-24T00:55:00.000Z")
    expect(await Promise.all([value(), value(), value()])).toEqual(["t1", "t1", "t1"])
    expect(made()).toBe(1)
  })

  it("renew a token that the network refused, and say so once", async () => {
    const { source, value } = setUp()
    expect(source.refuse("t0")).toBe(true)
    expect(source.refuse("t0")).toBe(false)
    expect(await value()).toBe("t1")
    expect(source.refuse("t0")).toBe(true)
    expect(await value()).toBe("t1")
  })

  it("try again after a refresh that failed", async () => {
    const failure = new Error("no")
    let tries = 0
    const source = createRefreshingToken({
      clock: createManualClock({ at }),
      async refresh() {
        tries += 1
        if (tries === 1) throw failure
        return { value: "t", expiresAt: null }
      },
    })
    expect(await rejection(source.current())).toBe(failure)
    expect(await source.current()).toEqual({ value: "t", expiresAt: null })
  })

  it("that are fixed have nothing else to offer", async () => {
    const source = createFixedToken("t", at)
    expect(source.refuse("t")).toBe(false)
    expect(await source.current()).toEqual({ value: "t", expiresAt: at })
  })
})
