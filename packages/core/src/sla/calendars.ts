import { DeskError } from "../base/index.ts"
import type { Calendar } from "./calendar.ts"
import type { Policy } from "./policy.ts"

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
