import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { addMinutes, minutesBetween, type Interval } from "../../src/base/index.ts"
import {
  createCalendar,
  deadline,
  escalationMarks,
  pausedDeadline,
  policySchema,
  workingTimeBetween,
  type PolicyInput,
} from "../../src/sla/index.ts"

const hours = [["09:00", "18:00"]] as const
const calendars = {
  office: createCalendar({ id: "office", zone: "Asia/Chita", week: { mon: hours, tue: hours, wed: hours, thu: hours, fri: hours } }),
}
const policy = (term: PolicyInput["term"], change: Partial<PolicyInput> = {}) =>
  policySchema.parse({ id: "p", version: "1", goal: "final-reply", startsAt: "registered", term, ...change })
/** Friday 17:30 in Chita. */
const start = "2026-11-27T08:30:00.000Z"
const terms: readonly PolicyInput["term"][] = [
  { minutes: 500, time: "wall" },
  { minutes: 500, time: "working", calendarId: "office" },
  { days: 4, time: "calendar-days", zone: "Asia/Chita" },
  { days: 4, time: "working-days", calendarId: "office" },
]
/** Pauses in order and apart from each other, in minutes after the start. */
const somePauses = fc.array(fc.tuple(fc.nat(2000), fc.nat(3000)), { maxLength: 4 }).map(
  (pairs) =>
    pairs.reduce<{ at: number; pauses: Interval[] }>(
      ({ at, pauses }, [wait, length]) => {
        const from = at + wait
        return { at: from + length, pauses: [...pauses, { from: addMinutes(start, from), to: addMinutes(start, from + length) }] }
      },
      { at: 0, pauses: [] },
    ).pauses,
)

describe("a term with pauses", () => {
  it.each(terms)("is the plain term without any: %o", (term) => {
    expect(pausedDeadline(policy(term), calendars, start, [])).toBe(deadline(policy(term), calendars, start))
  })

  it("counts no minute of a pause, by the wall clock and in working time", () => {
    fc.assert(
      fc.property(somePauses, fc.boolean(), (pauses, isWorking) => {
        const term = terms[isWorking ? 1 : 0] ?? { minutes: 500, time: "wall" }
        const due = pausedDeadline(policy(term), calendars, start, pauses)
        const measure = (from: string, to: string) =>
          from >= to ? 0 : isWorking ? workingTimeBetween(calendars.office, from, to) : minutesBetween(from, to)
        const paused = pauses.reduce((sum, { from, to }) => sum + measure(from, to < due ? to : due), 0)
        expect(measure(start, due) - paused).toBeCloseTo(500, 6)
      }),
      { numRuns: 300 },
    )
  })

  it("never ends earlier for a longer pause", () => {
    fc.assert(
      fc.property(somePauses, fc.nat(3), fc.nat(5000), (pauses, index, more) => {
        const term = terms[index] ?? { minutes: 500, time: "wall" }
        const last = pauses.at(-1)
        if (last === undefined) return
        const longer = [...pauses.slice(0, -1), { from: last.from, to: addMinutes(last.to, more) }]
        const due = (some: readonly Interval[]) => pausedDeadline(policy(term), calendars, start, some)
        expect(due(longer) >= due(pauses)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it("of days ends as many (working) days later as the pause moved on", () => {
    const pause = [{ from: "2026-11-28T03:00:00.000Z", to: "2026-11-30T03:00:00.000Z" }]
    // Saturday to Monday: two calendar days, one working day.
    expect(pausedDeadline(policy({ days: 4, time: "calendar-days", zone: "Asia/Chita" }), calendars, start, pause)).toBe(
      "2026-12-03T14:59:59.999Z",
    )
    expect(pausedDeadline(policy({ days: 4, time: "working-days", calendarId: "office" }), calendars, start, pause)).toBe(
      "2026-12-04T14:59:59.999Z",
    )
    const later = [{ from: "2027-01-28T03:00:00.000Z", to: "2027-01-30T03:00:00.000Z" }]
    expect(pausedDeadline(policy({ days: 4, time: "calendar-days", zone: "Asia/Chita" }), calendars, start, later)).toBe(
      "2026-12-01T14:59:59.999Z",
    )
  })
})

describe("the ladder", () => {
  const ladder = [
    { goal: "final-reply", level: "half", share: 0.5 },
    { goal: "final-reply", level: "full", share: 1 },
    { goal: "other", level: "half", share: 0.5 },
  ]
  it("counts shares of working time in working time", () => {
    const term = policy({ minutes: 120, time: "working", calendarId: "office" })
    const dueAt = deadline(term, calendars, start)
    // Half of two working hours from Friday 17:30: half an hour on Friday, half an hour on Monday.
    expect(escalationMarks(term, calendars, { goal: "final-reply", startedAt: start, dueAt }, ladder)).toEqual([
      { level: "half", at: "2026-11-30T00:30:00.000Z" },
      { level: "full", at: dueAt },
    ])
  })
})

it.each(terms)("a pause of millennia is told, not counted: %o", (term) => {
  const pauses = [{ from: "2026-11-28T00:00:00.000Z", to: "9999-12-31T00:00:00.000Z" }]
  expect(() => pausedDeadline(policy(term), calendars, start, pauses)).toThrow("at most 100 years")
})
