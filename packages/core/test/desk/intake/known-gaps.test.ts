import { addMinutes, type Gap } from "@otklik/core"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { coverageOf } from "../../../src/desk/sources/coverage.ts"
import { addGaps } from "../../../src/desk/intake/known-gaps.ts"

const start = "2026-01-01T00:00:00.000Z"
const period = { from: start, to: addMinutes(start, 20_000) }

const gapArbitrary = fc
  .tuple(fc.nat(19_000), fc.integer({ min: 1, max: 900 }), fc.constantFrom("the list was cut", "the network was away"))
  .map(([from, minutes, reason]): Gap => ({ from: addMinutes(start, from), to: addMinutes(start, from + minutes), reason }))

/** What is reported the period where these gaps are known. */
const told = (gaps: readonly Gap[]) => {
  const reading = {
    since: start,
    readTo: period.to,
    beganAt: null,
    newestAt: null,
    firstHour: 0,
    counts: [],
    silentSince: null,
    behindSince: null,
  }
  const cursor = { connectorId: "c", sourceId: "s", cursor: "1", at: period.to, read: 0, matched: 0, skipped: 0, gaps, reading }
  return coverageOf(cursor, period)
}

it("of a source that has a gap at every reading are bounded, and nothing unread is ever told as read", () => {
  fc.assert(
    fc.property(fc.array(fc.array(gapArbitrary, { minLength: 1, maxLength: 400 }), { minLength: 4, maxLength: 8 }), (pages) => {
      let known: readonly Gap[] = []
      for (const page of pages) {
        const { gaps, replacesGaps } = addGaps(known, page)
        known = replacesGaps === true ? gaps : [...known, ...gaps]
        expect(known.length).toBeLessThanOrEqual(1000)
      }
      const exact = told(pages.flat())
      for (const { from, to } of told(known).read) expect(exact.read.some((one) => one.from <= from && to <= one.to)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

it("tells the newest exactly, and says how many became fewer", () => {
  const known = Array.from({ length: 1000 }, (_, index) => gap(index))
  expect(addGaps(known.slice(1), [gap(1000)])).toEqual({ gaps: [gap(1000)], merged: null })
  const { gaps, replacesGaps, merged } = addGaps(known, [gap(1000)])
  expect([replacesGaps, merged]).toEqual([true, { before: 1001, after: 751 }])
  expect(gaps.slice(-500)).toEqual([...known.slice(501), gap(1000)])
  expect(gaps[0]).toMatchObject({ from: gap(0).from, to: gap(1).to, reason: expect.stringContaining("merged with") })
})

function gap(index: number): Gap {
  return { from: addMinutes(start, index * 10), to: addMinutes(start, index * 10 + 1), reason: "the list was cut" }
}
