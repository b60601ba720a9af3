import * as z from "zod/mini"
import { dateSchema } from "./days.ts"
import { zoneSchema } from "./zone.ts"

/** A time of the local day, `HH:MM`. */
const timeSchema = z
  .string()
  .check(z.regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: "a time of day was expected, 00:00 to 24:00, like 09:00", abort: true }))

/**
 * An interval of working time in a local day, half-open: `["09:00", "18:00"]` works at 09:00 and no longer at 18:00.
 */
const slotSchema = z
  .readonly(z.tuple([timeSchema, timeSchema]))
  .check(z.refine(([opens, closes]) => opens < closes, "a slot ends later than it begins; one that runs over midnight is two slots"))

/** The slots of one day, in any order; they may touch (`09:00–13:00`, `13:00–18:00`) and not overlap. */
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

/** A date whose slots are not those of its weekday: a holiday, a transferred working Saturday, a short day. */
const exceptionSchema = z.strictObject({
  date: dateSchema,
  /** The slots of that date; none makes it a day off. */
  slots: daySchema,
  /** Why, for explanations: the holiday's name, or where the working day comes from. */
  reason: z.optional(z.string().check(z.minLength(1), z.maxLength(500))),
})

/** Everything that a calendar is made of. */
export const calendarSchema = z
  .strictObject({
    /** Names it in policies; absent: the zone's name. */
    id: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
    /** The edition of its data, for explanations. */
    version: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
    /** The IANA zone of the authority, as `Asia/Chita`: never the server's own. */
    zone: zoneSchema,
    /** Slots by weekday; an absent weekday is a day off. */
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
  )

/** A calendar as a host writes it. */
export type CalendarOptions = z.input<typeof calendarSchema>

/** A calendar's data, checked. */
export type CalendarData = z.output<typeof calendarSchema>

/** A date whose slots are not those of its weekday. */
export type CalendarException = z.output<typeof exceptionSchema>

/** An interval of working time in a local day: opening and closing time, `HH:MM`, half-open. */
export type Slot = z.output<typeof slotSchema>
