import { describe, expect, it } from "vitest"
import { DeskError } from "../../src/base/index.ts"
import { addWorkingTime, createCalendar, workingTimeBetween, type CalendarOptions } from "../../src/sla/index.ts"

type Slots = NonNullable<CalendarOptions["week"]["mon"]>

const straight: Slots = [["09:00", "18:00"]]
const withLunch: Slots = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
]
const weekdays = (slots: Slots): CalendarOptions["week"] => ({ mon: slots, tue: slots, wed: slots, thu: slots, fri: slots })
const daily = (slots: Slots): CalendarOptions["week"] => ({ ...weekdays(slots), sat: slots, sun: slots })

describe("the worked examples: Monday to Friday 9:00–18:00, start on Friday 17:30", () => {
  // 27 November 2026 is a Friday; Chita is 9 hours ahead of UTC.
  const friday = "2026-11-27T17:30:00+09:00"
  it.each([
    [4, "2026-11-30T12:30:00+09:00", "2026-11-30T12:30:00+09:00"],
    [8, "2026-11-30T16:30:00+09:00", "2026-11-30T17:30:00+09:00"],
    [9, "2026-11-30T17:30:00+09:00", "2026-12-01T09:30:00+09:00"],
  ])("%i working hours", (hours, dueStraight, dueWithLunch) => {
    for (const [slots, due] of [
      [straight, dueStraight],
      [withLunch, dueWithLunch],
    ] as const) {
      const calendar = createCalendar({ zone: "Asia/Chita", week: weekdays(slots) })
      expect(addWorkingTime(calendar, new Date(friday).toISOString(), hours * 60)).toBe(new Date(due).toISOString())
    }
  })
})

describe("addWorkingTime", () => {
  const calendar = createCalendar({
    zone: "UTC",
    week: weekdays(withLunch),
    exceptions: [
      {
        date: "2026-11-03",
        slots: [
          ["09:00", "13:00"],
          ["14:00", "17:00"],
        ],
        reason: "the day before a holiday",
      },
      { date: "2026-11-04", slots: [], reason: "National Unity Day" },
      { date: "2026-11-07", slots: straight, reason: "a working Saturday" },
    ],
  })
  it.each([
    ["ends with the slot that is used up, not with the next one's beginning", "2026-11-02T09:00:00.000Z", 240, "2026-11-02T13:00:00.000Z"],
    ["goes on after lunch", "2026-11-02T09:00:00.000Z", 240.001, "2026-11-02T14:00:00.060Z"],
    ["ends at closing time", "2026-11-02T09:00:00.000Z", 480, "2026-11-02T18:00:00.000Z"],
    ["begins at opening time when it starts at night", "2026-11-02T03:00:00.000Z", 30, "2026-11-02T09:30:00.000Z"],
    ["begins next morning when it starts at closing time", "2026-11-02T18:00:00.000Z", 30, "2026-11-03T09:30:00.000Z"],
    ["begins after lunch when it starts at its beginning", "2026-11-02T13:00:00.000Z", 1, "2026-11-02T14:01:00.000Z"],
    ["stays where it is for no minutes, also at night", "2026-11-02T03:00:00.000Z", 0, "2026-11-02T03:00:00.000Z"],
    ["leaps over a short day's end and a holiday", "2026-11-03T16:30:00.000Z", 60, "2026-11-05T09:30:00.000Z"],
    ["works on a transferred Saturday, through lunch", "2026-11-06T17:00:00.000Z", 360, "2026-11-07T14:00:00.000Z"],
    ["skips the Sunday after it", "2026-11-07T17:00:00.000Z", 120, "2026-11-09T10:00:00.000Z"],
    ["counts milliseconds", "2026-11-02T12:59:59.999Z", 0.001, "2026-11-02T14:00:00.059Z"],
    ["crosses months and years", "2026-11-09T09:00:00.000Z", 480 * 60, "2027-01-29T18:00:00.000Z"],
  ])("%s", (_name, from, minutes, due) => {
    expect(addWorkingTime(calendar, from, minutes)).toBe(due)
    expect(workingTimeBetween(calendar, from, due)).toBeCloseTo(minutes, 9)
  })

  it("refuses what is no instant and no number of minutes", () => {
    expect(() => addWorkingTime(calendar, "yesterday", 1)).toThrow(DeskError)
    expect(() => workingTimeBetween(calendar, "2026-11-02T09:00:00.000Z", "later")).toThrow(DeskError)
    for (const minutes of [-1, Number.NaN, Infinity])
      expect(() => addWorkingTime(calendar, "2026-11-02T09:00:00.000Z", minutes)).toThrow(DeskError)
  })
})

