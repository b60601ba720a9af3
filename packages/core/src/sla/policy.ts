import * as z from "zod"
import { instantSchema, schemaOf } from "../base/index.ts"
import type { GoalId, Importance, IncidentKind, StageMoment, StartMoment } from "../incident/index.ts"
import { networkSchema, type Network } from "../message/index.ts"
import type { Validity } from "../route/index.ts"
import { zoneSchema } from "./zone.ts"

/**
 * A moment from which a term can run, in the order in which they come to an incident. Clocks of the first four are
 * started by the desk (`planClocks`), those of the later ones as the incident gets there (`planStageClocks`).
 *
 * - `draft-submitted`: a draft waits for its approver;
 * - `interim-published`: an interim reply is published (the term of the final one);
 * - `final-published`: the final reply is published (the window for objections);
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

/** Minutes by the clock on the wall, nights and holidays included. */
export interface WallTerm {
  /** Counts every minute. */
  readonly time: "wall"
  /** How many; at most ten years. */
  readonly minutes: number
}

/** Minutes of a calendar's working time. */
export interface WorkingTerm {
  /** Counts working minutes. */
  readonly time: "working"
  /** How many; at most ten years. */
  readonly minutes: number
  /** The calendar, by its id in `createDesk`. */
  readonly calendarId: string
}

/** To the end of the N-th local day after the start's, in `zone` or in the zone of `calendarId`: give one of them. */
export interface CalendarDaysTerm {
  /** Counts every local day. */
  readonly time: "calendar-days"
  /** How many days; 0: to the end of the start's own. */
  readonly days: number
  /** An IANA zone, as `Asia/Chita`. */
  readonly zone?: string
  /** A calendar whose zone it is, by its id in `createDesk`. */
  readonly calendarId?: string
}

/** To the end of the N-th working day of a calendar after the start's day. */
export interface WorkingDaysTerm {
  /** Counts working days. */
  readonly time: "working-days"
  /** How many days; at most ten years. */
  readonly days: number
  /** The calendar, by its id in `createDesk`. */
  readonly calendarId: string
}

/**
 * How long a goal may take. "9 working hours" and "a working day" are not the same, nor are "7 days" and "7 times 24
 * hours".
 */
export type Term = WallTerm | WorkingTerm | CalendarDaysTerm | WorkingDaysTerm

/** Which incidents a policy is for. Every condition that is given must be met; none at all fits every incident. */
export interface PolicyConditions {
  /** One of these topics. */
  readonly topics?: readonly string[]
  /** Of this importance. */
  readonly importance?: Importance
  /** One of these kinds of message. */
  readonly kinds?: readonly IncidentKind[]
  /** In one of these networks. */
  readonly networks?: readonly Network[]
  /** Owned by one of these authorities. */
  readonly authorityIds?: readonly string[]
}

/** A term for a goal, as data: each region publishes its own. It applies to clocks that start while it is valid. */
export interface Policy extends Validity {
  /** Names it in the log and in explanations; several editions of a policy have one id. */
  readonly id: string
  /**
   * Pinned to the incident when its clock starts: a new edition gets a new version and never moves a running due
   * time.
   */
  readonly version: string
  /** What is to be reached in time, as `first-reply`. */
  readonly goal: GoalId
  /** Which moment starts the clock. */
  readonly startsAt: PolicyMoment
  /** How long it may take. */
  readonly term: Term
  /** Which incidents it is for. */
  readonly appliesTo: PolicyConditions
  /** Where the term is published, for explanations. */
  readonly source?: string
}

/** {@link Policy} as a host writes it. */
export interface PolicyInput extends Omit<Policy, "appliesTo"> {
  /** Which incidents it is for. Default: all. */
  readonly appliesTo?: PolicyConditions
}

/** Checks a {@link Term}. */
export const termSchema = schemaOf<Term>()(
  z.discriminatedUnion("time", [
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
  ]),
)

/** Checks a {@link Policy}. */
export const policySchema = schemaOf<Policy, PolicyInput>()(
  z
    .strictObject({
      id: name,
      version: name,
      goal: name,
      startsAt: z.enum(momentOrder),
      term: termSchema,
      appliesTo: z
        .strictObject({
          topics: some(z.string().min(1)).optional(),
          importance: z.enum(["normal", "raised"]).optional(),
          kinds: some(z.enum(["problem", "question", "suggestion", "thanks"])).optional(),
          networks: some(networkSchema).optional(),
          authorityIds: some(name).optional(),
        })
        .default({}),
      validFrom: instantSchema.optional(),
      validTo: instantSchema.optional(),
      source: z.string().min(1).max(1000).optional(),
    })
    .refine((policy) => policy.validFrom === undefined || policy.validTo === undefined || policy.validFrom < policy.validTo, {
      error: "a policy ends later than it begins",
      path: ["validTo"],
    }),
)
