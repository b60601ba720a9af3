import { describe, expect, it } from "vitest"
import { createCalendar, explainDeadline, policySchema, type IntervalReason, type PolicyInput, type Slot } from "../../src/sla/index.ts"

/**
 * The table "Worked examples" of docs/modules/sla.md, row by row: Monday to Friday 9:00–18:00, without a lunch break
 * and with one from 13 to 14, start on Friday 17:30. 27 November 2026 is a Friday; Chita is 9 hours ahead of UTC.
 */
const startedAt = "2026-11-27T08:30:00.000Z"
const straight: readonly Slot[] = [["09:00", "18:00"]]
const lunch: readonly Slot[] = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
]
const office = (slots: readonly Slot[]) =>
  createCalendar({ id: "office", zone: "Asia/Chita", week: { mon: slots, tue: slots, wed: slots, thu: slots, fri: slots } })
const working = (hours: number): PolicyInput["term"] => ({ minutes: hours * 60, time: "working", calendarId: "office" })

const toMonday: readonly (readonly [IntervalReason, number])[] = [
  ["working-hours", 30],
  ["night", 360],
  ["weekend", 2880],
  ["night", 540],
]
const rows: readonly (readonly [
  row: string,
  term: PolicyInput["term"],
  column: "no lunch" | "lunch 13–14",
  due: string,
  intervals: readonly (readonly [IntervalReason, number])[],
])[] = [
  ["4 working hours", working(4), "no lunch", "Mon 2026-11-30 12:30", [...toMonday, ["working-hours", 210]]],
  ["4 working hours", working(4), "lunch 13–14", "Mon 2026-11-30 12:30", [...toMonday, ["working-hours", 210]]],
  ["8 working hours", working(8), "no lunch", "Mon 2026-11-30 16:30", [...toMonday, ["working-hours", 450]]],
  [
    "8 working hours",
    working(8),
    "lunch 13–14",
    "Mon 2026-11-30 17:30",
    [...toMonday, ["working-hours", 240], ["break", 60], ["working-hours", 210]],
  ],
  ["9 working hours", working(9), "no lunch", "Mon 2026-11-30 17:30", [...toMonday, ["working-hours", 510]]],
  [
    "9 working hours",
    working(9),
    "lunch 13–14",
    "Tue 2026-12-01 09:30",
    [...toMonday, ["working-hours", 240], ["break", 60], ["working-hours", 240], ["night", 360], ["night", 540], ["working-hours", 30]],
  ],
  ["24 hours by the wall clock", { minutes: 1440, time: "wall" }, "no lunch", "Sat 2026-11-28 17:30", [["wall-clock", 1440]]],
  ["24 hours by the wall clock", { minutes: 1440, time: "wall" }, "lunch 13–14", "Sat 2026-11-28 17:30", [["wall-clock", 1440]]],
]

describe('the table "Worked examples" of docs/modules/sla.md', () => {
  it.each(rows)("worked example: %s, %o, %s: due %s", (_row, term, column, due, intervals) => {
    const explanation = explainDeadline({
      policy: policySchema.parse({ id: "p", version: "1", goal: "first-reply", startsAt: "registered", term }),
      calendars: { office: office(column === "no lunch" ? straight : lunch) },
      startedAt,
      zone: "Asia/Chita",
    })
    expect(explanation.startedLocal).toBe("Fri 2026-11-27 17:30 +09:00")
    expect(explanation.dueLocal).toBe(`${due} +09:00`)
    // One night is one interval, over midnight.
    const joined = intervals.reduce<(readonly [IntervalReason, number])[]>((list, [reason, minutes]) => {
      const last = list.at(-1)
      if (last?.[0] === reason) return [...list.slice(0, -1), [reason, last[1] + minutes]]
      return [...list, [reason, minutes]]
    }, [])
    expect(explanation.intervals.map(({ reason, minutes }) => [reason, minutes])).toEqual(joined)
    expect(explanation.counted).toEqual({ unit: "minutes", amount: "minutes" in term ? term.minutes : 0 })
  })

  it("has on a Friday evening the 24 hours as the strictest of the four", () => {
    const dues = rows.filter(([, , column]) => column === "no lunch").map(([, , , due]) => due.slice(4))
    expect(dues.at(-1)).toBe(dues.toSorted()[0])
  })
})
