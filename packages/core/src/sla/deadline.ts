import { configError, instantToMillis, type Instant } from "../base/index.ts"
import { calendarOf, type Calendars } from "./calendars.ts"
import { instantAt } from "./instant-at.ts"
import type { Policy } from "./policy.ts"
import { addLocalDays, addWorkingDays } from "./working-days.ts"
import { momentAfterWork } from "./working-time.ts"

/**
 * When a goal is due: what is reached at this very moment is still in time.
 *
 * @param policy - read with `policySchema`
 * @param calendars - by id
 * @param startedAt - when the clock started
 * @throws DeskError `config` when the start is not a valid instant, the policy names a calendar that is not there, or one without enough working time
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
