import { describe, expect, it } from "vitest"
import { cutWalk, watchWindow } from "../../src/index.ts"

const hour = 3600
const day = 24 * hour
const present = 1000 * day + 600

describe("a walk that was cut off", () => {
  it("leaves a gap up to where it came, and the item in hand above the floor", () => {
    const { gaps, floor } = cutWalk(present - hour, present - 60, "too many")
    expect(floor).toBe(present - 61)
    expect(gaps).toEqual([
      { from: new Date((present - hour + 1) * 1000).toISOString(), to: new Date((present - 59) * 1000).toISOString(), reason: "too many" },
    ])
  })

  it("leaves nothing where it came to the floor, and tells the same cut once", () => {
    expect(cutWalk(present, undefined, "no")).toEqual({ gaps: [] })
    expect(cutWalk(present, present, "no")).toEqual({ gaps: [] })
    expect(cutWalk(present - 61, present - 60, "no")).toEqual({ gaps: [] })
  })
})

describe("a watch window", () => {
  it("is counted from where the last reading came to, and from the present where that is later", () => {
    expect(watchWindow(present - 40 * day, present, 14 * day).from).toBe(present - 54 * day)
    expect(watchWindow(present + day, present, 14 * day).from).toBe(present - 14 * day)
    expect(watchWindow(present, present, 2000 * day).from).toBe(0)
  })

  it("misses nothing where the walk came to its beginning", () => {
    const window = watchWindow(present - hour, present, 14 * day)
    expect(window.missing(undefined, "no")).toEqual([])
    expect(window.missing(window.from, "no")).toEqual([])
  })

  it("misses what would have been watched of older posts, and tells it once an hour", () => {
    const floor = present - 40 * day
    const window = watchWindow(floor, present, 14 * day)
    const [missing] = window.missing(present - 30 * day, "no")
    expect(missing?.content).toEqual({
      from: new Date((floor + 1) * 1000).toISOString(),
      to: new Date((present - 16 * day + 1) * 1000).toISOString(),
      reason: "no",
    })
    // Posts that were watched no more when the last reading ended had no comments to miss.
    expect(watchWindow(floor, present, 14 * day).missing(floor - 14 * day + 1, "no")).toHaveLength(1)
    const atOnce = [0, 900, 2999].map((later) => watchWindow(present - hour, present + later, 14 * day).missing(present - day, "no")[0]?.id)
    expect(new Set(atOnce).size).toBe(1)
    expect(watchWindow(present - hour, present + hour, 14 * day).missing(present - day, "no")[0]?.id).not.toBe(atOnce[0])
  })
})
