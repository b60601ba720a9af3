import { describe, expect, it } from "vitest"
import { createManualClock } from "@otklik/testkit"

describe("createManualClock", () => {
  it("stands still until it is moved, and is always canonical", () => {
    const clock = createManualClock({ at: "2026-11-24T10:30:00+09:00" })
    expect([clock.now(), clock.now()]).toEqual(["2026-11-24T01:30:00.000Z", "2026-11-24T01:30:00.000Z"])
    expect(clock.advance(90)).toBe("2026-11-24T03:00:00.000Z")
    expect(clock.advance(-0.5)).toBe("2026-11-24T02:59:30.000Z")
    clock.set("2026-01-01T00:00:00Z")
    expect(clock.now()).toBe("2026-01-01T00:00:00.000Z")
  })

  it("refuses what is no moment, and stays where it was", () => {
    expect(() => createManualClock({ at: "soon" })).toThrow(expect.objectContaining({ code: "config" }))
    const clock = createManualClock({ at: "2026-11-24T01:30:00Z" })
    expect(() => clock.set("2026-11-24T01:30:00")).toThrow(expect.objectContaining({ code: "config" }))
    expect(() => clock.advance(Number.NaN)).toThrow(
      expect.objectContaining({ code: "config", details: { issues: [expect.objectContaining({ path: "minutes" })] } }),
    )
    expect(() => createManualClock({ at: clock.now(), zone: "UTC" } as { at: string })).toThrow(/zone: there is no such field/)
    expect(clock.now()).toBe("2026-11-24T01:30:00.000Z")
  })
})
