import { describe, expect, it } from "vitest"
import { inputIssues } from "../../src/base/index.ts"
import { createCalendar, deadline, policySchema, type Calendar, type Calendars, type PolicyInput } from "../../src/sla/index.ts"

const base = { id: "first", version: "1", goal: "first-reply", startsAt: "registered" } as const
const pathsOf = (input: unknown) => {
  const result = policySchema.safeParse(input)
  return result.success ? [] : inputIssues(result.error).map((issue) => issue.path)
}

describe("policySchema", () => {
  it.each([
    ["a term without a kind of time", { ...base, term: { minutes: 60 } }, ["term.time"]],
    ["working minutes without a calendar", { ...base, term: { minutes: 60, time: "working" } }, ["term.calendarId"]],
    ["no minutes", { ...base, term: { minutes: 0, time: "wall" } }, ["term.minutes"]],
    ["half a day", { ...base, term: { days: 1.5, time: "working-days", calendarId: "c" } }, ["term.days"]],
    ["days without a place", { ...base, term: { days: 7, time: "calendar-days" } }, ["term.zone"]],
    ["days in two places", { ...base, term: { days: 7, time: "calendar-days", zone: "Asia/Chita", calendarId: "c" } }, ["term.zone"]],
    ["days in an unknown zone", { ...base, term: { days: 7, time: "calendar-days", zone: "Asia/Nowhere" } }, ["term.zone"]],
    ["a calendar for minutes by the wall clock", { ...base, term: { minutes: 60, time: "wall", calendarId: "c" } }, ["term.calendarId"]],
    ["a start that is none", { ...base, startsAt: "read", term: { minutes: 60, time: "wall" } }, ["startsAt"]],
    ["an empty condition", { ...base, term: { minutes: 60, time: "wall" }, appliesTo: { topics: [] } }, ["appliesTo.topics"]],
    [
      "an end that is not later",
      { ...base, term: { minutes: 60, time: "wall" }, validFrom: "2026-11-01T00:00:00+09:00", validTo: "2026-10-31T15:00:00Z" },
      ["validTo"],
    ],
  ])("refuses %s", (_name, input, paths) => {
    expect(pathsOf(input)).toEqual(paths)
  })
})

describe("deadline", () => {
  const slots: [string, string][] = [["09:00", "18:00"]]
  const chita = createCalendar({ id: "chita", zone: "Asia/Chita", week: { mon: slots, tue: slots, wed: slots, thu: slots, fri: slots } })
  const friday = "2026-11-27T08:30:00.000Z"
  const due = (term: PolicyInput["term"], calendars = new Map([["chita", chita]])) =>
    deadline(policySchema.parse({ ...base, term }), calendars, friday)

  it.each([
    [{ minutes: 1440, time: "wall" }, "2026-11-28T08:30:00.000Z"],
    [{ minutes: 540, time: "working", calendarId: "chita" }, "2026-11-30T08:30:00.000Z"],
    [{ days: 7, time: "calendar-days", zone: "Asia/Chita" }, "2026-12-04T14:59:59.999Z"],
    [{ days: 7, time: "calendar-days", calendarId: "chita" }, "2026-12-04T14:59:59.999Z"],
    [{ days: 7, time: "working-days", calendarId: "chita" }, "2026-12-08T14:59:59.999Z"],
  ] as const)("%j", (term, expected) => {
    expect(due(term)).toBe(expected)
  })

  it("on a Friday evening finds 24 hours by the wall clock the strictest of the usual terms", () => {
    const terms = [
      { minutes: 1440, time: "wall" },
      { minutes: 240, time: "working", calendarId: "chita" },
      { minutes: 480, time: "working", calendarId: "chita" },
      { minutes: 540, time: "working", calendarId: "chita" },
    ] as const
    const dues = terms.map((term) => due(term))
    expect(dues).toEqual(dues.toSorted())
  })

  it("takes calendars as a map or as a record, and names the one that is missing", () => {
    const policy = policySchema.parse({ ...base, term: { minutes: 540, time: "working", calendarId: "chita" } })
    expect(deadline(policy, { chita }, friday)).toBe("2026-11-30T08:30:00.000Z")
    const without: readonly Calendars[] = [{}, new Map<string, Calendar>(), { other: chita }]
    const message = 'the policy "first" names the calendar "chita", and there is none'
    for (const calendars of without)
      expect(() => deadline(policy, calendars, friday)).toThrow(
        expect.objectContaining({ code: "config", message, details: { issues: [{ path: "term.calendarId", message }] } }),
      )
    const inherited = policySchema.parse({ ...base, term: { minutes: 540, time: "working", calendarId: "constructor" } })
    expect(() => deadline(inherited, { chita }, friday)).toThrow("there is none")
  })

  it("gives the canonical spelling for any instant", () => {
    expect(deadline(policySchema.parse({ ...base, term: { minutes: 60, time: "wall" } }), {}, "2026-11-27T17:30:00+09:00")).toBe(
      "2026-11-27T09:30:00.000Z",
    )
  })
})
