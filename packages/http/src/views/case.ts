import { attachmentSchema, placeSchema } from "@otklik/core/connector"
import type { Case } from "@otklik/core"
import type { IncidentFacts } from "@otklik/core/reports"
import type { DeadlineExplanation } from "@otklik/core/sla"
import * as z from "zod"
import type { Json } from "../route.ts"
import { actorSchema, evidenceSchema, evidenceView } from "./parts.ts"
import { actionSchema } from "./rights.ts"

const moment = z.iso.datetime()
const text = z.string()
const flag = z.boolean()

/** Where an incident is in its life. */
export const statusSchema = z
  .enum([
    "candidate",
    "rejected",
    "dismissed",
    "registered",
    "assigned",
    "returned",
    "in-work",
    "needs-info",
    "reply-review",
    "publishing",
    "replied-interim",
    "replied-final",
    "reopened",
    "closed",
    "merged",
    "converted",
  ])
  .meta({ id: "IncidentStatus" })

/** What lists and reports know of an incident: no text and no person. */
export const factsSchema = z
  .strictObject({
    incidentId: text,
    status: statusSchema,
    problem: text,
    intake: text,
    topic: text.nullable(),
    /** The owner; null in the no-owner queue. */
    authorityId: text.nullable(),
    executorId: text.nullable(),
    territoryId: text.nullable(),
    network: text,
    kind: z.enum(["problem", "question", "suggestion", "thanks"]).nullable(),
    importance: z.enum(["normal", "raised"]).nullable(),
    publishedAt: moment,
    detectedAt: moment,
    registeredAt: moment.nullable(),
    /** When the first reply is due. */
    dueAt: moment.nullable(),
    answeredAt: moment.nullable(),
    answeredWorkingMinutes: z.number().nullable(),
    finalAt: moment.nullable(),
    windowUntil: moment.nullable(),
    openSince: moment.nullable(),
    closedAt: moment.nullable(),
    closing: text.nullable(),
    dismissedAt: moment.nullable(),
    dismissal: text.nullable(),
    /** 1, and one more for each reopening. */
    cycle: z.int(),
    repeatOf: text.nullable(),
    voices: z.int(),
    score: z.number().nullable(),
    /** Whose move it is. */
    waitsFor: z.enum(["moderator", "owner", "executor", "approver", "publisher", "author"]).nullable(),
    waitingSince: moment.nullable(),
    /** When the next of the terms is due that run now, and its goal. */
    nextDueAt: moment.nullable(),
    nextGoal: text.nullable(),
    updatedAt: moment,
  })
  .meta({ id: "IncidentFacts" })

/** Facts as clients see them: what only reports count by is left out. */
export function factsView(facts: IncidentFacts): Json<z.input<typeof factsSchema>> {
  const all: Json<z.input<typeof factsSchema>> = facts
  const shown = Object.entries(all).filter(([name]) => Object.hasOwn(factsSchema.shape, name))
  return Object.fromEntries(shown) as typeof all
}

const photoSchema = z.strictObject({ url: text, contentHash: text })

const messageSchema = z
  .strictObject({
    key: text,
    role: z.enum(["complaint", "follow-up"]),
    act: z.enum(["word", "thanks", "answer"]).nullable(),
    of: text.nullable(),
    /** Whether it waits for an answer. */
    waits: flag,
    /** Null where it is withheld, and after an erasure. */
    text: text.nullable(),
    url: text.nullable(),
    attachments: z.array(attachmentSchema).nullable(),
    place: placeSchema.nullable(),
    parentKey: text.nullable(),
    publishedAt: moment,
    revision: z.int(),
    erased: flag,
    deletedAt: moment.nullable(),
    answeredBy: text.nullable(),
  })
  .meta({ id: "CaseMessage" })

const draftSchema = z
  .strictObject({
    draftId: text,
    /** What an approval names. */
    textHash: text,
    guidanceId: text.nullable(),
    /** What the check of the reply found when it was handed in, and after that when it was approved. */
    findings: z.array(
      z
        .strictObject({
          code: text,
          severity: z.enum(["error", "warning", "note"]),
          span: z.strictObject({ start: z.int(), end: z.int() }).nullable(),
          /** Null: the usual text. */
          network: text.nullable(),
        })
        .meta({ id: "StoredFinding" }),
    ),
    createdAt: moment,
    replyKind: text,
    outcome: z.looseObject({ value: text }).nullable(),
    drafterId: text,
    /** The model that wrote the text: show it to the approver. Null: a person wrote it. */
    madeBy: z.strictObject({ provider: text, modelId: text, promptHash: text }).nullable(),
    state: z.enum(["in-review", "approved", "returned", "published", "withdrawn"]),
    text: text.nullable(),
    variants: z.array(z.strictObject({ network: text, text })).nullable(),
    photos: z.array(photoSchema).nullable(),
    remark: text.nullable(),
  })
  .meta({ id: "CaseDraft" })

