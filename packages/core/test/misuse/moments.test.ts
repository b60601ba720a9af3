import { addMinutes, instantToMillis, millisToInstant, minutesBetween } from "@otklik/core"
import { pausedDeadline } from "@otklik/core/internal"
import { auditGuidance, chooseTemplate, findGuidance, guidanceSchema } from "@otklik/core/replies"
import { createPeriod } from "@otklik/core/reports"
import { lintRouting, route, routingSchema } from "@otklik/core/routing"
import {
  addLocalDays,
  addWorkingDays,
  addWorkingTime,
  choosePolicy,
  createCalendar,
  deadline,
  escalationMarks,
  explainDeadline,
  planClocks,
  policySchema,
  simulatePolicies,
  workingTimeBetween,
} from "@otklik/core/sla"
import { describe, expect, it } from "vitest"
import { misuses, type Misuse } from "./row.ts"

const office = createCalendar({ id: "office", zone: "Asia/Chita", week: { mon: [["09:00", "18:00"]], tue: [["09:00", "18:00"]] } })
const calendars = { office }
const policy = policySchema.parse({
  id: "eight",
  version: "1",
  goal: "first-reply",
  startsAt: "registered",
  term: { minutes: 60, time: "working", calendarId: "office" },
})
const good = "2026-11-24T01:30:00.000Z"
const calendarOf = (zone: string, week: Parameters<typeof createCalendar>[0]["week"] = { mon: [["09:00", "18:00"]] }) =>
  createCalendar({ zone, week })
const periodFrom = (from: string, to: string) => createPeriod({ zone: "Asia/Chita", from, to })
const routing = routingSchema.parse({
  authorities: [{ id: "net", title: "Сети", kind: "utility" }],
  territories: [],
  rules: [{ id: "all", when: {}, assign: { authorityId: "net" } }],
})
const facts = { topic: null, kind: "problem", importance: "normal", network: "vk", authorityId: null } as const
const clock = { goal: "first-reply", startedAt: good, dueAt: good }

/** Spellings that a machine reads by its own zone, or that are no moment. */
const spellings = ["2026-11-24 10:00", "2026-11-24T10:00:00", "2026-11-24", "11/24/2026", "24.11.2026 10:00", "вчера", ""]

const doors: Readonly<Record<string, (moment: string) => unknown>> = {
  addWorkingTime: (moment) => addWorkingTime(office, moment, 60),
  "workingTimeBetween from": (moment) => workingTimeBetween(office, moment, good),
  "workingTimeBetween to": (moment) => workingTimeBetween(office, good, moment),
  addWorkingDays: (moment) => addWorkingDays(office, moment, 1),
  addLocalDays: (moment) => addLocalDays("Asia/Chita", moment, 1),
  deadline: (moment) => deadline(policy, calendars, moment),
  pausedDeadline: (moment) => pausedDeadline(policy, calendars, good, [{ from: good, to: moment }]),
  explainDeadline: (moment) => explainDeadline({ policy, calendars, startedAt: moment }),
  escalationMarks: (moment) =>
    escalationMarks(policy, calendars, { ...clock, startedAt: moment }, [{ goal: "first-reply", level: "supervisor", share: 0.5 }]),
  planClocks: (moment) => planClocks([policy], calendars, { ...facts, moments: { registered: moment } }),
  choosePolicy: (moment) => choosePolicy([policy], "first-reply", { ...facts, moments: { registered: moment } }),
  instantToMillis: (moment) => instantToMillis(moment),
  addMinutes: (moment) => addMinutes(moment, 1),
  "minutesBetween from": (moment) => minutesBetween(moment, good),
  "minutesBetween to": (moment) => minutesBetween(good, moment),
  chooseTemplate: (moment) =>
    chooseTemplate([], { topic: null, kind: "problem", replyKind: "final", outcome: null, network: "vk", authorityId: null, at: moment }),
  auditGuidance: (moment) => auditGuidance([], [], { now: moment }),
  findGuidance: (moment) =>
    findGuidance([guidanceSchema.parse({ id: "g", topic: "heat", ownerId: "o", text: "Позвоните диспетчеру." })], {
      topic: "heat",
      territoryIds: [],
      at: moment,
    }),
  route: (moment) => route(routing, { topic: "heat", territoryId: null, network: "vk", at: moment }),
  lintRouting: (moment) => lintRouting(routing, [], { from: moment }),
  simulatePolicies: (moment) => simulatePolicies({ policies: [], calendars, histories: [], asOf: moment }),
}

