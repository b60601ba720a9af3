import { composeReport, createPeriod, emptyTally, reportSchema } from "@otklik/core/reports"
import { toJson } from "@otklik/report"
import { expect, it } from "vitest"

it("is read back as the report that it was", () => {
  const period = createPeriod({ zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" })
  const report = composeReport({ period, at: "2026-12-01T00:00:00.000Z", totals: emptyTally })
  expect(reportSchema.parse(JSON.parse(toJson(report)))).toEqual(report)
})
