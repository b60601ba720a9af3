import * as z from "zod/mini"
import { schemaOf } from "../base/index.ts"
import { dateSchema } from "./days.ts"
import { zoneSchema } from "./zone.ts"

/**
 * An interval of working time in a local day, half-open: `["09:00", "18:00"]` works at 09:00 and no longer at 18:00.
 */
export type Slot = readonly [opens: string, closes: string]

/** A date whose slots are not those of its weekday: a holiday, a transferred working Saturday, a short day. */
export interface CalendarException {
  /** The local date, `2026-11-04`. */
  readonly date: string
  /** The slots of that date; none makes it a day off. */
  readonly slots: readonly Slot[]
  /** Why, for explanations: the holiday's name, or where the working day comes from. */
  readonly reason?: string
}

/** A day of the week, as {@link CalendarWeek} names it. */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun"

/** The slots of each day of the week, in any order; they may touch (`09:00–13:00`, `13:00–18:00`) and not overlap. */
export type CalendarWeek = Readonly<Record<Weekday, readonly Slot[]>>

/** A calendar's data, checked; the slots of a day are in order. */
export interface CalendarData {
  /** Names it in policies; absent: the zone's name. */
  readonly id?: string
  /** The edition of its data, for explanations. */
  readonly version?: string
  /** The IANA zone of the authority, as `Asia/Chita`: never the server's own. */
  readonly zone: string
  /** Slots by weekday. */
  readonly week: CalendarWeek
  /** Dates that differ from their weekday. */
  readonly exceptions: readonly CalendarException[]
}

/** A calendar as a host writes it. */
export interface CalendarOptions extends Omit<CalendarData, "week" | "exceptions"> {
  /** Slots by weekday; an absent weekday is a day off. */
  readonly week: Readonly<Partial<CalendarWeek>>
  /** Dates that differ from their weekday. Default: none. */
  readonly exceptions?: readonly CalendarException[]
}

/** A time of the local day, `HH:MM`. */
const timeSchema = z
  .string()
  .check(z.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "a time of day was expected, 00:00 to 24:00, like 09:00", abort: true }))

const slotSchema = z
  .readonly(z.tuple([timeSchema, timeSchema]))
  .check(z.refine(([opens, closes]) => opens < closes, "a slot ends later than it begins; one that runs over midnight is two slots"))

const daySchema = z.readonly(z.array(slotSchema)).check(
  z.superRefine((slots, context) => {
    slots.forEach(([opens, closes], index) => {
      const other = slots.findIndex(([otherOpens, otherCloses], at) => at < index && opens < otherCloses && otherOpens < closes)
      if (other === -1) return
      context.addIssue({ code: "custom", path: [index], message: `overlaps the slot ${slots[other]?.join("–") ?? ""}` })
    })
  }),
  z.overwrite((slots: readonly (readonly [string, string])[]) => slots.toSorted(([one], [other]) => (one < other ? -1 : 1))),
)

const weekSchema = z.strictObject({
  mon: z.prefault(daySchema, []),
  tue: z.prefault(daySchema, []),
  wed: z.prefault(daySchema, []),
  thu: z.prefault(daySchema, []),
  fri: z.prefault(daySchema, []),
  sat: z.prefault(daySchema, []),
  sun: z.prefault(daySchema, []),
})

const exceptionSchema = z.strictObject({
  date: dateSchema,
  slots: daySchema,
  reason: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
})

/** Checks {@link CalendarOptions}. */
export const calendarSchema = schemaOf<CalendarData, CalendarOptions>()(
  z
    .strictObject({
      id: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
      version: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
      zone: zoneSchema,
      week: weekSchema,
      exceptions: z.prefault(z.readonly(z.array(exceptionSchema)), []),
    })
    .check(
      z.superRefine((calendar, context) => {
        const seen = new Set<string>()
        calendar.exceptions.forEach(({ date }, index) => {
          if (seen.has(date)) context.addIssue({ code: "custom", path: ["exceptions", index, "date"], message: `duplicate date ${date}` })
          seen.add(date)
        })
        const works = [...Object.values(calendar.week), ...calendar.exceptions.map((exception) => exception.slots)].some(
          (slots) => slots.length > 0,
        )
        if (!works)
          context.addIssue({
            code: "custom",
            path: ["week"],
            message: "there is no working time at all: no weekday and no exception has a slot",
          })
      }),
    ),
)
