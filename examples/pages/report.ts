import assert from "node:assert/strict"
import { createPeriod, dayBuckets, monthPeriod, previousPeriod, samePeriodLastYear } from "@otklik/core/reports"

// #region periods
const november = monthPeriod("Asia/Chita", "2026-11") // or createPeriod({ zone, from: "2026-11-01", to: "2026-12-01" })
const october = previousPeriod(november) // whole months before whole months, else as many days
const lastNovember = samePeriodLastYear(november)
const days = dayBuckets(november) // local days, 23 to 25 hours long where clocks change
// #endregion periods

assert.deepEqual(november, createPeriod({ zone: "Asia/Chita", from: "2026-11-01", to: "2026-12-01" }))
assert.equal(october.fromDate, "2026-10-01")
assert.equal(lastNovember.fromDate, "2025-11-01")
assert.equal(days.length, 30)
