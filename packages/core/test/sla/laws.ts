import assert from "node:assert/strict"
import fc from "fast-check"
import { millisToInstant } from "../../src/base/index.ts"
import {
  addLocalDays,
  addWorkingDays,
  addWorkingTime,
  createCalendar,
  explainDeadline,
  policySchema,
  workingTimeBetween,
  type CalendarOptions,
} from "../../src/sla/index.ts"
import { changesOf, datesFrom, endOfDate, slotsOn, stepMillis, wallAt, worksAt } from "./oracle.ts"

/** How a law is run: more runs dig deeper; the seed repeats a run. */
export interface LawRun {
  readonly runs: number
  readonly seed?: number
  /** Only this zone; absent: any. */
  readonly zone?: string
}

const day = 86_400_000
/** Every zone that the runtime knows. */
export const zones = Intl.supportedValuesOf("timeZone")

const timeArbitrary = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(0, 1440) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 16 }).map((quarter) => quarter * 15) },
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 1440 }) },
)

/** Up to three slots a day, some touching. */
const slotsArbitrary = fc.array(timeArbitrary, { maxLength: 6 }).map((times) => {
  const sorted = [...new Set(times)].toSorted((one, other) => one - other)
  const slots: [string, string][] = []
  for (let index = 0; index + 1 < sorted.length; index += sorted.length % 2 === 1 ? 1 : 2) {
    slots.push([timeText(sorted[index] ?? 0), timeText(sorted[index + 1] ?? 0)])
  }
  return slots
})

