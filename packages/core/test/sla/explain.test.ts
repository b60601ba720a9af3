import { formatDueRu } from "@otklik/locale-ru"
import { describe, expect, it } from "vitest"
import { createCalendar, explainDeadline, policySchema, type CalendarOptions, type PolicyInput } from "../../src/sla/index.ts"

const slots: NonNullable<CalendarOptions["week"]["mon"]> = [
  ["09:00", "13:00"],
  ["14:00", "18:00"],
]
const chita = createCalendar({
  id: "chita",
  version: "2026",
  zone: "Asia/Chita",
  week: { mon: slots, tue: slots, wed: slots, thu: slots, fri: slots },
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
    { date: "2026-11-07", slots, reason: "a working Saturday" },
  ],
})
const explain = (term: PolicyInput["term"], startedAt: string, zone?: string) =>
  explainDeadline({
    policy: policySchema.parse({ id: "p", version: "3", goal: "first-reply", startsAt: "registered", term, source: "order 1" }),
    calendars: { chita },
    startedAt: new Date(startedAt).toISOString(),
    ...(zone === undefined ? {} : { zone }),
  })
const lines = (explanation: ReturnType<typeof explain>) =>
  explanation.intervals.map(
    (interval) =>
      `${interval.fromLocal.slice(0, 20)} ${interval.counted ? "+" : "-"} ${interval.minutes} ${interval.reason}${interval.note === null ? "" : ` (${interval.note})`}`,
  )

