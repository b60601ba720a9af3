/**
 * Deadlines a second on one core: the engine, luxon by hand, and dayjs-business-time, on the same starts. Before
 * anything is timed, all must agree on every due time that a rival can express.
 *
 *   npm run bench:sla -- [--seconds 3]
 *
 * The starts lie in one year, minute by minute at random with a fixed seed. dayjs-business-time knows no zones and no
 * shortened days: it runs with the process in the office's zone, on a calendar with whole days off only.
 */
import assert from "node:assert/strict"
import { parseArgs } from "node:util"
import { createCalendar, deadline, explainDeadline, policySchema, type CalendarOptions, type Policy } from "@otklik/core/sla"
import { workingWeekRu } from "@otklik/locale-ru"
import dayjs from "dayjs"
import businessTime from "dayjs-business-time"
import { addMinutesByHand, type OfficeHours } from "./sla-by-hand.ts"
import { createRandom } from "@otklik/testkit"

const { values } = parseArgs({ options: { seconds: { type: "string", default: "3" } } })
const seconds = Number(values.seconds)
assert.ok(seconds > 0, "--seconds: a number above 0 was expected")

const zone = "Asia/Chita"
process.env["TZ"] = zone
dayjs.extend(businessTime)

const year = { from: Date.UTC(2026, 0, 1), minutes: 365 * 1440 }
const terms = [240, 480, 540, 7 * 480] as const

const random = createRandom(42)
const starts = Array.from({ length: 100_000 }, () => new Date(year.from + Math.floor(random() * year.minutes) * 60_000).toISOString())

const full = workingWeekRu({ id: "office", zone, open: "09:00", close: "18:00", lunch: ["13:00", "14:00"], years: [2026, 2027] })
const daysOff = (full.exceptions ?? []).filter(({ slots }) => slots.length === 0)
const plain: CalendarOptions = { ...full, exceptions: daysOff }

const policies = terms.map((minutes) =>
  policySchema.parse({
    id: `t${minutes}`,
    version: "1",
    goal: "first-reply",
    startsAt: "registered",
    term: { minutes, time: "working", calendarId: "office" },
  }),
)

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const
function byHand(options: CalendarOptions): OfficeHours {
  return {
    zone: options.zone,
    slots: Object.fromEntries(weekdays.map((day, index) => [index + 1, options.week[day] ?? []])),
    exceptions: new Map((options.exceptions ?? []).map(({ date, slots }) => [date, slots])),
  }
}

function setUpDayjs(options: CalendarOptions): void {
  const on = (day: (typeof weekdays)[number]) => {
    const slots = options.week[day] ?? []
    return slots.length === 0 ? null : slots.map(([opens, closes]) => ({ start: `${opens}:00`, end: `${closes}:00` }))
  }
  dayjs.setBusinessTime({
    monday: on("mon"),
    tuesday: on("tue"),
    wednesday: on("wed"),
    thursday: on("thu"),
    friday: on("fri"),
    saturday: on("sat"),
    sunday: on("sun"),
  })
  dayjs.setHolidays((options.exceptions ?? []).map(({ date }) => date))
}

type Engine = (start: string, index: number) => string

const engine = (options: CalendarOptions): Engine => {
  const calendars = { office: createCalendar(options) }
  return (start, index) => deadline(policyAt(index), calendars, start)
}
const luxon = (options: CalendarOptions): Engine => {
  const hours = byHand(options)
  return (start, index) => addMinutesByHand(hours, start, terms[index % terms.length] ?? 0)
}
const dayjsEngine = (options: CalendarOptions): Engine => {
  setUpDayjs(options)
  return (start, index) =>
    dayjs(start)
      .addBusinessMinutes(terms[index % terms.length] ?? 0)
      .toISOString()
}
function policyAt(index: number): Policy {
  const policy = policies[index % policies.length]
  assert.ok(policy !== undefined)
  return policy
}

/** How many of the first starts two engines agree on, and the first on which they do not. */
function compare(one: Engine, other: Engine, count: number): { readonly equal: number; readonly first: string } {
  let equal = 0
  let first = ""
  for (const [index, start] of starts.slice(0, count).entries()) {
    const [mine, theirs] = [one(start, index), other(start, index)]
    if (mine === theirs) equal += 1
    else if (first === "") first = `${start} + ${terms[index % terms.length]} min: ${mine}, rival ${theirs}`
  }
  return { equal, first }
}

/**
 * Calls a second of processor time, so that other work on the machine does not count: the median of five intervals
 * after a warm-up.
 */
function measure(run: Engine): number {
  const stretch = (limit: number): number => {
    const began = process.cpuUsage()
    let calls = 0
    let sum = 0
    for (;;) {
      for (let turn = 0; turn < 256; turn += 1) {
        const index = calls % starts.length
        // Reads the answer, so that none is left unspelled.
        sum += run(starts[index] ?? "", index).charCodeAt(18)
        calls += 1
      }
      const { user, system } = process.cpuUsage(began)
      const micros = user + system
      if (micros > limit * 1e6) {
        assert.ok(sum > 0)
        return (calls / micros) * 1e6
      }
    }
  }
  stretch(seconds / 2)
  return Array.from({ length: 5 }, () => stretch(seconds / 5)).toSorted((one, other) => one - other)[2] ?? 0
}

const checked = 4000
const hand = compare(engine(full), luxon(full), checked)
assert.equal(hand.equal, checked, hand.first)
console.log(`luxon by hand agrees on ${hand.equal} of ${checked} (holidays, shortened days, working Saturdays)`)
const berlin: CalendarOptions = { ...plain, zone: "Europe/Berlin" }
const summer = compare(engine(berlin), luxon(berlin), checked)
assert.equal(summer.equal, checked, summer.first)
console.log(`luxon by hand agrees on ${summer.equal} of ${checked} in Europe/Berlin, changes of the clock included`)
const rival = compare(engine(plain), dayjsEngine(plain), checked)
const rivalByHand = compare(luxon(plain), engine(plain), checked)
assert.equal(rivalByHand.equal, checked, rivalByHand.first)
console.log(
  `dayjs-business-time agrees on ${rival.equal} of ${checked} (whole days off only)${rival.first === "" ? "" : `; first: ${rival.first}`}`,
)

const fast = measure(engine(full))
console.log(`engine: ${format(fast)} deadlines/s`)
for (const [name, run, own] of [
  ["luxon by hand", luxon(full), fast],
  ["dayjs-business-time, whole days off only", dayjsEngine(plain), measure(engine(plain))],
] as const) {
  const speed = measure(run)
  console.log(`${name}: ${format(speed)} deadlines/s, the engine ${Math.round(own / speed)} times as fast`)
}

const calendars = { office: createCalendar(full) }
for (const term of [
  { days: 7, time: "calendar-days", calendarId: "office" },
  { days: 7, time: "working-days", calendarId: "office" },
] as const) {
  const policy = policySchema.parse({ id: term.time, version: "1", goal: "final-reply", startsAt: "interim-published", term })
  console.log(`7 ${term.time}: ${format(measure((start) => deadline(policy, calendars, start)))} deadlines/s`)
}
const explained = measure((start, index) => explainDeadline({ policy: policyAt(index), calendars, startedAt: start }).dueAt)
console.log(`explained: ${format(explained)} explanations/s`)

function format(perSecond: number): string {
  return Math.round(perSecond).toLocaleString("en-US").replaceAll(",", " ")
}