function timeText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`
}

/**
 * A calendar and a moment; half of the moments lie shortly before or after a change of the zone's clock, if its year
 * has one.
 */
export const casesIn = (only?: string) =>
  fc
    .record({
      zone: only === undefined ? fc.constantFrom(...zones) : fc.constant(only),
      year: fc.integer({ min: 1970, max: 2037 }),
      step: fc.nat({ max: (365 * day) / stepMillis }),
      nearChange: fc.boolean(),
      week: fc.record({
        mon: slotsArbitrary,
        tue: slotsArbitrary,
        wed: slotsArbitrary,
        thu: slotsArbitrary,
        fri: slotsArbitrary,
        sat: slotsArbitrary,
        sun: slotsArbitrary,
      }),
      exceptions: fc.uniqueArray(fc.record({ inDays: fc.integer({ min: -1, max: 6 }), slots: slotsArbitrary }), {
        maxLength: 3,
        selector: ({ inDays }) => inDays,
      }),
    })
    .map(({ zone, year, step, nearChange, week, exceptions }) => {
      const changes = nearChange ? changesOf(zone, year) : []
      const change = changes[step % Math.max(changes.length, 1)]
      const start = change === undefined ? Date.UTC(year, 0, 1) + step * stepMillis : change + ((step % 6000) - 4500) * stepMillis
      const options: CalendarOptions = {
        zone,
        week,
        exceptions: exceptions.map(({ inDays, slots }) => ({ date: new Date(start + inDays * day).toISOString().slice(0, 10), slots })),
      }
      return { options, start }
    })
    .filter(({ options }) => Object.values(options.week).some((slots) => slots !== undefined && slots.length > 0))

/**
 * Working time agrees with the wall clock, looked at half minute by half minute; so does every interval of an
 * explanation.
 */
export function checkWallClock({ runs, seed, zone }: LawRun): void {
  fc.assert(
    fc.property(
      casesIn(zone),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      ({ options, start }, days, shares) => {
        const calendar = createCalendar(options)
        const works: boolean[] = []
        for (let at = start; at < start + days * day; at += stepMillis) works.push(worksAt(options, at))
        const total = works.filter(Boolean).length
        const from = millisToInstant(start)
        assert.equal(workingTimeBetween(calendar, from, millisToInstant(start + days * day)), total / 2)
        for (const share of shares) {
          const steps = Math.ceil(share * total)
          const due = addWorkingTime(calendar, from, steps / 2)
          assert.equal(due, millisToInstant(start + endOfStep(works, steps) * stepMillis))
          if (steps === 0) continue
          const policy = policySchema.parse({
            id: "p",
            version: "1",
            goal: "g",
            startsAt: "registered",
            term: { minutes: steps / 2, time: "working", calendarId: "c" },
          })
          for (const interval of explainDeadline({ policy, calendars: { c: calendar }, startedAt: from }).intervals) {
            const first = (Date.parse(interval.from) - start) / stepMillis
            const last = (Date.parse(interval.to) - start) / stepMillis
            assert.ok(
              works.slice(first, last).every((working) => working === interval.counted),
              `${interval.from} ${interval.reason}`,
            )
          }
        }
      },
    ),
    seed === undefined ? { numRuns: runs } : { numRuns: runs, seed },
  )
}

/** How many steps it takes until that many of them worked. */
export function endOfStep(works: readonly boolean[], steps: number): number {
  let left = steps
  let index = 0
  for (; left > 0; index += 1) if (works[index] === true) left -= 1
  return index
}

/** Days end where the wall clock says. */
export function checkDays({ runs, seed, zone }: LawRun): void {
  fc.assert(
    fc.property(casesIn(zone), fc.integer({ min: 0, max: 10 }), ({ options, start }, days) => {
      const { zone: place } = options
      const calendar = createCalendar(options)
      const from = millisToInstant(start)
      const today = wallAt(place, start).date
      const target = new Date(Date.parse(`${today}T00:00:00Z`) + days * day).toISOString().slice(0, 10)
      assert.equal(addLocalDays(place, from, days), millisToInstant(endOfDate(place, target)))
      assert.equal(addLocalDays(calendar, from, days), addLocalDays(place, from, days))
      const working = Math.min(days, 3) + 1
      const worked = datesFrom(place, start, 7 * working + 14).filter((date) => date > today && slotsOn(options, date).length > 0)[
        working - 1
      ]
      assert.ok(worked !== undefined)
      assert.equal(addWorkingDays(calendar, from, working), millisToInstant(endOfDate(place, worked)))
    }),
    seed === undefined ? { numRuns: runs } : { numRuns: runs, seed },
  )
}

/** Adding and measuring are inverse, additions add up, and both hold to the millisecond. */
export function checkArithmetic({ runs, seed, zone }: LawRun): void {
  const millisArbitrary = fc.integer({ min: 0, max: 20 * 60 * 60_000 })
  fc.assert(
    fc.property(casesIn(zone), fc.nat({ max: stepMillis }), millisArbitrary, millisArbitrary, ({ options, start }, shift, one, other) => {
      const calendar = createCalendar(options)
      const from = millisToInstant(start + shift)
      const due = addWorkingTime(calendar, from, one / 60_000)
      assert.equal(workingTimeBetween(calendar, from, due), one / 60_000)
      assert.equal(workingTimeBetween(calendar, due, from), 0 - one / 60_000)
      assert.equal(addWorkingTime(calendar, due, other / 60_000), addWorkingTime(calendar, from, (one + other) / 60_000))
      // Earliest: a millisecond before the end not all of it has passed.
      if (one > 0) assert.ok(workingTimeBetween(calendar, from, millisToInstant(Date.parse(due) - 1)) < one / 60_000)
      // What is remembered of earlier questions changes no answer.
      assert.equal(
        addWorkingTime(createCalendar(options), from, (one + other) / 60_000),
        addWorkingTime(calendar, from, (one + other) / 60_000),
      )
    }),
    seed === undefined ? { numRuns: runs } : { numRuns: runs, seed },
  )
}

const termArbitrary = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 3000 }), time: fc.constantFrom("wall" as const) }),
  fc.record({ minutes: fc.integer({ min: 1, max: 3000 }), time: fc.constantFrom("working" as const), calendarId: fc.constantFrom("c") }),
  fc.record({ days: fc.integer({ min: 0, max: 12 }), time: fc.constantFrom("calendar-days" as const), calendarId: fc.constantFrom("c") }),
  fc.record({ days: fc.integer({ min: 1, max: 6 }), time: fc.constantFrom("working-days" as const), calendarId: fc.constantFrom("c") }),
)

/** An explanation has no holes, begins at the start, ends at the due time, and what it counts makes up the term. */
export function checkExplanation({ runs, seed, zone }: LawRun): void {
  fc.assert(
    fc.property(casesIn(zone), fc.nat({ max: stepMillis }), termArbitrary, ({ options, start }, shift, term) => {
      const calendar = createCalendar(options)
      const startedAt = millisToInstant(start + shift)
      const policy = policySchema.parse({ id: "p", version: "1", goal: "g", startsAt: "registered", term })
      const { intervals, dueAt } = explainDeadline({ policy, calendars: new Map([["c", calendar]]), startedAt })
      let at = startedAt
      for (const { from, to } of intervals) {
        assert.equal(from, at)
        assert.ok(from < to)
        at = to
      }
      assert.equal(at, dueAt)
      const counted = intervals.filter((interval) => interval.counted)
      if ("minutes" in term) {
        const millis = counted.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0)
        assert.equal(millis, term.minutes * 60_000)
      } else if (term.time === "working-days") assert.equal(counted.length, term.days)
      else {
        // Dates that the zone left out are gone through by the calendar, and there is nothing of them to show.
        const shown = datesFrom(options.zone, Date.parse(startedAt), term.days + 2)
        const today = wallAt(options.zone, Date.parse(startedAt)).date
        const last = wallAt(options.zone, Date.parse(dueAt)).date
        assert.equal(counted.length, shown.filter((date) => date > today && date <= last).length)
      }
    }),
    seed === undefined ? { numRuns: runs } : { numRuns: runs, seed },
  )
}
