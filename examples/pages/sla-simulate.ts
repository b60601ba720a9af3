import assert from "node:assert/strict"
import { createCalendar, policySchema, type IncidentHistory, type Slot } from "@otklik/core/sla"
import { buildIncident } from "@otklik/testkit"
// #region simulate
import { policyPresets, simulatePolicies } from "@otklik/core/sla"
// #endregion simulate

const day: readonly Slot[] = [["09:00", "18:00"]]
const office = createCalendar({ id: "office", zone: "Asia/Chita", week: { mon: day, tue: day, wed: day, thu: day, fri: day } })

// Published on Monday at 17:00 in Chita and answered on Tuesday at 15:00.
const answered = { publishedAt: "2026-03-02T08:00:00.000Z", answeredAt: "2026-03-03T06:00:00.000Z", dueAt: "2026-03-03T08:00:00.000Z" }
const histories: readonly IncidentHistory[] = [buildIncident({ status: "replied-final", ...answered })]

// #region simulate
const ulyanovsk = policyPresets.find(({ id }) => id === "ulyanovsk-8h")
const policies = (ulyanovsk?.policies ?? []).map((policy) => policySchema.parse(policy))

const { totals } = simulatePolicies({ policies, calendars: { office }, histories, asOf: "2026-04-01T00:00:00.000Z" })
for (const { goal, lateBefore, lateAfter } of totals) console.log(`${goal}: ${lateBefore} late, ${lateAfter} would have been`)
// #endregion simulate
assert.deepEqual(
  totals.map(({ goal, lateBefore, lateAfter }) => [goal, lateBefore, lateAfter]),
  [["first-reply", 0, 1]],
)