describe("explainDeadline", () => {
  it("names every stretch of working time, night, break, short day and holiday", () => {
    const explanation = explain({ minutes: 540, time: "working", calendarId: "chita" }, "2026-11-03T12:30:00+09:00")
    expect(explanation).toMatchObject({
      policyId: "p",
      policyVersion: "3",
      goal: "first-reply",
      source: "order 1",
      calendar: { id: "chita", version: "2026" },
      zone: "Asia/Chita",
      startedLocal: "Tue 2026-11-03 12:30 +09:00",
      dueAt: "2026-11-05T06:30:00.000Z",
      dueLocal: "Thu 2026-11-05 15:30 +09:00",
    })
    expect(lines(explanation)).toEqual([
      "Tue 2026-11-03 12:30 + 30 working-hours (the day before a holiday)",
      "Tue 2026-11-03 13:00 - 60 break",
      "Tue 2026-11-03 14:00 + 180 working-hours (the day before a holiday)",
      "Tue 2026-11-03 17:00 - 60 short-day (the day before a holiday)",
      "Tue 2026-11-03 18:00 - 360 night",
      "Wed 2026-11-04 00:00 - 1440 holiday (National Unity Day)",
      "Thu 2026-11-05 00:00 - 540 night",
      "Thu 2026-11-05 09:00 + 240 working-hours",
      "Thu 2026-11-05 13:00 - 60 break",
      "Thu 2026-11-05 14:00 + 90 working-hours",
    ])
  })

  it("joins the days of a weekend, and counts a working Saturday by its reason", () => {
    expect(lines(explain({ minutes: 60, time: "working", calendarId: "chita" }, "2026-11-27T17:30:00+09:00"))).toEqual([
      "Fri 2026-11-27 17:30 + 30 working-hours",
      "Fri 2026-11-27 18:00 - 360 night",
      "Sat 2026-11-28 00:00 - 2880 weekend",
      "Mon 2026-11-30 00:00 - 540 night",
      "Mon 2026-11-30 09:00 + 30 working-hours",
    ])
    expect(lines(explain({ minutes: 60, time: "working", calendarId: "chita" }, "2026-11-06T17:30:00+09:00"))).toEqual([
      "Fri 2026-11-06 17:30 + 30 working-hours",
      "Fri 2026-11-06 18:00 - 900 night",
      "Sat 2026-11-07 09:00 + 30 working-hours (a working Saturday)",
    ])
  })

  it("shows days one by one, beginning after the day of the start", () => {
    const explanation = explain({ days: 2, time: "working-days", calendarId: "chita" }, "2026-11-03T12:30:00+09:00")
    expect(explanation.dueLocal).toBe("Fri 2026-11-06 23:59 +09:00")
    expect(lines(explanation)).toEqual([
      "Tue 2026-11-03 12:30 - 690 start-day",
      "Wed 2026-11-04 00:00 - 1440 holiday (National Unity Day)",
      "Thu 2026-11-05 00:00 + 1440 working-day",
      `Fri 2026-11-06 00:00 + ${1440 - 1 / 60_000} working-day`,
    ])
    expect(lines(explain({ days: 1, time: "calendar-days", zone: "Asia/Chita" }, "2026-11-03T12:30:00+09:00"))).toEqual([
      "Tue 2026-11-03 12:30 - 690 start-day",
      `Wed 2026-11-04 00:00 + ${1440 - 1 / 60_000} calendar-day`,
    ])
  })

  it("shows no interval for a date that its zone left out", () => {
    // Samoa had no 30 December 2011.
    const explanation = explain({ days: 2, time: "calendar-days", zone: "Pacific/Apia" }, "2011-12-29T12:00:00-10:00")
    expect(lines(explanation)).toEqual(["Thu 2011-12-29 12:00 - 720 start-day", `Sat 2011-12-31 00:00 + ${1440 - 1 / 60_000} calendar-day`])
  })

  it("shows a term by the wall clock in the zone that is asked for", () => {
    const explanation = explain({ minutes: 1440, time: "wall" }, "2026-11-27T17:30:00+09:00", "Asia/Chita")
    expect(explanation).toMatchObject({ calendar: null, zone: "Asia/Chita", dueLocal: "Sat 2026-11-28 17:30 +09:00" })
    expect(lines(explanation)).toEqual(["Fri 2026-11-27 17:30 + 1440 wall-clock"])
    expect(explain({ minutes: 1440, time: "wall" }, "2026-11-27T17:30:00+09:00").dueLocal).toBe("Sat 2026-11-28 08:30 +00:00")
    expect(explain({ minutes: 60, time: "wall" }, "2026-07-01T00:00:00Z", "America/St_Johns").dueLocal).toBe("Tue 2026-06-30 22:30 -02:30")
    expect(explain({ minutes: 60, time: "wall" }, "1971-07-01T00:00:00Z", "Africa/Monrovia").dueLocal).toBe(
      "Thu 1971-07-01 00:15 -00:44:30",
    )
  })

  it("says every reason in words, a holiday by its name", () => {
    const { intervals, counted } = explain({ minutes: 540, time: "working", calendarId: "chita" }, "2026-11-03T12:30:00+09:00")
    expect(intervals.map(({ why }) => why)).toEqual([
      "working hours: the day before a holiday",
      "a break between working hours, as lunch",
      "working hours: the day before a holiday",
      "a shortened day: the day before a holiday",
      "outside of working hours",
      "a holiday: National Unity Day",
      "outside of working hours",
      "working hours",
      "a break between working hours, as lunch",
      "working hours",
    ])
    expect(counted).toEqual({ unit: "minutes", amount: 540 })
  })

  it("speaks the language of the host, moments and reasons", () => {
    const reasons = {
      "working-hours": "рабочее время",
      "wall-clock": "идёт всё время",
      "calendar-day": "календарный день",
      "working-day": "рабочий день",
      night: "нерабочие часы",
      break: "обед",
      weekend: "выходные",
      "day-off": "нерабочий день",
      holiday: "праздник",
      "short-day": "сокращённый день",
      "start-day": "день начала",
      pause: "ждём ответа",
      grace: "отсрочка",
    }
    const explanation = explainDeadline({
      policy: policySchema.parse({
        id: "p",
        version: "3",
        goal: "first-reply",
        startsAt: "registered",
        term: { days: 1, time: "working-days", calendarId: "chita" },
      }),
      calendars: { chita },
      startedAt: "2026-11-03T03:30:00.000Z",
      wording: { moment: formatDueRu, reasons },
    })
    expect(explanation).toMatchObject({
      startedLocal: "вт, 3 ноября, 12:30",
      dueLocal: "чт, 5 ноября, 23:59",
      counted: { unit: "days", amount: 1 },
    })
    expect(explanation.intervals.map(({ fromLocal, why }) => `${fromLocal} ${why}`)).toEqual([
      "вт, 3 ноября, 12:30 день начала",
      "ср, 4 ноября, 00:00 праздник: National Unity Day",
      "чт, 5 ноября, 00:00 рабочий день",
    ])
  })

  it("failure mode 18: shows the grace after a question, so that nothing is due in the minute in which a clock goes on", () => {
    const policy = policySchema.parse({
      id: "p",
      version: "1",
      goal: "first-reply",
      startsAt: "registered",
      term: { minutes: 240, time: "wall" },
    })
    const pauses = [{ from: "2026-11-25T03:59:00.000Z", to: "2026-11-25T05:39:00.000Z" }]
    const given = { policy, calendars: {}, startedAt: "2026-11-25T00:00:00.000Z", pauses }
    const { dueAt, intervals, counted } = explainDeadline({ ...given, graceMinutes: 45 })
    expect(dueAt).toBe("2026-11-25T06:24:00.000Z")
    expect(intervals.map(({ from, reason, counted: counts }) => [from.slice(11, 16), reason, counts])).toEqual([
      ["00:00", "wall-clock", true],
      ["03:59", "pause", false],
      ["05:39", "wall-clock", true],
      ["05:40", "grace", false],
    ])
    expect(counted).toEqual({ unit: "minutes", amount: 240 })
    expect(explainDeadline({ ...given, graceMinutes: 1 }).dueAt).toBe(explainDeadline(given).dueAt)
    expect(explainDeadline({ ...given, pauses: [], graceMinutes: 45 }).intervals).toHaveLength(1)
  })

  it("shows the pauses of a clock: minutes of a pause do not count, and nights stay nights", () => {
    const explanation = explainDeadline({
      policy: policySchema.parse({
        id: "p",
        version: "3",
        goal: "final-reply",
        startsAt: "registered",
        term: { minutes: 240, time: "working", calendarId: "chita" },
      }),
      calendars: { chita },
      startedAt: "2026-11-25T07:00:00.000Z",
      pauses: [{ from: "2026-11-25T08:00:00.000Z", to: "2026-11-26T01:30:00.000Z" }],
    })
    expect(explanation.dueLocal).toBe("Thu 2026-11-26 14:30 +09:00")
    expect(lines(explanation)).toEqual([
      "Wed 2026-11-25 16:00 + 60 working-hours",
      "Wed 2026-11-25 17:00 - 60 pause",
      "Wed 2026-11-25 18:00 - 900 night",
      "Thu 2026-11-26 09:00 - 90 pause",
      "Thu 2026-11-26 10:30 + 150 working-hours",
      "Thu 2026-11-26 13:00 - 60 break",
      "Thu 2026-11-26 14:00 + 30 working-hours",
    ])
    expect(explanation.counted).toEqual({ unit: "minutes", amount: 240 })
  })

  it("shows the days by which a pause puts a term off", () => {
    const explanation = explainDeadline({
      policy: policySchema.parse({
        id: "p",
        version: "3",
        goal: "final-reply",
        startsAt: "registered",
        term: { days: 2, time: "working-days", calendarId: "chita" },
      }),
      calendars: { chita },
      startedAt: "2026-11-26T01:00:00.000Z",
      pauses: [{ from: "2026-11-26T02:00:00.000Z", to: "2026-11-30T02:00:00.000Z" }],
    })
    expect(lines(explanation).map((line) => line.replace(/ [+-] .* /, " "))).toEqual([
      "Thu 2026-11-26 10:00 start-day",
      "Fri 2026-11-27 00:00 pause",
      "Sat 2026-11-28 00:00 weekend",
      "Mon 2026-11-30 00:00 pause",
      "Tue 2026-12-01 00:00 working-day",
      "Wed 2026-12-02 00:00 working-day",
    ])
    expect(explanation.dueLocal).toBe("Wed 2026-12-02 23:59 +09:00")
  })

  it("survives JSON", () => {
    const explanation = explain({ minutes: 540, time: "working", calendarId: "chita" }, "2026-11-03T12:30:00+09:00")
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
  })
})
