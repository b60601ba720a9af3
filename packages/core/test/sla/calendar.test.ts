import { describe, expect, it } from "vitest"
import { isDeskError, type InputIssue } from "../../src/base/index.ts"
import { addWorkingDays, addWorkingTime, createCalendar, workingTimeBetween, type CalendarOptions } from "../../src/sla/index.ts"

function issuesOf(options: unknown): readonly InputIssue[] {
  try {
    createCalendar(options as CalendarOptions)
  } catch (error) {
    if (isDeskError(error, "config")) return error.details.issues
    throw error
  }
  return []
}

const office: CalendarOptions["week"] = { mon: [["09:00", "18:00"]] }

describe("createCalendar refuses, with the field's path,", () => {
  it.each([
    ["an unknown zone", { zone: "Asia/Nowhere", week: office }, ["zone"]],
    ["a fixed offset", { zone: "+09:00", week: office }, ["zone"]],
    ["no zone", { week: office }, ["zone"]],
    ["a reversed slot", { zone: "Asia/Chita", week: { mon: [["18:00", "09:00"]] } }, ["week.mon[0]"]],
    ["an empty slot", { zone: "Asia/Chita", week: { mon: [["09:00", "09:00"]] } }, ["week.mon[0]"]],
    [
      "overlapping slots, in any order",
      {
        zone: "Asia/Chita",
        week: {
          tue: [
            ["12:00", "18:00"],
            ["08:00", "12:01"],
          ],
        },
      },
      ["week.tue[1]"],
    ],
    [
      "the same slot twice",
      {
        zone: "Asia/Chita",
        week: {
          tue: [
            ["12:00", "18:00"],
            ["12:00", "18:00"],
          ],
        },
      },
      ["week.tue[1]"],
    ],
    ["a time that is none", { zone: "Asia/Chita", week: { mon: [["9:00", "18:00"]] } }, ["week.mon[0][0]"]],
    ["a time past 24:00", { zone: "Asia/Chita", week: { mon: [["09:00", "24:01"]] } }, ["week.mon[0][1]"]],
    ["a misspelt weekday", { zone: "Asia/Chita", week: { ...office, monday: [] } }, ["week.monday"]],
    ["a date that is none", { zone: "Asia/Chita", week: office, exceptions: [{ date: "2026-02-29", slots: [] }] }, ["exceptions[0].date"]],
    [
      "a date that stands twice",
      {
        zone: "Asia/Chita",
        week: office,
        exceptions: [
          { date: "2026-11-03", slots: [] },
          { date: "2026-11-04", slots: [] },
          { date: "2026-11-03", slots: [["09:00", "17:00"]] },
        ],
      },
      ["exceptions[2].date"],
    ],
    [
      "overlapping slots of an exception",
      {
        zone: "Asia/Chita",
        week: office,
        exceptions: [
          {
            date: "2026-11-03",
            slots: [
              ["09:00", "12:00"],
              ["11:00", "13:00"],
            ],
          },
        ],
      },
      ["exceptions[0].slots[1]"],
    ],
    ["no working time at all", { zone: "Asia/Chita", week: {}, exceptions: [{ date: "2026-11-03", slots: [] }] }, ["week"]],
  ])("%s", (_name, options, paths) => {
    expect(issuesOf(options).map((issue) => issue.path)).toEqual(paths)
  })

  it("everything at once, not only the first", () => {
    expect(issuesOf({ zone: "Mars/Olympus", week: { mon: [["10:00", "09:00"]] } })).toHaveLength(2)
  })
})

describe("createCalendar", () => {
  it("takes slots in any order, touching ones, and a day to 24:00", () => {
    const calendar = createCalendar({
      zone: "UTC",
      week: {
        mon: [
          ["13:00", "24:00"],
          ["09:00", "13:00"],
        ],
        tue: [["00:00", "01:00"]],
      },
    })
    // Monday 2026-11-02: 09:00 to Tuesday 01:00 without a break.
    expect(workingTimeBetween(calendar, "2026-11-02T00:00:00.000Z", "2026-11-03T12:00:00.000Z")).toBe(16 * 60)
    expect(addWorkingTime(calendar, "2026-11-02T09:00:00.000Z", 15.5 * 60)).toBe("2026-11-03T00:30:00.000Z")
  })

  it("is named by its zone unless it has an id, and keeps what it was given", () => {
    const week = { mon: [["09:00", "18:00"] as const] }
    const calendar = createCalendar({ zone: "Asia/Chita", week })
    week.mon.length = 0
    expect(calendar.id).toBe("Asia/Chita")
    expect(calendar.week.mon).toEqual([["09:00", "18:00"]])
    expect(createCalendar({ id: "office", version: "2026.1", zone: "Asia/Chita", week: office })).toMatchObject({
      id: "office",
      version: "2026.1",
    })
  })

  it("says so, and does not search for ever, when its working time has run out", () => {
    const campaign = createCalendar({ zone: "UTC", week: {}, exceptions: [{ date: "2026-11-03", slots: [["09:00", "10:00"]] }] })
    expect(addWorkingTime(campaign, "2026-11-01T00:00:00.000Z", 60)).toBe("2026-11-03T10:00:00.000Z")
    const tooLong = () => addWorkingTime(campaign, "2026-11-01T00:00:00.000Z", 60.001)
    expect(tooLong).toThrow("there is not enough working time within 20 years after 2026-11-01")
    expect(() => addWorkingDays(campaign, "2026-11-03T00:00:00.000Z", 1)).toThrow("not enough working time")
    try {
      tooLong()
    } catch (error) {
      expect(isDeskError(error, "config")).toBe(true)
    }
  })

  it("answers the same when far more is asked than it remembers", () => {
    const calendar = createCalendar({ zone: "Asia/Chita", week: office })
    const first = addWorkingTime(calendar, "1990-01-01T00:00:00.000Z", 600)
    for (let year = 1990; year < 2037; year += 1) addWorkingTime(calendar, `${year}-03-01T00:00:00.000Z`, 20_000)
    expect(addWorkingTime(calendar, "1990-01-01T00:00:00.000Z", 600)).toBe(first)
  })
})
