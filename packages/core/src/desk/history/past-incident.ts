import * as z from "zod"
import { instantSchema } from "../../base/index.ts"
import { messageKeySchema, networkSchema, placeSchema, textLimit, webUrlSchema } from "../../message/index.ts"
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
  /** The complaint was taken on. */
  z.strictObject({
    type: z.literal("registered"),
    at: instantSchema,
    /** Default `problem`. */
    kind: kindSchema.optional(),
    /** Default: as the topic has it now. */
    importance: importanceSchema.optional(),
    topic: id.nullable(),
    territoryId: id.nullable(),
  }),
  /** An authority got it. */
  z.strictObject({ type: z.literal("assigned"), at: instantSchema, authorityId: id }),
  /** Somebody of the owner got it; null: nobody knows any more who. */
  z.strictObject({ type: z.literal("executor-named"), at: instantSchema, executorId: id.nullable() }),
  /** A reply was published: `at` is when. */
  z.strictObject({
    type: z.literal("answered"),
    /** When the draft was handed in. Default: `at`. */
    submittedAt: instantSchema.optional(),
    /** When it was approved. Default: `at`. */
    approvedAt: instantSchema.optional(),
    at: instantSchema,
    /** `interim` leaves it open, `final` ends the work. */
    replyKind: z.enum(["interim", "final"]),
    /** What the reply says about the problem; null: nobody knows any more. */
    outcome: outcomeSchema.nullable(),
    text,
    url: webUrlSchema.optional(),
  }),
  /** The author was given time to object. */
  z.strictObject({ type: z.literal("window-opened"), at: instantSchema }),
  /** Its handling ended. */
  z.strictObject({ type: z.literal("closed"), at: instantSchema, reason: z.enum(["author-satisfied", "no-objection", "decision"]) }),
])

/** One thing that happened to a past incident, at its real moment. */
export type PastStep = z.input<typeof stepSchema>
export type CheckedStep = z.output<typeof stepSchema>

/** An incident as it went in another system. */
export const pastIncidentSchema = z.strictObject({
  /** Names it there, for good. */
  id,
  /** The number that people there know it by. */
  number: id.nullable().default(null),
  /** A sum over everything that the other system says of it: another one tells that it was changed there. */
  sum: z.string().regex(/^[\w-]{1,128}$/, "1 to 128 letters, digits, hyphens and underscores were expected"),
  message: z.strictObject({
    network: networkSchema,
    /** Its public link. A connector of the desk that understands it gives the message's key; else that is `system:id`. */
    url: webUrlSchema.nullable(),
    text,
    publishedAt: instantSchema,
    /** Who wrote it; sealed under the desk's key ring, and dropped without one. */
    authorId: z.string().min(1).max(512).optional(),
    communityKey: messageKeySchema.optional(),
    place: placeSchema.optional(),
  }),
  /** In the order of their moments, the first one `registered`. */
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

/** An incident as it went in another system, for {@link Desk.recordHistory}. */
export type PastIncident = z.input<typeof pastIncidentSchema>
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