const replySchema = z
  .strictObject({
    draftId: text,
    messageKey: text,
    outboxId: text.optional(),
    connectorId: text.nullable().optional(),
    placement: text.optional(),
    plannedAt: moment.optional(),
    dueAt: moment.nullable().optional(),
    refusal: text.nullable().optional(),
    attempts: z.int().optional(),
    nextTryAt: moment.optional(),
    state: z.enum(["planned", "manual", "read-back", "published", "refused"]),
    text: text.nullable(),
    replyKey: text.nullable(),
    url: text.nullable(),
    publishedAt: moment.nullable(),
  })
  .meta({ id: "CaseReply" })

const intervalSchema = z
  .strictObject({
    from: moment,
    to: moment,
    fromLocal: text,
    toLocal: text,
    counted: flag,
    reason: text,
    note: text.nullable(),
    why: text,
    minutes: z.number(),
  })
  .meta({ id: "ExplainedInterval" })

const deadlineSchema = z
  .strictObject({
    goal: text,
    dueAt: moment,
    policyId: text,
    policyVersion: text,
    /** Line by line why it is due then; null where that is not known any more. */
    explanation: z
      .strictObject({
        source: text.nullable(),
        calendar: z.strictObject({ id: text, version: text.nullable() }).nullable(),
        zone: text,
        startedAt: moment,
        startedLocal: text,
        dueLocal: text,
        counted: z.strictObject({ unit: z.enum(["minutes", "days"]), amount: z.number() }),
        intervals: z.array(intervalSchema),
      })
      .nullable(),
  })
  .meta({ id: "Deadline" })

const matchSchema = z
  .strictObject({
    ruleId: text,
    ruleVersion: text.nullable(),
    topic: text.nullable(),
    clauses: z.array(z.strictObject({ term: text, start: z.int(), end: z.int(), text: text.nullable() })),
  })
  .meta({ id: "ExplainedMatch" })

const noteSchema = z
  .strictObject({
    noteId: text,
    at: moment,
    by: text,
    mentions: z.array(text),
    /** Null where it is withheld or erased. */
    text: text.nullable(),
    /** Null where they are withheld. */
    files: z.array(z.strictObject({ fileId: text, title: text, mediaType: text, bytes: z.int(), sha256: text })).nullable(),
    erased: flag,
  })
  .meta({ id: "CaseNote" })

/** One case: everything that a person needs to work on it, of one moment. */
export const caseSchema = z
  .strictObject({
    number: z.int(),
    version: z.int(),
    facts: factsSchema,
    messages: z.array(messageSchema),
    drafts: z.array(draftSchema),
    replies: z.array(replySchema),
    /** Null where it is withheld. */
    evidence: z.array(evidenceSchema).nullable(),
    /** Photos that authors sent later. */
    offers: z.array(
      z.strictObject({ messageKey: text, index: z.int(), evidenceId: text.nullable(), url: text.nullable() }).meta({ id: "CaseOffer" }),
    ),
    notes: z.array(noteSchema),
    timeline: z.array(
      z
        .strictObject({
          at: moment,
          by: actorSchema,
          type: text,
          /** What the log says besides: no text, and no author. */
          details: z.record(text, z.unknown()),
          imported: flag,
        })
        .meta({ id: "CaseStep" }),
    ),
    matches: z.array(matchSchema),
    /** Null while a candidate. */
    route: z
      .strictObject({
        authorityId: text.nullable(),
        ruleId: text.nullable(),
        why: text,
        coExecutors: z.array(z.strictObject({ authorityId: text, why: text })),
      })
      .nullable(),
    territory: z.strictObject({ territoryId: text.nullable(), why: text }).nullable(),
    deadlines: z.array(deadlineSchema),
    /** What the reader may do with it now, as `getActions` answers. */
    actions: z.array(actionSchema),
    related: z.array(z.strictObject({ incidentId: text, number: z.int().nullable(), as: text })),
    /** What the reader's level of personal data does not reach: it is null above. */
    withheld: z.array(text),
  })
  .meta({ id: "Case" })

/** A case as clients see it: the log without what every event repeats, and the explanation beside the rest. */
export function caseView({ incident, evidence, timeline, explanation, ...rest }: Case): Json<z.input<typeof caseSchema>> {
  const { number, version, facts } = incident
  const { matches, route, territory, deadlines } = explanation
  return {
    number,
    version,
    facts: factsView(facts),
    ...rest,
    evidence: evidence === null ? null : evidence.map(evidenceView),
    timeline: timeline.map(({ at, by, type, event, imported }) => {
      const { at: _, by: __, type: ___, imported: ____, ...details } = event
      return { at, by, type, details, imported }
    }),
    matches,
    route,
    territory,
    deadlines: deadlines.map(({ explanation: explained, ...deadline }) => ({
      ...deadline,
      explanation: explained === null ? null : lines(explained),
    })),
  }
}

/** A due time line by line, without what the deadline says already. */
function lines({ source, calendar, zone, startedAt, startedLocal, dueLocal, counted, intervals }: DeadlineExplanation) {
  return { source, calendar, zone, startedAt, startedLocal, dueLocal, counted, intervals }
}
