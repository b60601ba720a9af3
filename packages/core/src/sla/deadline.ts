import {
  DeskError,
  addMinutes,
  configError,
  instantToMillis,
  minutesBetween,
  readInstant,
  type Instant,
  type Interval,
} from "../base/index.ts"
import type { Calendar } from "./calendar.ts"
import { instantAt, localDayAt } from "./days.ts"
import type { Policy, Term } from "./policy.ts"
import {
  addLocalDays,
  addWorkingDays,
  addWorkingTime,
  checkSpan,
  isWorkingDay,
  momentAfterWork,
  workingTimeBetween,
} from "./working-time.ts"

/** Calendars by the id that policies name. */
export type Calendars = ReadonlyMap<string, Calendar> | Readonly<Record<string, Calendar>>

/**
 * The calendar that a policy names.
 *
 * @throws DeskError `config` when there is none of that id
 */
export function calendarOf(policy: Policy, calendarId: string, calendars: Calendars): Calendar {
  const found = isMap(calendars) ? calendars.get(calendarId) : Object.hasOwn(calendars, calendarId) ? calendars[calendarId] : undefined
  if (found !== undefined) return found
  const message = `the policy "${policy.id}" names the calendar "${calendarId}", and there is none`
  throw new DeskError("config", message, { issues: [{ path: "term.calendarId", message }] })
}

function isMap(calendars: Calendars): calendars is ReadonlyMap<string, Calendar> {
  return calendars instanceof Map
}

/**
 * When a goal is due: what is reached at this very moment is still in time.
 *
 * @param policy - read with `policySchema`
 * @param calendars - by id
 * @param startedAt - when the clock started
 * @throws DeskError `config` when the start is not a valid instant, the policy names a calendar that is not there, or
 * one without enough working time
 */
export function deadline(policy: Policy, calendars: Calendars, startedAt: Instant): Instant {
  const { term } = policy
  const start = instantToMillis(startedAt, "startedAt")
  switch (term.time) {
    case "wall":
      return instantAt(start + Math.round(term.minutes * 60_000))
    case "working":
      return instantAt(momentAfterWork(calendarOf(policy, term.calendarId, calendars), start, term.minutes))
    case "calendar-days":
      return addLocalDays(dayPlace(policy, term, calendars), instantAt(start), term.days)
    case "working-days":
      return addWorkingDays(calendarOf(policy, term.calendarId, calendars), instantAt(start), term.days)
  }
}

/** Where the days of a term are counted: its own zone or its calendar's. */
export function dayPlace(policy: Policy, term: Extract<Policy["term"], { time: "calendar-days" }>, calendars: Calendars): string {
  if (term.zone !== undefined) return term.zone
  if (term.calendarId !== undefined) return calendarOf(policy, term.calendarId, calendars).zone
  throw configError(`policy "${policy.id}"`, [
    { path: "term", message: "days are counted in a zone: give either a zone or a calendar, and read policies with policySchema" },
  ])
}

/**
 * When a goal is due whose clock was paused for some time. What had passed before a pause stays passed:
 *
 * - terms of minutes count no minute of a pause;
 * - terms of days end as many days later as the pause moved on: the (working) days after the one on which it began, up
 *   to the one on which it ended.
 *
 * Only pauses that begin before the due time put it off.
 *
 * @param policy - read with `policySchema`; only its id and its term matter
 * @param calendars - by id
 * @param started - when the clock started
 * @param given - the pauses: those that are over, in order and apart from each other
 * @throws DeskError `config` as {@link deadline}, and for a pause more than 100 years from the start
 */
export function pausedDeadline(policy: Policy, calendars: Calendars, started: Instant, given: readonly Interval[]): Instant {
  const { term } = policy
  if (given.length === 0) return deadline(policy, calendars, started)
  const startedAt = readInstant(started, "startedAt")
  const pauses = given.map(({ from, to }, index) => ({
    from: readInstant(from, `pauses[${index}].from`),
    to: readInstant(to, `pauses[${index}].to`),
  }))
  pauses.forEach((pause, index) => {
    checkSpan("pausedDeadline", `pauses[${index}].from`, instantToMillis(startedAt), instantToMillis(pause.from))
    checkSpan("pausedDeadline", `pauses[${index}].to`, instantToMillis(startedAt), instantToMillis(pause.to))
  })
  if (term.time === "wall" || term.time === "working") return dueByMinutes(policy, term, calendars, startedAt, pauses)
  return dueByDays(policy, term, calendars, startedAt, pauses)
}

function dueByMinutes(
  policy: Policy,
  term: Extract<Term, { minutes: number }>,
  calendars: Calendars,
  startedAt: Instant,
  pauses: readonly Interval[],
): Instant {
  const calendar = term.time === "working" ? calendarOf(policy, term.calendarId, calendars) : null
  const passed = (from: Instant, to: Instant) => (calendar === null ? minutesBetween(from, to) : workingTimeBetween(calendar, from, to))
  const after = (from: Instant, minutes: number) =>
    calendar === null ? addMinutes(from, minutes) : addWorkingTime(calendar, from, minutes)
  let left = term.minutes
  let from = startedAt
  for (const pause of pauses) {
    const begins = pause.from < from ? from : pause.from
    const counted = passed(from, begins)
    if (counted >= left) return after(from, left)
    left -= counted
    if (pause.to > begins) from = pause.to
    else from = begins
  }
  return after(from, left)
}

function dueByDays(
  policy: Policy,
  term: Extract<Term, { days: number }>,
  calendars: Calendars,
  startedAt: Instant,
  pauses: readonly Interval[],
): Instant {
  const calendar = term.time === "working-days" ? calendarOf(policy, term.calendarId, calendars) : null
  const zone = term.time === "working-days" ? calendarOf(policy, term.calendarId, calendars).zone : dayPlace(policy, term, calendars)
  const dueAfter = (days: number) => (calendar === null ? addLocalDays(zone, startedAt, days) : addWorkingDays(calendar, startedAt, days))
  let days = term.days
  for (const pause of pauses) {
    if (pause.from >= dueAfter(days)) break
    const first = localDayAt(zone, instantToMillis(pause.from < startedAt ? startedAt : pause.from))
    const last = localDayAt(zone, instantToMillis(pause.to))
    for (let day = first + 1; day <= last; day += 1) if (calendar === null || isWorkingDay(calendar, day)) days += 1
  }
  return dueAfter(days)
}

/**
 * A due time under corrected facts: one that comes nearer leaves time to answer.
 *
 * @param reckoned - by the policy of the new facts
 * @param dueAt - as it was
 * @param earliest - it comes no nearer than this
 */
export function dueNoEarlier(reckoned: Instant, dueAt: Instant, earliest: Instant): Instant {
  const limit = dueAt < earliest ? dueAt : earliest
  return reckoned < limit ? limit : reckoned
}