describe("changes of the clock", () => {
  const between = (zone: string, slots: Slots, from: string, to: string) =>
    workingTimeBetween(createCalendar({ zone, week: daily(slots) }), new Date(from).toISOString(), new Date(to).toISOString())

  // New York 2026: 8 March 02:00 becomes 03:00; 1 November 02:00 becomes 01:00.
  const spring = ["2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00"] as const
  const autumn = ["2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00"] as const
  it.each([
    ["a slot over a gap loses what the gap leaves out", spring, [["01:00", "04:00"]], 120],
    ["a slot that begins in a gap begins at its end", spring, [["02:30", "04:00"]], 60],
    ["a slot that ends in a gap ends at its beginning", spring, [["01:00", "02:30"]], 60],
    ["a slot inside a gap does not happen", spring, [["02:10", "02:50"]], 0],
    ["a whole day has 23 hours", spring, [["00:00", "24:00"]], 23 * 60],
    ["a slot over a fold has an hour more", autumn, [["00:00", "03:00"]], 240],
    ["a slot that begins in a fold works from its first hour, and again when that comes back", autumn, [["01:30", "03:00"]], 30 + 90],
    ["a slot that ends in a fold works until its end, and again when the hour comes back", autumn, [["00:00", "01:30"]], 90 + 30],
    ["a slot inside a fold happens twice", autumn, [["01:15", "01:45"]], 60],
    [
      "slots that touch in a fold make up the whole",
      autumn,
      [
        ["00:00", "01:30"],
        ["01:30", "03:00"],
      ],
      240,
    ],
    ["a whole day has 25 hours", autumn, [["00:00", "24:00"]], 25 * 60],
  ] as const)("%s", (_name, [from, to], slots, minutes) => {
    expect(
      between(
        "America/New_York",
        slots.map(([opens, closes]) => [opens, closes] as const),
        from,
        to,
      ),
    ).toBe(minutes)
  })

  it("ends a term in the hour that comes back by the clock that has really run", () => {
    const calendar = createCalendar({ zone: "America/New_York", week: daily([["00:00", "24:00"]]) })
    // 01:30 for the first time
    expect(addWorkingTime(calendar, "2026-11-01T04:30:00.000Z", 60)).toBe("2026-11-01T05:30:00.000Z")
    // 01:30 for the second time
    expect(addWorkingTime(calendar, "2026-11-01T04:30:00.000Z", 120)).toBe("2026-11-01T06:30:00.000Z")
  })

  it.each([
    ["half an hour (Lord Howe)", "Australia/Lord_Howe", "2026-04-05T00:00:00+11:00", "2026-04-06T00:00:00+10:30", 24.5 * 60],
    [
      "over midnight back into the old date (Newfoundland 1990)",
      "America/St_Johns",
      "1990-10-27T00:00:00-02:30",
      "1990-10-29T00:00:00-03:30",
      49 * 60,
    ],
    ["at midnight (Cairo)", "Africa/Cairo", "2024-04-26T01:00:00+03:00", "2024-04-27T00:00:00+03:00", 23 * 60],
    ["by 44 minutes and 30 seconds (Liberia 1972)", "Africa/Monrovia", "1972-01-06T00:44:30Z", "1972-01-08T00:00:00Z", 48 * 60 - 44.5],
    ["a date left out (Samoa 2011)", "Pacific/Apia", "2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z", 48 * 60],
    ["twice in a week (Noronha 2000)", "America/Noronha", "2000-10-07T02:00:00Z", "2000-10-16T02:00:00Z", 9 * 24 * 60],
  ])("a clock that changes %s runs on", (_name, zone, from, to, minutes) => {
    expect(between(zone, [["00:00", "24:00"]], from, to)).toBe(minutes)
  })

  it("sees two changes within a week (Noronha, 8 to 15 October 2000)", () => {
    // One hour ahead of its usual two behind UTC for seven days only: 09:00 was 10:00Z in between, and 11:00Z before
    // and after.
    const calendar = createCalendar({ zone: "America/Noronha", week: daily([["09:00", "10:00"]]) })
    expect(["07", "10", "16"].map((day) => addWorkingTime(calendar, `2000-10-${day}T08:00:00.000Z`, 60))).toEqual([
      "2000-10-07T12:00:00.000Z",
      "2000-10-10T11:00:00.000Z",
      "2000-10-16T12:00:00.000Z",
    ])
  })

  it("works on no date that a zone left out (Samoa had no Friday 30 December 2011)", () => {
    const calendar = createCalendar({ zone: "Pacific/Apia", week: daily([["09:00", "17:00"]]) })
    expect(workingTimeBetween(calendar, "2011-12-29T10:00:00.000Z", "2012-01-01T10:00:00.000Z")).toBe(3 * 480)
  })
})

describe("millennia are told, not counted", () => {
  const calendar = createCalendar({ zone: "Asia/Chita", week: weekdays(straight) })
  it.each([
    ["0001-01-01T00:00:00.000Z", "9999-12-31T00:00:00.000Z"],
    ["9999-12-31T00:00:00.000Z", "2026-12-01T00:00:00.000Z"],
  ])("from %s to %s", (from, to) => {
    expect(() => workingTimeBetween(calendar, from, to)).toThrow("at most 100 years")
  })

  it("a century is counted", () => {
    expect(workingTimeBetween(calendar, "1926-12-01T00:00:00.000Z", "2026-11-30T00:00:00.000Z")).toBeGreaterThan(25_000 * 540)
  })
})
