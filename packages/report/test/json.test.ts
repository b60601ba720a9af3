import type { Report } from "@otklik/core"
import { toJson } from "@otklik/report"
import { expect, it } from "vitest"

const period = {
  zone: "Asia/Chita",
  fromDate: "2026-11-01",
  toDate: "2026-12-01",
  from: "2026-10-31T15:00:00.000Z",
  to: "2026-11-30T15:00:00.000Z",
  days: 30,
  workingDays: null,
}

const report: Report = {
  schemaVersion: 2,
  scope: { reach: "everything", where: null },
  period,
  comparedWith: null,
  at: "2026-12-01T00:00:00.000Z",
  metrics: [],
  totals: {
    keys: [],
    numbers: { received: 3, due: 0 },
    shares: { inTime: { share: null, of: 0 } },
    durations: {},
    previous: null,
    change: null,
  },
  tables: [],
  notes: [],
}

it("is read back as the report that it was", () => {
  expect(JSON.parse(toJson(report))).toEqual(report)
})

it("refuses what is no report, with its place", () => {
  expect(() => toJson({ ...report, schemaVersion: 1 as number as 2 })).toThrow("schemaVersion")
  expect(() => toJson({ ...report, totals: { ...report.totals, numbers: { received: 0.5 } } })).toThrow("totals.numbers.received")
})
