import { readOptions } from "@otklik/core"
import type { CalendarOptions } from "@otklik/core/sla"
import { schemaOf } from "@otklik/core/internal"
import * as z from "zod"
import { isWeekend, productionCalendarRu, type ProductionYear, type SpecialDay } from "./production-calendar.ts"

const timeSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "a time of day was expected, like 09:00")

/** Options of {@link workingWeekRu}. */
export interface WorkingWeekOptions {
  /** The IANA zone of the authority, as `Asia/Chita`. */
  readonly zone: string
  /** Names the calendar in policies; absent: the zone's name. */
  readonly id?: string
  /** When the day begins, `HH:MM` on the wall clock of the zone. */
  readonly open: string
  /** When the day ends, Monday to Friday. */
  readonly close: string
  /** When Friday ends, if earlier: many authorities work 8.25 hours from Monday to Thursday and 7 on Friday. */
  readonly fridayClose?: string
  /** The break, `["13:00", "14:00"]`; absent: none. */
  readonly lunch?: readonly [begins: string, ends: string]
  /** The years whose special days are laid over the week, each of `productionYears`. */
  readonly years: readonly number[]
  /**
   * Days off of the region or of the authority itself, with their reason, as the holidays that a law of the region
   * names. Default: none.
   */
  readonly daysOff?: readonly DayOff[]
}

/** A day off of the region or of the authority itself. */
export interface DayOff {
  /** The local date, `2026-07-04`. */
  readonly date: string
  /** Why, for explanations. */
  readonly reason: string
}

type WorkingWeek = WorkingWeekOptions & Required<Pick<WorkingWeekOptions, "daysOff">>

const workingWeekSchema = schemaOf<WorkingWeek, WorkingWeekOptions>()(
  z
    .strictObject({
      zone: z.string().min(1).max(64),
      id: z.string().min(1).max(100).optional(),
      open: timeSchema,
      close: timeSchema,
      fridayClose: timeSchema.optional(),
      lunch: z.tuple([timeSchema, timeSchema]).readonly().optional(),
      years: z.array(z.int()).min(1).readonly(),
      daysOff: z
        .array(z.strictObject({ date: z.iso.date(), reason: z.string().min(1).max(500) }))
        .readonly()
        .default([]),
    })
    .superRefine(({ open, close, fridayClose, lunch }, context) => {
      for (const [path, end] of [
        ["close", close],
        ["fridayClose", fridayClose ?? close],
      ] as const) {
        if (minutesOf(end) - minutesOf(open) < 120)
          context.addIssue({ code: "custom", path: [path], message: "the day ends at least two hours after it begins" })
        if (lunch !== undefined && !(open < lunch[0] && lunch[0] < lunch[1] && lunch[1] < end))
          context.addIssue({
            code: "custom",
            path: ["lunch"],
            message: `the break lies inside the day, ${open}–${end}, and ends after it begins`,
          })
      }
    }),
)

type Slots = readonly (readonly [string, string])[]

/** What {@link workingWeekRu} makes: what `createCalendar` takes. */
export type WorkingWeekCalendar = CalendarOptions

const weekdays = ["mon", "tue", "wed", "thu", "fri"] as const

/** How much shorter the day before a holiday is: Labour Code, article 95. */
const shortenedMinutes = 60

/**
 * The working time of an authority by the production calendar, as the input of core's `createCalendar`: a five-day
 * week, with holidays and transferred days off, worked Saturdays, and days that end an hour earlier.
 *
 * A worked Saturday has the hours of a Friday when `fridayClose` is given, as the decree moves a working day and says
 * nothing of its hours. A day off of `daysOff` wins over whatever the production calendar says. A projected year is
 * named in `version`.
 *
 * @param options - zone, hours, years, days off of the region
 * @throws DeskError `config` with field paths: a day that is shorter than two hours, a break outside of the day, an
 * unknown year, a date that is given twice
 *
 * @example const calendar = createCalendar( workingWeekRu({ zone: "Asia/Chita", open: "09:00", close: "18:00", lunch:
 * ["13:00", "14:00"], years: [2026, 2027] }), )
 */
export function workingWeekRu(options: WorkingWeekOptions): WorkingWeekCalendar {
  const week = readOptions(workingWeekSchema, options, "workingWeekRu options")
  const years = productionCalendarRu([...new Set(week.years)].toSorted((one, other) => one - other))
  return {
    ...(week.id === undefined ? {} : { id: week.id }),
    version: versionOf(years),
    zone: week.zone,
    week: Object.fromEntries(weekdays.map((weekday) => [weekday, slotsOf(week, weekday === "fri")])),
    exceptions: exceptionsOf(week, years),
  }
}

function versionOf(years: readonly ProductionYear[]): string {
  return `production calendar ${years.map(({ year, status }) => (status === "projected" ? `${year} (projected)` : String(year))).join(", ")}`
}

function exceptionsOf(week: WorkingWeek, years: readonly ProductionYear[]): NonNullable<CalendarOptions["exceptions"]> {
  const exceptions = new Map<string, { date: string; slots: Slots; reason: string }>()
  const set = ({ date, reason }: SpecialDay, slots: Slots): void => void exceptions.set(date, { date, slots, reason })
  for (const { workingWeekends, shortDays, daysOff } of years) {
    for (const day of workingWeekends) set(day, slotsOf(week, true))
    for (const day of shortDays) {
      const worked = exceptions.get(day.date)
      const slots = slotsOf(week, isWeekend(day.date) || isFriday(day.date))
      set({ date: day.date, reason: worked === undefined ? day.reason : `${worked.reason}; на час короче` }, shorten(slots))
    }
    for (const day of daysOff) set(day, [])
  }
  // What is given twice in the list stays twice, for createCalendar to refuse.
  const own = week.daysOff.map(({ date, reason }) => ({ date, slots: [], reason }))
  for (const { date } of own) exceptions.delete(date)
  return [...exceptions.values(), ...own].toSorted((one, other) => (one.date < other.date ? -1 : 1))
}

function slotsOf({ open, close, fridayClose, lunch }: WorkingWeek, shortWeekday: boolean): Slots {
  const end = shortWeekday ? (fridayClose ?? close) : close
  return lunch === undefined
    ? [[open, end]]
    : [
        [open, lunch[0]],
        [lunch[1], end],
      ]
}

/**
 * Takes an hour from the end of the day; a slot that would be empty goes, and the rest of the hour is taken from the
 * one before.
 */
function shorten(slots: Slots): Slots {
  const result = [...slots]
  let left = shortenedMinutes
  while (left > 0) {
    const last = result.pop()
    if (last === undefined) return []
    const length = minutesOf(last[1]) - minutesOf(last[0])
    if (length > left) return [...result, [last[0], timeOf(minutesOf(last[1]) - left)]]
    left -= length
  }
  return result
}

function isFriday(date: string): boolean {
  return new Date(`${date}T00:00:00Z`).getUTCDay() === 5
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function timeOf(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`
}
