import { DeskError, type Actor } from "@otklik/core"
import * as z from "zod"
import { defineRoute, type Route, type RouteContext, type Webhooks } from "../route.ts"
import { deadLettersSchema, replaySchema, webhookSchema, webhooksSchema } from "../views/webhooks.ts"

/**
 * The sender, for somebody who may take everything out as a file: what is sent again goes out as well.
 *
 * @throws DeskError `forbidden`; `capability` where the host has no sender
 */
async function senderFor({ desk, webhooks }: RouteContext, actor: Actor): Promise<Webhooks> {
  if ((await desk.rights({ actor })).readings.export !== "everywhere")
    throw new DeskError("forbidden", `"${actor.id}" may not see to the webhooks of the whole desk`, { reason: "role" })
  if (webhooks !== undefined) return webhooks
  throw new DeskError("capability", "this desk sends no webhooks: createDeskHandler was given no `webhooks`", { capability: "webhooks" })
}

export const webhookRoutes: readonly Route[] = [
  defineRoute({
    operationId: "listWebhooks",
    method: "get",
    path: "/webhooks",
    tag: "webhooks",
    summary: "Tell how every endpoint of webhooks is served",
    answer: { status: 200, description: "The endpoints, in the host's order.", schema: webhooksSchema },
    problems: ["forbidden", "capability"],
    async handle({ context, actor }) {
      return { body: webhooksSchema.parse({ items: await (await senderFor(context, actor)).status() }) }
    },
  }),
  defineRoute({
    operationId: "listDeadLetters",
    method: "get",
    path: "/webhooks/{endpointId}/dead-letters",
    tag: "webhooks",
    summary: "List the events that an endpoint refused five times",
    query: z.strictObject({
      after: z
        .string()
        .regex(/^\d{1,15}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
    answer: { status: 200, description: "A page, in the order of the feed.", schema: deadLettersSchema },
    problems: ["forbidden", "not-found", "capability"],
    async handle({ context, actor, params: { endpointId }, query: { after, limit: asked } }) {
      const limit = Math.min(asked, context.limits.pageSize)
      const sender = await senderFor(context, actor)
      const page = await sender.deadLetters(endpointId, { limit, ...(after === undefined ? {} : { after }) })
      return { body: deadLettersSchema.parse(page) }
    },
  }),
  defineRoute({
    operationId: "replayWebhook",
    method: "post",
    path: "/webhooks/{endpointId}/replay",
    tag: "webhooks",
    summary: "Send events to an endpoint once more, before new ones",
    description: "Twice is as once while they wait to be sent. `webhook-id` is that of the first time.",
    bodyKind: "json",
    body: replaySchema,
    answer: { status: 200, description: "They wait to be sent.", schema: webhookSchema },
    problems: ["forbidden", "config", "not-found", "capability"],
    async handle({ context, actor, params: { endpointId }, body }) {
      return { body: webhookSchema.parse(await (await senderFor(context, actor)).replay(endpointId, body)) }
    },
  }),
  defineRoute({
    operationId: "resumeWebhook",
    method: "post",
    path: "/webhooks/{endpointId}/resume",
    tag: "webhooks",
    summary: "Try an endpoint at once that waits, is paused or disabled",
    bodyKind: "json",
    body: z.strictObject({}),
    answer: { status: 200, description: "It goes on where it was.", schema: webhookSchema },
    problems: ["forbidden", "not-found", "capability"],
    async handle({ context, actor, params: { endpointId } }) {
      return { body: webhookSchema.parse(await (await senderFor(context, actor)).resume(endpointId)) }
    },
  }),
]
