import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isDeskError } from "../../src/base/index.ts"
import { createPeriod, dayBuckets, monthPeriod, previousPeriod, samePeriodLastYear, type Period } from "../../src/report/index.ts"

const datesOf = ({ fromDate, toDate }: Period) => [fromDate, toDate]
const zone = "Asia/Chita"

describe("createPeriod", () => {
  it("is whole local days, half-open", () => {
    expect(createPeriod({ zone, from: "2026-11-01", to: "2026-12-01" })).toEqual({
      zone,
      fromDate: "2026-11-01",
      toDate: "2026-12-01",
      from: "2026-10-31T15:00:00.000Z",
      to: "2026-11-30T15:00:00.000Z",
    })
  })

  it.each([
    ["an unknown zone", { zone: "Asia/Nowhere", from: "2026-11-01", to: "2026-12-01" }, "zone"],
    ["a date that is none", { zone, from: "2026-02-29", to: "2026-12-01" }, "from"],
    ["an end that is the beginning", { zone, from: "2026-11-01", to: "2026-11-01" }, "to"],
    ["an end before the beginning", { zone, from: "2026-11-02", to: "2026-11-01" }, "to"],
    ["more than ten years", { zone, from: "2006-11-02", to: "2026-11-01" }, "to"],
    ["only a date that the zone left out", { zone: "Pacific/Apia", from: "2011-12-30", to: "2011-12-31" }, "from"],
  ])("refuses %s", (_name, options, path) => {
    try {
      createPeriod(options)
      expect.unreachable()
    } catch (error) {
      expect(isDeskError(error, "config") && error.details.issues.map((issue) => issue.path)).toEqual([path])
    }
  })
})

describe("the periods of a report", () => {
  it("refuse what is no month", () => {
    expect(() => monthPeriod(zone, "2026-13")).toThrow("monthPeriod month")
    expect(() => monthPeriod("Nowhere", "2026-11")).toThrow("zone")
  })

  it.each([
    ["a month", "2026-03-01", "2026-04-01", ["2026-02-01", "2026-03-01"], ["2025-03-01", "2025-04-01"]],
    ["January", "2026-01-01", "2026-02-01", ["2025-12-01", "2026-01-01"], ["2025-01-01", "2025-02-01"]],
    ["a quarter", "2026-01-01", "2026-04-01", ["2025-10-01", "2026-01-01"], ["2025-01-01", "2025-04-01"]],
    ["a week", "2026-11-02", "2026-11-09", ["2026-10-26", "2026-11-02"], ["2025-11-02", "2025-11-09"]],
    ["a day", "2026-03-01", "2026-03-02", ["2026-02-28", "2026-03-01"], ["2025-03-01", "2025-03-02"]],
    ["a leap February", "2028-02-01", "2028-03-01", ["2028-01-01", "2028-02-01"], ["2027-02-01", "2027-03-01"]],
    ["a leap day", "2028-02-29", "2028-03-01", ["2028-02-28", "2028-02-29"], ["2027-02-28", "2027-03-01"]],
    ["days to a leap day", "2028-02-01", "2028-02-29", ["2028-01-04", "2028-02-01"], ["2027-02-01", "2027-03-01"]],
  ])("before %s and a year before", (_name, from, to, previous, lastYear) => {
    const period = createPeriod({ zone, from, to })
    expect(datesOf(previousPeriod(period))).toEqual(previous)
    expect(datesOf(samePeriodLastYear(period))).toEqual(lastYear)
  })

  it("fall into local days without hole and overlap, in every zone", () => {
    const zones = Intl.supportedValuesOf("timeZone")
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 24_000 }),
        fc.integer({ min: 1, max: 40 }),
        (somewhere, first, length) => {
          const date = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10)
          const period = createPeriod({ zone: somewhere, from: date(first), to: date(first + length) })
          const buckets = dayBuckets(period)
          expect(buckets[0]?.from).toBe(period.from)
          expect(buckets.at(-1)?.to).toBe(period.to)
          for (let index = 1; index < buckets.length; index += 1) expect(buckets[index]?.from).toBe(buckets[index - 1]?.to)
          expect(length - buckets.length).toBeLessThanOrEqual(1)
        },
      ),
      { numRuns: 40 },
    )
  })

  it("have days of 23 and 25 hours, and none for a date that was left out", () => {
    const hours = (period: Period) => dayBuckets(period).map(({ from, to }) => (Date.parse(to) - Date.parse(from)) / 3_600_000)
    expect(hours(createPeriod({ zone: "America/New_York", from: "2026-03-07", to: "2026-03-10" }))).toEqual([24, 23, 24])
    expect(hours(createPeriod({ zone: "America/New_York", from: "2026-10-31", to: "2026-11-03" }))).toEqual([24, 25, 24])
    expect(dayBuckets(createPeriod({ zone: "Pacific/Apia", from: "2011-12-29", to: "2012-01-01" })).map(({ date }) => date)).toEqual([
      "2011-12-29",
      "2011-12-31",
    ])
  })
})
