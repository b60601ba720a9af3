import { describe, expect, it } from "vitest"
import { DeskError } from "../../src/base/index.ts"
import { addLocalDays, addWorkingDays, createCalendar, type CalendarOptions } from "../../src/sla/index.ts"

const slots: NonNullable<CalendarOptions["week"]["mon"]> = [["09:00", "18:00"]]
const week: CalendarOptions["week"] = { mon: slots, tue: slots, wed: slots, thu: slots, fri: slots }

describe("addLocalDays", () => {
  it.each([
    ["runs to the end of the N-th day, not N times 24 hours", "Asia/Chita", "2026-11-27T08:30:00.000Z", 7, "2026-12-04T14:59:59.999Z"],
    ["takes the day of the zone, not of UTC", "Asia/Chita", "2026-11-27T15:00:00.000Z", 1, "2026-11-29T14:59:59.999Z"],
    ["ends today for no days", "Asia/Chita", "2026-11-27T14:59:59.999Z", 0, "2026-11-27T14:59:59.999Z"],
    ["keeps local midnight over a change of the clock", "America/New_York", "2026-03-07T12:00:00.000Z", 1, "2026-03-09T03:59:59.999Z"],
    ["ends a day whose midnight is left out", "Africa/Cairo", "2024-04-24T12:00:00.000Z", 1, "2024-04-25T21:59:59.999Z"],
    [
      "ends a day that comes back after midnight only when it is over for good",
      "America/St_Johns",
      "1990-10-26T12:00:00.000Z",
      1,
      "1990-10-28T03:29:59.999Z",
    ],
    ["goes through a date that the zone left out", "Pacific/Apia", "2011-12-29T12:00:00.000Z", 1, "2011-12-30T09:59:59.999Z"],
  ])("%s", (_name, zone, from, days, due) => {
    expect(addLocalDays(zone, from, days)).toBe(due)
    expect(addLocalDays(createCalendar({ zone, week }), from, days)).toBe(due)
  })

  it("refuses a zone, an instant and a number of days that are none", () => {
    expect(() => addLocalDays("Asia/Nowhere", "2026-11-27T08:30:00.000Z", 1)).toThrow(DeskError)
    expect(() => addLocalDays("Asia/Chita", "soon", 1)).toThrow(DeskError)
    for (const days of [-1, 1.5, Number.NaN]) expect(() => addLocalDays("Asia/Chita", "2026-11-27T08:30:00.000Z", days)).toThrow(DeskError)
  })
})

describe("addWorkingDays", () => {
  const exceptions: CalendarOptions["exceptions"] = [
    { date: "2026-11-04", slots: [], reason: "National Unity Day" },
    { date: "2026-11-07", slots, reason: "a working Saturday" },
    { date: "2026-11-09", slots: [["09:00", "09:01"]], reason: "an inventory" },
  ]
  const calendar = createCalendar({ zone: "Asia/Chita", week, exceptions })
  it.each([
    ["skips the holiday", "2026-11-03T01:00:00.000Z", 1, "2026-11-05T14:59:59.999Z"],
    [
      "takes the working Saturday, skips the Sunday, and takes a day of one minute",
      "2026-11-06T01:00:00.000Z",
      2,
      "2026-11-09T14:59:59.999Z",
    ],
    ["7 working days are not 7 days", "2026-11-27T08:30:00.000Z", 7, "2026-12-08T14:59:59.999Z"],
    ["starts on a Sunday as on its Saturday", "2026-11-15T01:00:00.000Z", 1, "2026-11-16T14:59:59.999Z"],
  ])("%s", (_name, from, days, due) => {
    expect(addWorkingDays(calendar, from, days)).toBe(due)
  })

  it("counts no date that the zone left out", () => {
    // Thursday 29 December 2011 was followed by Saturday; the next working day was Monday 2 January (UTC+14).
    const samoa = createCalendar({ zone: "Pacific/Apia", week })
    expect(addWorkingDays(samoa, "2011-12-29T12:00:00.000Z", 1)).toBe("2012-01-02T09:59:59.999Z")
  })

  it("refuses less than one day", () => {
    for (const days of [0, -1, 0.5]) expect(() => addWorkingDays(calendar, "2026-11-27T08:30:00.000Z", days)).toThrow(DeskError)
  })
})
