import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  composeReport,
  createPeriod,
  dayBuckets,
  emptyTally,
  inMetric,
  metricIds,
  monthPeriod,
  previousPeriod,
  reportSchema,
  sumTallies,
  tallyFacts,
  type IncidentFacts,
  type Period,
  type ReportFigures,
  type Tally,
} from "../../src/report/index.ts"
import { createCalendar } from "../../src/sla/index.ts"
import { factsArbitrary, momentArbitrary } from "./arbitrary-facts.ts"

const zone = "Asia/Chita"
const november = monthPeriod(zone, "2026-11")
const october = previousPeriod(november)
const at = "2026-12-05T00:00:00.000Z"
const tally = (change: Partial<Tally>): Tally => ({ ...emptyTally, ...change })

function figuresOf(facts: readonly IncidentFacts[], period: Period, moment: string): ReportFigures {
  const by = (dimension: "topic" | "authority" | "territory" | "network") => tallyFacts(facts, { period, at: moment, by: dimension })
  const total = (interval: { readonly from: string; readonly to: string }) =>
    tallyFacts(facts, { period: interval, at: moment })[0]?.tally ?? emptyTally
  return {
    period,
    totals: total(period),
    byTopic: by("topic"),
    byAuthority: by("authority"),
    byTerritory: by("territory"),
    byNetwork: by("network"),
    byDay: dayBuckets(period).map((day) => ({ key: day.date, tally: total(day) })),
  }
}

describe("composeReport", () => {
  it("gives shares with their denominators, and changes in numbers, percent and points", () => {
    const report = composeReport({
      period: november,
      at,
      totals: tally({ received: 87, due: 80, answeredInTime: 60, answeredLate: 15, answered: 82, overdueOpen: 5, closed: 40 }),
      previous: {
        period: october,
        totals: tally({ received: 100, due: 40, answeredInTime: 38, answeredLate: 2, answered: 100, closed: 0 }),
      },
    })
    expect(report.totals.inTime).toEqual({ share: 0.75, of: 80 })
    expect(report.totals.previous?.inTime).toEqual({ share: 0.95, of: 40 })
    expect(report.totals.change).toMatchObject({
      received: { absolute: -13, percent: -13 },
      due: { absolute: 40, percent: 100 },
      overdueOpen: { absolute: 5, percent: null },
      closed: { absolute: 40, percent: null },
    })
    expect(report.totals.change?.inTimePoints).toBeCloseTo(-20)
    expect(report.sections).toEqual([])
    expect(report.notes).toEqual([{ id: "other-length", text: "The period has 30 days, the compared one 31." }])
  })

  it("has no share where nothing was due, and no change where nothing is compared", () => {
    const report = composeReport({
      period: november,
      at,
      totals: tally({ received: 3 }),
      byTopic: [{ key: "roads", tally: tally({ received: 3 }) }],
    })
    expect(report.totals).toMatchObject({ inTime: { share: null, of: 0 }, previous: null, change: null })
    expect(report.comparedWith).toBeNull()
    expect(report.sections[0]?.rows[0]).toMatchObject({ key: "roads", previous: null, change: null })
    expect(report.notes.map((note) => note.id)).toEqual(["nothing-due"])
  })

  it("sets rows of both periods side by side: most received first, what has no key last", () => {
    const row = (key: string | null, received: number) => ({ key, tally: tally({ received }) })
    const report = composeReport({
      period: november,
      at,
      totals: tally({ received: 29, due: 1 }),
      byTopic: [row("heating", 5), row("roads", 9), row("ice", 5), row(null, 10)],
      previous: { period: october, totals: tally({ received: 4 }), byTopic: [row("roads", 3), row("grass", 1)] },
    })
    expect(report.sections.map((section) => section.by)).toEqual(["topic"])
    expect(
      report.sections[0]?.rows.map((line) => [line.key, line.tally.received, line.previous?.tally.received, line.change?.received.percent]),
    ).toEqual([
      ["roads", 9, 3, 200],
      ["heating", 5, 0, null],
      ["ice", 5, 0, null],
      ["grass", 0, 1, -100],
      [null, 10, 0, null],
    ])
  })

  it("says that a period is not over, and that months have other numbers of working days", () => {
    const slots: [string, string][] = [["09:00", "18:00"]]
    const calendar = createCalendar({
      zone,
      week: { mon: slots, tue: slots, wed: slots, thu: slots, fri: slots },
      exceptions: [{ date: "2026-11-04", slots: [], reason: "National Unity Day" }],
    })
    const now = "2026-11-20T00:00:00.000Z"
    const report = composeReport({
      period: november,
      at: now,
      calendar,
      totals: tally({ due: 1 }),
      previous: { period: october, totals: emptyTally },
    })
    expect(report.period).toMatchObject({ days: 30, workingDays: 20 })
    expect(report.comparedWith).toMatchObject({ days: 31, workingDays: 22 })
    expect(report.notes.map((note) => note.id)).toEqual(["period-not-over", "other-length", "other-working-days"])
    expect(composeReport({ period: november, at: november.to, totals: tally({ due: 1 }) }).notes).toEqual([])
  })

  it("says when rows do not add up to the totals", () => {
    const report = composeReport({
      period: november,
      at,
      totals: tally({ received: 3, due: 1 }),
      byNetwork: [{ key: "vk", tally: tally({ received: 2, due: 1 }) }],
    })
    expect(report.notes).toEqual([
      {
        id: "sums-differ",
        text: "By network, 2026-11-01 to 2026-12-01: the rows do not add up to the totals (received): something was written between the counts.",
      },
    ])
  })

  it("keeps its identities for any incidents: rows add up, drill-down counts the same, and nothing but JSON is inside", () => {
    const dateArbitrary = fc.integer({ min: 0, max: 12 }).map((day) => new Date(Date.UTC(2026, 9, 28 + day)).toISOString().slice(0, 10))
    const periodArbitrary = fc
      .tuple(dateArbitrary, dateArbitrary, fc.constantFrom("Asia/Chita", "America/New_York", "UTC"))
      .filter(([from, to]) => from < to)
      .map(([from, to, somewhere]) => createPeriod({ zone: somewhere, from, to }))
    fc.assert(
      fc.property(fc.array(factsArbitrary, { maxLength: 25 }), periodArbitrary, momentArbitrary, (facts, period, moment) => {
        const report = composeReport({
          ...figuresOf(facts, period, moment),
          at: moment,
          previous: figuresOf(facts, previousPeriod(period), moment),
        })
        expect(report.sections.map((section) => section.by)).toEqual(["topic", "authority", "territory", "network", "day"])
        for (const { rows } of report.sections) expect(sumTallies(rows.map((row) => row.tally))).toEqual(report.totals.tally)
        expect(sumTallies(report.previousDays.map((row) => row.tally))).toEqual(report.totals.previous?.tally)
        expect(report.notes.some((note) => note.id === "sums-differ")).toBe(false)
        for (const { by, rows } of report.sections) {
          for (const row of rows) {
            const day = dayBuckets(period).find(({ date }) => date === row.key)
            const behind = facts.filter(
              (incident) =>
                by === "day" ||
                { topic: incident.topic, authority: incident.authorityId, territory: incident.territoryId, network: incident.network }[
                  by
                ] === row.key,
            )
            for (const metric of metricIds) {
              expect(
                behind.filter((incident) => inMetric(incident, metric, by === "day" && day !== undefined ? day : period, moment)),
              ).toHaveLength(row.tally[metric])
            }
          }
        }
        const written = JSON.stringify(report)
        expect(reportSchema.parse(JSON.parse(written))).toEqual(report)
      }),
    )
  })
})
