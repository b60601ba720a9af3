import { DeskError, type Actor } from "@otklik/core"
import type { Composed, ComposeRequest } from "@otklik/core/desk"
import { composeRequestSchema } from "@otklik/core/internal"
import * as z from "zod"
import { defineRoute, type Route, type RouteContext } from "../route.ts"
import { composedSchema, composedView } from "../views/reply.ts"

async function composed({ desk }: RouteContext, incidentId: string, request: ComposeRequest, actor: Actor): Promise<Composed> {
  const found = await desk.compose(incidentId, request, { actor })
  if (found === undefined) throw new DeskError("not-found", "there is no such incident", { id: incidentId })
  return found
}

export const replyRoutes: readonly Route[] = [
  defineRoute({
    operationId: "checkDraft",
    method: "post",
    path: "/incidents/{incidentId}/draft-check",
    tag: "replies",
    summary: "Prepare a reply and check it, without storing anything",
    description:
      "The fields are those of `submit-draft`, with a template and its facts besides. Of text, `templateId` and `guidanceId` at most one; without any the template that fits best is filled.",
    bodyKind: "json",
    body: composeRequestSchema.meta({ id: "DraftCheck" }),
    answer: {
      status: 200,
      description: "The text, what is missing, what the checks found, what each network takes.",
      schema: composedSchema,
    },
    problems: ["forbidden", "not-found", "config"],
    async handle({ context, actor, params: { incidentId }, body }) {
      return { body: composedView(await composed(context, incidentId, body, actor)) }
    },
  }),
  defineRoute({
    operationId: "previewGuidance",
    method: "get",
    path: "/guidance/{guidanceId}/preview",
    tag: "replies",
    summary: "Show a guidance text as it would be published under an incident",
    query: z.strictObject({
      incidentId: z.string().min(1),
      replyKind: z.enum(["interim", "final", "guidance"]).default("guidance"),
    }),
    answer: { status: 200, description: "The text with its steps and contacts, and what the checks found.", schema: composedSchema },
    problems: ["forbidden", "not-found", "config"],
    async handle({ context, actor, params: { guidanceId }, query: { incidentId, replyKind } }) {
      return { body: composedView(await composed(context, incidentId, { guidanceId, replyKind }, actor)) }
    },
  }),
]
