import type { DeskCommand, Executed } from "@otklik/core"
import type { ManyPreviewRequest, ManyRequest, ManyResult } from "@otklik/core/desk"
import { followUpSchema, registrationSchema } from "@otklik/core/internal"
import * as z from "zod"
import { tellProblem } from "../problem.ts"
import { defineRoute, type Route, type RouteContext } from "../route.ts"
import {
  commandBodySchema,
  executedSchema,
  followedUpSchema,
  manyPreviewSchema,
  manyResultSchema,
  manySchema,
  registeredSchema,
  unsealedSchema,
} from "../views/incident.ts"

/** The ETag of an incident's version. */
export function etagOf(version: number): string {
  return `"v${version}"`
}

/** A command's result as clients see it: no text, and only the types of its events. */
export function executedView({ incident, version, events, review, findings, routing }: Executed): z.input<typeof executedSchema> {
  return {
    incidentId: incident.incidentId,
    version,
    status: incident.status,
    eventTypes: events.map(({ type }) => type),
    ...(review === undefined ? {} : { review: { doubts: [...review.doubts], unchecked: [...review.unchecked] } }),
    ...(findings === undefined ? {} : { findings: [...findings] }),
    ...(routing === undefined ? {} : { routing }),
  }
}

/** The headers of an answer about a version of an incident. */
export function executedHeaders({ version, known }: Executed): Readonly<Record<string, string>> {
  return { etag: etagOf(version), ...(known === true ? { "idempotency-replayed": "true" } : {}) }
}

/** Each refusal is the problem that one command would get. */
function manyView({ mount, clock }: RouteContext, { refused, ...counts }: ManyResult): z.input<typeof manyResultSchema> {
  const asked = { mount, clock, isConditional: false, hasInput: true }
  const problems = refused.map(({ incidentId, number, error }) => ({ incidentId, number, problem: tellProblem(error, asked).problem }))
  return { ...counts, refused: problems }
}

const id = z.string().min(1)

export const incidentRoutes: readonly Route[] = [
  defineRoute({
    operationId: "registerIncident",
    method: "post",
    path: "/incidents",
    tag: "incidents",
    summary: "Register by hand what no connector brought",
    description:
      "A message of a network or its link, a call, a visit to the counter, a letter, a form. What is known already stays as it is.",
    bodyKind: "json",
    body: registrationSchema.meta({ id: "Registration" }),
    idempotencyKey: "required",
    answer: {
      status: 201,
      description: "It has an incident now.",
      schema: registeredSchema,
      headers: ["Location"],
      also: { 200: "It had an incident already: this one. Nothing was changed." },
    },
    problems: [
      "forbidden",
      "missing-fact",
      "not-found",
      "duplicate",
      "config",
      "conflict",
      "capability",
      "network",
      "protocol",
      "refused",
      "auth",
      "rate-limited",
    ],
    async handle({ context, actor, body, idempotencyKey = "" }) {
      const registered = await context.desk.register(body, { actor, idempotencyKey })
      const headers = { location: `${context.mount}/incidents/${encodeURIComponent(registered.incidentId)}` }
      return { status: registered.known ? 200 : 201, headers, body: registered }
    },
  }),
  defineRoute({
    operationId: "addMessage",
    method: "post",
    path: "/incidents/{incidentId}/messages",
    tag: "incidents",
    summary: "Add what the person said or wrote later to the office itself",
    description: "It is the author's own word: an answer is expected, a wait for it ends, a closed incident may open again.",
    bodyKind: "json",
    body: followUpSchema.meta({ id: "FollowUp" }),
    idempotencyKey: "required",
    answer: {
      status: 201,
      description: "It is added.",
      schema: followedUpSchema,
      headers: ["ETag"],
      also: { 200: "This key added it before. Nothing was changed." },
    },
    problems: ["forbidden", "not-found", "duplicate", "config", "conflict"],
    async handle({ context, actor, params, body, idempotencyKey = "" }) {
      const { findings, ...added } = await context.desk.followUp(params.incidentId, body, { actor, idempotencyKey })
      return {
        status: added.known ? 200 : 201,
        headers: { etag: etagOf(added.version) },
        body: { ...added, findings: [...findings] },
      }
    },
  }),
  defineRoute({
    operationId: "executeCommand",
    method: "post",
    path: "/incidents/{incidentId}/commands",
    tag: "incidents",
    summary: "Give a command to an incident",
    bodyKind: "json",
    body: commandBodySchema,
    ifMatch: "required",
    idempotencyKey: "optional",
    answer: { status: 200, description: "It is done.", schema: executedSchema, headers: ["ETag", "Idempotency-Replayed"] },
    problems: ["forbidden", "not-found", "illegal-transition", "missing-fact", "conflict", "duplicate", "config"],
    async handle({ context, actor, params, body, expectedVersion, idempotencyKey }) {
      const command = { ...body, incidentId: params.incidentId } as DeskCommand
      const executed = await context.desk.execute(command, {
        actor,
        ...(expectedVersion === undefined ? {} : { expectedVersion }),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      })
      return { headers: executedHeaders(executed), body: executedView(executed) }
    },
  }),
  defineRoute({
    operationId: "executeMany",
    method: "post",
    path: "/commands",
    tag: "incidents",
    summary: "Give one command to many incidents",
    description:
      "The incidents are named, or found by `where`. `each`: what fits is done, and each refusal has its problem; `all`: everything in one commit, or nothing. Sent again with the same key it does the rest.",
    bodyKind: "json",
    body: manySchema,
    idempotencyKey: "required",
    answer: { status: 200, description: "How many were changed, and who refused and why.", schema: manyResultSchema },
    problems: ["config", "conflict", "duplicate", "forbidden"],
    async handle({ context, actor, body: { mode, ...request }, idempotencyKey = "" }) {
      return { body: manyView(context, await context.desk.executeMany(request as ManyRequest, { actor, idempotencyKey, mode })) }
    },
  }),
  defineRoute({
    operationId: "previewMany",
    method: "post",
    path: "/commands/preview",
    tag: "incidents",
    summary: "Tell what one command for many incidents would come to, without doing it",
    description: "Of conditions (`where`) the answer's `count` is the `expectedCount` that the command itself takes.",
    bodyKind: "json",
    body: manyPreviewSchema,
    answer: { status: 200, description: "How many it would change, and who would refuse and why.", schema: manyResultSchema },
    problems: ["config", "forbidden"],
    async handle({ context, actor, body }) {
      return { body: manyView(context, await context.desk.previewMany(body as ManyPreviewRequest, { actor })) }
    },
  }),
  defineRoute({
    operationId: "unsealAuthor",
    method: "post",
    path: "/incidents/{incidentId}/author",
    tag: "incidents",
    summary: "Ask who wrote a message, for a purpose that the journal keeps",
    bodyKind: "json",
    body: z.strictObject({ messageKey: id, purpose: z.string().min(1).max(500) }).meta({ id: "AuthorQuestion" }),
    answer: { status: 200, description: "The author. The journal was written before.", schema: unsealedSchema },
    problems: ["forbidden", "not-found", "config"],
    async handle({ context, actor, params, body: { messageKey, purpose } }) {
      const { incidentId } = params
      const { network, authorId, entry } = await context.desk.unsealAuthor({ incidentId, messageKey, purpose }, { actor })
      return { body: { network, authorId, entryId: entry.entryId } }
    },
  }),
]
