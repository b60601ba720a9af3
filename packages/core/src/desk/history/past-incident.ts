import * as z from "zod"
import { instantSchema, type Instant } from "../../base/index.ts"
import type { ClosingReason, Importance, IncidentKind, Outcome } from "../../incident/index.ts"
import {
  messageKeySchema,
  networkSchema,
  placeSchema,
  reachSchema,
  textLimit,
  webUrlSchema,
  type MessageKey,
  type Network,
  type Place,
  type MessageReach,
} from "../../message/index.ts"
import { importanceSchema, kindSchema } from "../commands/command.ts"
import { actorSchema } from "../options/request.ts"

const id = z
  .string()
  .min(1)
  .max(500)
  .refine((value) => value.isWellFormed() && !value.includes("\u0000"), "well-formed text without NUL was expected")
const text = z.string().max(textLimit)

const outcomeSchema = z.discriminatedUnion("value", [
  z.strictObject({ value: z.literal("unknown"), noDateReason: z.string().optional() }),
  z.strictObject({ value: z.literal("planned"), until: instantSchema }),
  z.strictObject({ value: z.literal("fix-claimed") }),
  z.strictObject({ value: z.literal("explained") }),
  z.strictObject({ value: z.literal("cannot-fix"), reason: z.string() }),
  z.strictObject({ value: z.literal("not-competent"), competent: z.string() }),
])

const stepSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("registered"),
    at: instantSchema,
    kind: kindSchema.optional(),
    importance: importanceSchema.optional(),
    topic: id.nullable(),
    territoryId: id.nullable(),
  }),
  z.strictObject({ type: z.literal("assigned"), at: instantSchema, authorityId: id }),
  z.strictObject({ type: z.literal("executor-named"), at: instantSchema, executorId: id.nullable() }),
  z.strictObject({
    type: z.literal("answered"),
    submittedAt: instantSchema.optional(),
    approvedAt: instantSchema.optional(),
    at: instantSchema,
    replyKind: z.enum(["interim", "final"]),
    outcome: outcomeSchema.nullable(),
    text,
    url: webUrlSchema.optional(),
  }),
  z.strictObject({ type: z.literal("noted"), at: instantSchema, text: text.min(1).max(20_000) }),
  z.strictObject({ type: z.literal("tagged"), at: instantSchema, tags: z.array(id).min(1).max(100) }),
  z.strictObject({ type: z.literal("window-opened"), at: instantSchema }),
  z.strictObject({ type: z.literal("closed"), at: instantSchema, reason: z.enum(["author-satisfied", "no-objection", "decision"]) }),
])

/** One thing that happened to a past incident, at its real moment. */
export type PastStep =
  | {
      /** The complaint was taken on. */
      readonly type: "registered"
      /** When it happened. */
      readonly at: Instant
      /** Default `problem`. */
      readonly kind?: IncidentKind
      /** Default: as the topic has it now. */
      readonly importance?: Importance
      /** Null: the other system named none. */
      readonly topic: string | null
      /** Where it is; null: unknown. */
      readonly territoryId: string | null
    }
  | {
      /** An authority got it. */
      readonly type: "assigned"
      /** When it happened. */
      readonly at: Instant
      /** The owner from then on. */
      readonly authorityId: string
    }
  | {
      /** Somebody of the owner got it. */
      readonly type: "executor-named"
      /** When it happened. */
      readonly at: Instant
      /** Null: nobody knows any more who. */
      readonly executorId: string | null
    }
  | {
      /** A reply was published. */
      readonly type: "answered"
      /** When it was published. */
      readonly at: Instant
      /** When its draft was handed in. Default: `at`. */
      readonly submittedAt?: Instant
      /** When its draft was approved. Default: `at`. */
      readonly approvedAt?: Instant
      /** `interim` leaves the incident open, `final` ends the work. */
      readonly replyKind: "interim" | "final"
      /** What the reply says about the problem; null: nobody knows any more. */
      readonly outcome: Outcome | null
      /** The reply. */
      readonly text: string
      /** Its public link. Default: that of the complaint. */
      readonly url?: string
    }
  | {
      /** Somebody of the office left a note. */
      readonly type: "noted"
      /** When it happened. */
      readonly at: Instant
      /** The reply. */
      readonly text: string
    }
  | {
      /** Tags were put on it. */
      readonly type: "tagged"
      /** When it happened. */
      readonly at: Instant
      /** Ids of the desk's tags. */
      readonly tags: readonly string[]
    }
  | {
      /** The author was given time to object. */
      readonly type: "window-opened"
      /** When it happened. */
      readonly at: Instant
    }
  | {
      /** Its handling ended. */
      readonly type: "closed"
      /** When it happened. */
      readonly at: Instant
      /** Why. */
      readonly reason: ClosingReason
    }

