import { deskCommandSchema } from "@otklik/core"
import { conditionsSchema as caseConditionsSchema } from "@otklik/core/internal"
import * as z from "zod"
import { problemSchema } from "../problem.ts"

const spanSchema = z.strictObject({ start: z.int().min(0), end: z.int().min(0) }).meta({ id: "Span" })

/** One thing about a reply that its author should know, as the host's lint says it. */
export const findingSchema = z
  .strictObject({
    code: z.string(),
    severity: z.enum(["error", "warning", "note"]),
    /** UTF-16 units of the text, half-open; null where the whole is meant. */
    span: spanSchema.nullable(),
    sentence: z.string(),
    facts: z.record(z.string(), z.string()),
    ruleId: z.string().optional(),
  })
  .meta({ id: "ReplyFinding" })

/** What the check of a piece of evidence found: hints for a person. */
export const reviewSchema = z
  .strictObject({
    doubts: z.array(z.strictObject({ code: z.string(), why: z.string(), facts: z.record(z.string(), z.string()) })),
    unchecked: z.array(z.strictObject({ code: z.string(), why: z.string() })),
  })
  .meta({ id: "EvidenceReview" })

/** What a command came to. */
export const executedSchema = z
  .strictObject({
    incidentId: z.string(),
    version: z.int(),
    status: z.string(),
    /** Empty when nothing changed. */
    eventTypes: z.array(z.string()),
    review: reviewSchema.optional(),
    findings: z.array(findingSchema).optional(),
    /** Whom the routing rules name for corrected facts, where the owner stays although they name another. */
    routing: z.strictObject({ authorityId: z.string().nullable(), ruleId: z.string().nullable(), why: z.string() }).optional(),
  })
  .meta({ id: "Executed" })

/** Every command that a person may give; the incident is named by the address. */
export const commandBodySchema = z
  .discriminatedUnion("type", deskCommandSchema.options.map(bodyOf) as [ReturnType<typeof bodyOf>, ...ReturnType<typeof bodyOf>[]])
  .meta({ id: "Command" })

function bodyOf({ shape }: (typeof deskCommandSchema.options)[number]) {
  const { incidentId: _, ...rest } = shape
  return z.strictObject(rest).meta({ id: `${pascalCase(shape.type.value)}Command` })
}

function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-)([a-z])/g, (__, letter: string) => letter.toUpperCase())
}

const conditionsSchema = caseConditionsSchema.meta({ id: "CaseConditions" })
const few = z.array(z.string().min(1)).min(1).max(1000)

/** One command for many incidents, which are named or found. */
export const manySchema = z
  .union([
    z.strictObject({ command: commandBodySchema, incidentIds: few, mode: z.enum(["each", "all"]).default("each") }),
    z.strictObject({
      command: commandBodySchema,
      where: conditionsSchema,
      /** As the preview counts them: another number is answered with 409, and nothing is done. */
      expectedCount: z.int().min(0),
      mode: z.enum(["each", "all"]).default("each"),
    }),
  ])
  .meta({ id: "ManyCommand" })

/** The same before anything is done. */
export const manyPreviewSchema = z
  .union([
    z.strictObject({ command: commandBodySchema, incidentIds: few }),
    z.strictObject({ command: commandBodySchema, where: conditionsSchema }),
  ])
  .meta({ id: "ManyPreview" })

/** What a command for many came to. */
export const manyResultSchema = z
  .strictObject({
    count: z.int(),
    done: z.int(),
    /** How many needed no change. */
    already: z.int(),
    refused: z.array(z.strictObject({ incidentId: z.string(), number: z.int().nullable(), problem: problemSchema })),
    stopped: z.boolean(),
  })
  .meta({ id: "ManyResult" })

/** What a registration by hand came to. */
export const registeredSchema = z
  .strictObject({
    incidentId: z.string(),
    number: z.int(),
    /** The message, or this key, had an incident already: this one. Nothing was changed. */
    known: z.boolean(),
    findings: z.array(findingSchema),
  })
  .meta({ id: "Registered" })

/** What came of a message that was added to an incident. */
export const followedUpSchema = z
  .strictObject({
    /** Where it is worked on: the incident that the named one was merged into, or that one. */
    incidentId: z.string(),
    version: z.int(),
    messageKey: z.string(),
    /** `word`: an answer is expected; `answer`: to the desk's question; `thanks`: nobody waits. */
    act: z.enum(["word", "thanks", "answer"]),
    /** It opened a closed incident again. */
    isReopened: z.boolean(),
    /** This key added it before. Nothing was changed. */
    known: z.boolean(),
    findings: z.array(findingSchema),
  })
  .meta({ id: "FollowedUp" })

/** Who wrote a message, after the journal was written. */
export const unsealedSchema = z
  .strictObject({
    network: z.string(),
    /** The author's id in the network, or how to reach the person where the message was entered by hand. */
    authorId: z.string(),
    /** The entry of the access log. */
    entryId: z.string(),
  })
  .meta({ id: "UnsealedAuthor" })
