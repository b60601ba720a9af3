import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DeskError } from "../../src/base/index.ts"
import { instantAt } from "../../src/sla/days.ts"

describe("instantAt", () => {
  it("spells every moment as a date does, whatever was asked before", () => {
    const moments = fc.oneof(
      fc.integer({ min: Date.parse("0000-01-01T00:00:00.000Z"), max: Date.parse("9999-12-31T23:59:59.999Z") }),
      fc.integer({ min: -1e11, max: 4e12 }),
      fc.integer({ min: -5, max: 5 }),
    )
    fc.assert(
      fc.property(fc.array(moments, { minLength: 1, maxLength: 30 }), (list) => {
        for (const millis of list) expect(instantAt(millis)).toBe(new Date(millis).toISOString())
      }),
      { numRuns: 500 },
    )
    for (let day = 0; day < 10_000; day += 1) expect(instantAt(day * 86_400_000 + 1)).toMatch(/T00:00:00\.001Z$/)
  })

  it("refuses what no date can hold", () => {
    expect(() => instantAt(8.64e15 + 1)).toThrow(DeskError)
    expect(() => instantAt(Number.NaN)).toThrow(DeskError)
  })
})
