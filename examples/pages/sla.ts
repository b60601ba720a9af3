import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { createCalendar, deadline, explainDeadline, policySchema, type Slot } from "@otklik/core/sla"

// #region calendar
const hours: readonly Slot[] = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
]
const office = createCalendar({
  id: "chita",
  zone: "Asia/Chita",
  week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours },
  exceptions: [
    { date: "2026-11-03", slots: [["09:00", "17:00"]], reason: "the day before a holiday" },
    { date: "2026-11-04", slots: [], reason: "National Unity Day" },
  ],
})
// #endregion calendar

// #region policy
const policy = policySchema.parse({
  id: "raised-roads",
  version: "2026-01",
  goal: "first-reply",
  startsAt: "assigned",
  term: { minutes: 240, time: "working", calendarId: "chita" },
  appliesTo: { topics: ["roads"], importance: "raised" },
  validFrom: "2026-01-01T00:00:00+09:00",
  source: "Order 17",
})
// #endregion policy

// #region explain
const calendars = { chita: office }
// A question to the citizen on Friday at 17:40, answered on Monday at 11:00: six hours are left from then at least.
const pauses = [{ from: "2026-11-27T08:40:00.000Z", to: "2026-11-30T02:00:00.000Z" }]
const { dueLocal, intervals } = explainDeadline({ policy, calendars, startedAt: "2026-11-27T08:30:00.000Z", pauses, graceMinutes: 360 })
const told = intervals.map(({ fromLocal, toLocal, counted, why }) => `${counted ? "+" : " "} ${fromLocal} to ${toLocal}: ${why}`)
console.log([...told, `due ${dueLocal}`].join("\n"))
// #endregion explain

assert.equal([...told, `due ${dueLocal}`, ""].join("\n"), readFileSync(new URL("sla.txt", import.meta.url), "utf8"))

/** The table of the page: terms that start on Friday 17:30, without a lunch break and with one. */
const noLunch = createCalendar({
  id: "chita",
  zone: "Asia/Chita",
  week: { mon: whole(), tue: whole(), wed: whole(), thu: whole(), fri: whole() },
})
const table = [
  [4 * 60, "2026-11-30T03:30:00.000Z", "2026-11-30T03:30:00.000Z"],
  [8 * 60, "2026-11-30T07:30:00.000Z", "2026-11-30T08:30:00.000Z"],
  [9 * 60, "2026-11-30T08:30:00.000Z", "2026-12-01T00:30:00.000Z"],
] as const
for (const [minutes, due, dueWithLunch] of table) {
  const longer = { ...policy, term: { minutes, time: "working" as const, calendarId: "chita" } }
  assert.equal(deadline(longer, { chita: noLunch }, "2026-11-27T08:30:00.000Z"), due)
  assert.equal(deadline(longer, calendars, "2026-11-27T08:30:00.000Z"), dueWithLunch)
}

function whole(): readonly Slot[] {
  return [["09:00", "18:00"]]
}
