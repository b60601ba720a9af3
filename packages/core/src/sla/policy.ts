import * as z from "zod"
import { instantSchema } from "../base/index.ts"
import type { StageMoment, StartMoment } from "../incident/index.ts"
import { networkSchema } from "../message/index.ts"
import { zoneSchema } from "./zone.ts"

/**
 * A moment from which a term can run, in the order in which they come to an incident. Clocks of the first four are
 * started by the desk (`planClocks`), those of the later ones as the incident gets there (`planStageClocks`).
 *
 * - `draft-submitted`: a draft waits for its approver;
 * - `interim-published`: an interim reply stands in the network (the term of the final one);
 * - `final-published`: the final reply stands in the network (the window for objections);
 * - `converted`: it goes on as a formal appeal (that one's statutory term, reckoned by `deadline` from the moment
 *   itself);
 * - `reopened`: a new cycle begins;
 * - `author-wrote`: the desk sees the first word of an author that waits for an answer of its own.
 */
export type PolicyMoment = StartMoment | StageMoment | "converted"

/** The moments in the order in which they come. */
export const momentOrder = [
  "published",
  "detected",
  "registered",
  "assigned",
  "draft-submitted",
  "interim-published",
  "final-published",
  "converted",
  "reopened",
  "author-wrote",
] as const satisfies readonly PolicyMoment[]

/** Whether the desk starts clocks at that moment. */
export function isStartMoment(moment: PolicyMoment): moment is StartMoment {
  return moment === "published" || moment === "detected" || moment === "registered" || moment === "assigned"
}

const name = z.string().min(1).max(100)
/** The longest term in minutes: ten years. What is longer is a slip of the pen. */
const minutes = z.number().positive().max(5_270_400)
/** The longest term in days: ten years. */
const days = z.int().positive().max(3660)
const some = <Item extends z.ZodType>(item: Item) =>
  z.array(item).min(1, "an absent condition fits everything; an empty one would fit nothing")

/**
 * How long a goal may take. "9 working hours" and "a working day" are not the same, nor are "7 days" and "7 times 24
 * hours":
 *
 * - `wall`: minutes by the clock on the wall, nights and holidays included;
 * - `working`: minutes of a calendar's working time;
 * - `calendar-days`: to the end of the N-th local day after the start's (0: of the start's own), in `zone` or in the
 *   zone of `calendarId`;
 * - `working-days`: to the end of the N-th working day of a calendar after the start's day.
 */
export const termSchema = z.discriminatedUnion("time", [
  z.strictObject({ minutes, time: z.literal("wall") }),
  z.strictObject({ minutes, time: z.literal("working"), calendarId: name }),
  z
    .strictObject({
      days: z.int().min(0).max(3660),
      time: z.literal("calendar-days"),
      zone: z.optional(zoneSchema),
      calendarId: name.optional(),
    })
    .refine((term) => (term.zone === undefined) !== (term.calendarId === undefined), {
      error: "days are counted in a zone: give either a zone or a calendar",
      path: ["zone"],
    }),
  z.strictObject({ days, time: z.literal("working-days"), calendarId: name }),
])

/** How long a goal may take. */
export type Term = z.output<typeof termSchema>

/** A term for a goal, as data: each region publishes its own. */
export const policySchema = z
  .strictObject({
    id: name,
    /**
     * Pinned to the incident when its clock starts: a new edition gets a new version and never moves a running due
     * time.
     */
    version: name,
    /** What is to be reached in time, as `first-reply`. */
    goal: name,
    /** Which moment starts the clock; see `PolicyMoment`. */
    startsAt: z.enum(momentOrder),
    term: termSchema,
    /** Every condition given must hold; none at all fits every incident. */
    appliesTo: z
      .strictObject({
        topics: some(z.string().min(1)).optional(),
        importance: z.enum(["normal", "raised"]).optional(),
        kinds: some(z.enum(["problem", "question", "suggestion", "thanks"])).optional(),
        networks: some(networkSchema).optional(),
        authorityIds: some(name).optional(),
      })
      .default({}),
    /** Applies to clocks that start at this moment or later. */
    validFrom: instantSchema.optional(),
    /** Applies to clocks that start before this moment. */
    validTo: instantSchema.optional(),
    /** Where the term is published, for explanations. */
    source: z.string().min(1).max(1000).optional(),
  })
  .refine((policy) => policy.validFrom === undefined || policy.validTo === undefined || policy.validFrom < policy.validTo, {
    error: "a policy ends later than it begins",
    path: ["validTo"],
  })

/** A term for a goal. */
export type Policy = z.output<typeof policySchema>

/** {@link Policy} as a host writes it. */
export type PolicyInput = z.input<typeof policySchema>
