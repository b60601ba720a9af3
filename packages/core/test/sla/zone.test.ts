import { IANAZone } from "luxon"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { DeskError } from "../../src/base/index.ts"
import { offsetAt, offsetSpans } from "../../src/sla/zone.ts"

const zones = Intl.supportedValuesOf("timeZone")
const exact = (zone: string, millis: number) => Math.round(IANAZone.create(zone).offset(millis) * 60_000)
const seconds = fc.integer({ min: -86_400 * 365 * 40, max: 86_400 * 365 * 80 })

describe("offsetAt", () => {
  it("remembers nothing wrong: any zone, any moment, in any order", () => {
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.array(seconds, { minLength: 1, maxLength: 10 }), (zone, moments) => {
        for (const moment of moments) expect(offsetAt(zone, moment * 1000)).toBe(exact(zone, moment * 1000))
      }),
      { numRuns: 300 },
    )
  })

  it("refuses an unknown zone and a moment that no date holds", () => {
    expect(() => offsetAt("Asia/Nowhere", 0)).toThrow(DeskError)
    for (const millis of [Number.NaN, Infinity, 9e15]) expect(() => offsetAt("Asia/Chita", millis)).toThrow(DeskError)
    expect(offsetAt("Asia/Chita", 8.64e15 - 86_400_000)).toBe(9 * 3_600_000)
  })
})

describe("offsetSpans", () => {
  it("cover a stretch without holes, each with the offset of all its moments, neighbours differing", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.nat({ max: 86_400 * 365 * 67 }),
        fc.integer({ min: 1, max: 86_400 * 200 }),
        (zone, start, length) => {
          const [from, to] = [start * 1000, (start + length) * 1000]
          const spans = offsetSpans(zone, from, to)
          expect(spans[0]?.from).toBe(from)
          expect(spans.at(-1)?.to).toBe(to)
          spans.forEach((span, index) => {
            expect(span.from).toBeLessThan(span.to)
            const next = spans[index + 1]
            if (next !== undefined) {
              expect(next.from).toBe(span.to)
              expect(next.offset).not.toBe(span.offset)
            }
            for (const at of [span.from, span.to - 1, Math.floor((span.from + span.to) / 2)]) expect(exact(zone, at)).toBe(span.offset)
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})