export type CheckedStep = z.output<typeof stepSchema>

export const pastIncidentSchema = z.strictObject({
  id,
  number: id.nullable().default(null),
  sum: z.string().regex(/^[\w-]{1,128}$/, "1 to 128 letters, digits, hyphens and underscores were expected"),
  message: z.strictObject({
    network: networkSchema,
    url: webUrlSchema.nullable(),
    text,
    publishedAt: instantSchema,
    authorId: z.string().min(1).max(512).optional(),
    communityKey: messageKeySchema.optional(),
    place: placeSchema.optional(),
    reach: reachSchema.optional(),
  }),
  steps: z
    .array(stepSchema)
    .min(1)
    .refine((steps) => steps[0]?.type === "registered" && steps.every(({ type }, index) => (type === "registered") === (index === 0)), {
      error: 'the first step, and no other one, is "registered"',
    })
    .refine((steps) => steps.every((step, index) => index === 0 || (steps[index - 1]?.at ?? "") <= step.at), {
      error: "steps in the order of their moments were expected",
    }),
})

/** An incident as it went in another system, for `desk.recordHistory`. */
export interface PastIncident {
  /** Names it there, for good. */
  readonly id: string
  /** The number that people there know it by. Default: none. */
  readonly number?: string | null
  /**
   * A sum over everything that the other system says of it: 1 to 128 letters, digits, hyphens and underscores. Another
   * sum means that it was changed there.
   */
  readonly sum: string
  /** The complaint itself. */
  readonly message: {
    /** The network of the message. */
    readonly network: Network
    /**
     * Its public link. A connector of the desk that understands it gives the message's key; else that is `system:id`.
     */
    readonly url: string | null
    /** The text of the message. */
    readonly text: string
    /** When the message was published. */
    readonly publishedAt: Instant
    /** Who wrote it: sealed under the desk's key ring, and dropped without one. */
    readonly authorId?: string
    /** The community or page where it was published. */
    readonly communityKey?: MessageKey
    /** Where the problem is. */
    readonly place?: Place
    /** How many saw it. */
    readonly reach?: MessageReach
  }
  /** In the order of their moments; `registered` is the first one and no other. */
  readonly steps: readonly PastStep[]
}

export type CheckedPast = z.output<typeof pastIncidentSchema>

/** How many past incidents one call takes: they are stored in one commit. */
export const pastLimit = 100

export const historyRequestSchema = z.strictObject({
  system: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, "lower-case letters, digits and hyphens were expected, as `im`"),
  batch: z.string().regex(/^[\w.-]{1,64}$/, "1 to 64 letters, digits, dots, hyphens and underscores were expected"),
  incidents: z.array(z.unknown()).max(pastLimit, `at most ${pastLimit} were expected: call again for the others`),
  clocks: z.enum(["as-of", "none"]),
  open: z.enum(["adopt", "skip"]),
  update: z.boolean().default(false),
  dryRun: z.boolean().default(false),
})

export type CheckedHistoryRequest = z.output<typeof historyRequestSchema>

export const historyOptionsSchema = z.strictObject({ actor: actorSchema })