describe("a moment without an offset is refused at every door", () => {
  misuses(
    Object.entries(doors).flatMap(([name, door]) =>
      spellings.map((spelling): Misuse => ({
        tries: `${name} of "${spelling}"`,
        call: () => door(spelling),
        code: "config",
        says: /an ISO 8601 moment with an offset was expected, like 2026-11-24T10:30:00\+09:00/,
      })),
    ),
  )

  it("an offset of its own is as good as UTC", () => {
    expect(addWorkingTime(office, "2026-11-24T10:00:00+09:00", 60)).toBe("2026-11-24T02:00:00.000Z")
    expect(deadline(policy, calendars, "2026-11-24T10:00:00+09:00")).toBe("2026-11-24T02:00:00.000Z")
    const [planned] = planClocks([policy], calendars, { ...facts, moments: { registered: "2026-11-24T10:00:00+09:00" } })
    expect(planned?.startedAt).toBe("2026-11-24T01:00:00.000Z")
    const pauses = [{ from: "2026-11-24T10:30:00+09:00", to: "2026-11-24T11:30:00+09:00" }]
    expect(pausedDeadline(policy, calendars, "2026-11-24T01:00:00.000Z", pauses)).toBe("2026-11-24T03:00:00.000Z")
  })
})

describe("an amount of time that makes no sense is refused", () => {
  misuses([
    {
      tries: "addWorkingTime of fewer than no minutes",
      call: () => addWorkingTime(office, good, -5),
      code: "config",
      path: "minutes",
      says: /0 or more/,
    },
    {
      tries: "addWorkingTime of NaN minutes",
      call: () => addWorkingTime(office, good, NaN),
      code: "config",
      path: "minutes",
      says: /0 or more/,
    },
    { tries: "addWorkingDays of no day", call: () => addWorkingDays(office, good, 0), code: "config", path: "days", says: /1 or more/ },
    {
      tries: "addLocalDays of half a day",
      call: () => addLocalDays("Asia/Chita", good, 0.5),
      code: "config",
      path: "days",
      says: /whole number/,
    },
    {
      tries: "addLocalDays in a zone that is none",
      call: () => addLocalDays("Asia/Chitta", good, 1),
      code: "config",
      says: /an IANA time zone was expected, like Asia\/Chita/,
    },
    {
      tries: "a moment after the year 9999",
      call: () => addMinutes("9999-12-31T23:59:00.000Z", 5),
      code: "config",
      says: /years 0000 to 9999/,
    },
    {
      tries: "a calendar in a zone that is none",
      call: () => calendarOf("Asia/Chitta"),
      code: "config",
      path: "zone",
      says: /like Asia\/Chita/,
    },
    { tries: "a calendar in an offset", call: () => calendarOf("+09:00"), code: "config", path: "zone", says: /like Asia\/Chita/ },
    {
      tries: "a calendar without hours",
      call: () => calendarOf("Asia/Chita", {}),
      code: "config",
      path: "week",
      says: /no working time at all/,
    },
    {
      tries: "a slot that ends before it begins",
      call: () => calendarOf("Asia/Chita", { mon: [["18:00", "09:00"]] }),
      code: "config",
      path: "week.mon[0]",
      says: /ends later than it begins/,
    },
    {
      tries: "a slot of one digit",
      call: () => calendarOf("Asia/Chita", { mon: [["9:00", "18:00"]] }),
      code: "config",
      path: "week.mon[0][0]",
      says: /like 09:00/,
    },
    {
      tries: "a period that ends before it begins",
      call: () => periodFrom("2026-12-01", "2026-11-01"),
      code: "config",
      path: "to",
      says: /ends later/,
    },
    { tries: "a number that is no moment", call: () => millisToInstant(NaN), code: "config", says: /years 0000 to 9999/ },
    {
      tries: "a term of calendar days that was not read with policySchema",
      call: () => deadline({ ...policy, term: { days: 1, time: "calendar-days" } }, calendars, good),
      code: "config",
      path: "term",
      says: /policySchema/,
    },
    {
      tries: "createPeriod with moments instead of dates",
      call: () => createPeriod({ zone: "Asia/Chita", from: "2026-11-01T00:00:00Z", to: "2026-12-01" }),
      code: "config",
      path: "from",
      says: /a date was expected/,
    },
  ])
})
