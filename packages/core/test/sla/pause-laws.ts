import assert from "node:assert/strict"
import fc from "fast-check"
import { addMinutes, millisToInstant } from "../../src/base/index.ts"
import { createCalendar, deadline, explainDeadline, pausedDeadline, policySchema } from "../../src/sla/index.ts"
import { casesIn, endOfStep, type LawRun } from "./laws.ts"
import { stepMillis, worksAt } from "./oracle.ts"

const pausesArbitrary = fc.uniqueArray(fc.nat({ max: 4000 }), { maxLength: 6 }).map((edges) => {
  const sorted = edges.toSorted((one, other) => one - other)
  return sorted.flatMap((from, index) => (index % 2 === 0 && sorted[index + 1] !== undefined ? [{ from, to: sorted[index + 1] ?? 0 }] : []))
})

const policyOf = (term: unknown) => policySchema.parse({ id: "p", version: "1", goal: "g", startsAt: "registered", term })

/**
 * A term of minutes ends at the earliest moment by which its minutes have passed outside of the pauses, by the wall
 * clock looked at half minute by half minute; an explanation counts exactly them.
 */
export function checkPauses({ runs, seed, zone }: LawRun): void {
  const days = 4
  fc.assert(
    fc.property(
      casesIn(zone),
      pausesArbitrary,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      ({ options, start }, spans, share, isWall) => {
        const startedAt = millisToInstant(start)
        const pauses = spans.map(({ from, to }) => ({ from: addMinutes(startedAt, from / 2), to: addMinutes(startedAt, to / 2) }))
        const runsOn: boolean[] = []
        for (let step = 0; step < (days * 86_400_000) / stepMillis; step += 1) {
          const stands = spans.some(({ from, to }) => from <= step && step < to)
          runsOn.push(!stands && (isWall || worksAt(options, start + step * stepMillis)))
        }
        const steps = Math.ceil(share * runsOn.filter(Boolean).length)
        if (steps === 0) return
        const policy = policyOf({ minutes: steps / 2, ...(isWall ? { time: "wall" } : { time: "working", calendarId: "c" }) })
        const calendars = { c: createCalendar(options) }
        const due = millisToInstant(start + endOfStep(runsOn, steps) * stepMillis)
        assert.equal(pausedDeadline(policy, calendars, startedAt, pauses), due)
        const { intervals, dueAt } = explainDeadline({ policy, calendars, startedAt, pauses })
        assert.equal(dueAt, due)
        let at = startedAt
        for (const { from, to, counted, reason } of intervals) {
          assert.equal(from, at)
          at = to
          const [first, last] = [(Date.parse(from) - start) / stepMillis, (Date.parse(to) - start) / stepMillis]
          assert.ok(
            runsOn.slice(first, last).every((running) => running === counted),
            `${from} ${reason}`,
          )
        }
        assert.equal(at, due)
      },
    ),
    seed === undefined ? { numRuns: runs } : { numRuns: runs, seed },
  )
}

/**
 * A pause never brings a due time forward, one that begins after it changes nothing, and days that count make up the
 * term.
 */
export function checkPausedDays({ runs, seed, zone }: LawRun): void {
  fc.assert(
    fc.property(
      casesIn(zone),
      pausesArbitrary,
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      ({ options, start }, spans, count, isWorking) => {
        const startedAt = millisToInstant(start)
        const pauses = spans.map(({ from, to }) => ({ from: addMinutes(startedAt, from * 2), to: addMinutes(startedAt, to * 2) }))
        const policy = policyOf({ days: count, time: isWorking ? "working-days" : "calendar-days", calendarId: "c" })
        const calendars = { c: createCalendar(options) }
        const usual = deadline(policy, calendars, startedAt)
        const due = pausedDeadline(policy, calendars, startedAt, pauses)
        assert.ok(due >= usual)
        const late = [{ from: due, to: addMinutes(due, 9999) }]
        assert.equal(
          pausedDeadline(policy, calendars, startedAt, [...pauses.filter(({ to }) => to < due), ...late]),
          pausedDeadline(
            policy,
            calendars,
            startedAt,
            pauses.filter(({ to }) => to < due),
          ),
        )
        const { intervals, dueAt } = explainDeadline({ policy, calendars, startedAt, pauses })
        assert.equal(dueAt, due)
        if (isWorking) assert.equal(intervals.filter(({ counted }) => counted).length, count)
      },
    ),
    seed === undefined ? { numRuns: runs } : { numRuns: runs, seed },
  )
}
