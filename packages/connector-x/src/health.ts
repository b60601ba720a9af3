import { createHealthLook } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions, Health } from "@otklik/core/connector"
import { z } from "zod"
import type { XApi } from "./api/client.ts"
import { readUsage } from "./api/budget.ts"
import type { XOptions } from "./options.ts"
import { idSchema } from "./api/schemas.ts"

const meSchema = z.looseObject({ data: z.looseObject({ id: idSchema }) })

const webhooksSchema = z.looseObject({
  data: z.array(z.looseObject({ id: z.string().optional(), valid: z.boolean().default(false) })).default([]),
})

const subscriptionsSchema = z.looseObject({
  data: z
    .array(z.looseObject({ event_type: z.string().default(""), filter: z.looseObject({ user_id: z.string().optional() }).optional() }))
    .default([]),
})

/** Events without which complaints would be missed. */
const neededEvents = ["post.mention.create", "post.reply.create", "post.quote.create"]

const neededScopes = ["tweet.read", "users.read", "tweet.write", "offline.access"]

/** From here on a person should look at the bill. Our choice. */
const nearCap = 0.9

/**
 * Asks X how the connector's tokens, quota and webhook do.
 *
 * @param options - of the connector
 * @param api - X
 * @param noticed - what reading and the webhook showed to be wrong, as sentences
 */
export async function checkHealth(
  options: XOptions,
  api: XApi,
  noticed: () => readonly string[],
  { signal }: CallOptions = {},
): Promise<Health> {
  const { account, userScopes, webhook, clock, monthlyReads } = options
  const call = signal === undefined ? {} : { signal }
  const shared = { priority: "discovery", ...call } as const
  const { look, problems } = createHealthLook(call)
  let expiresAt: Instant | null = null
  for (const kind of ["app", "user"] as const) {
    await look(`${kind} token`, async () => {
      const token = await api.source(kind)?.current(call)
      if (token === undefined || token.expiresAt === null) return
      if (expiresAt === null || token.expiresAt < expiresAt) expiresAt = token.expiresAt
      if (token.expiresAt <= clock.now()) problems.push(`${kind} token: it ended; give the connector a valid token of X`)
    })
  }
  if (api.has("user")) {
    for (const scope of neededScopes.filter((name) => !userScopes.includes(name)))
      problems.push(`user token: the scope ${scope} is missing; let the official account permit the app again, with it`)
    await look("user token", async () => {
      const { data } = await api.call({ ...shared, operation: "getUsersMe", path: "users/me", tokens: ["user"] }, meSchema)
      if (account !== undefined && data.id !== account.id)
        problems.push("user token: it belongs to another account than the official one; let that one permit the app")
    })
  }
  if (api.has("app")) {
    await look("app token", async () => {
      const { used, cap } = await readUsage(api, call)
      const limit = Math.min(cap, monthlyReads ?? Infinity)
      if (used >= limit * nearCap)
        problems.push(`reads: ${used} of ${limit} posts of this billing cycle are read; narrow the searches, or let more be read`)
    })
    if (webhook !== undefined && account !== undefined) await look("webhook", () => checkWebhook(api, account.id, problems, shared))
  }
  problems.push(...noticed())
  return { ok: problems.length === 0, problems, expiresAt }
}

async function checkWebhook(
  api: XApi,
  accountId: string,
  problems: string[],
  shared: { readonly priority: "discovery" } & CallOptions,
): Promise<void> {
  const app = { ...shared, tokens: ["app"] } as const
  const webhooks = await api.call({ ...app, operation: "getWebhooks", path: "webhooks" }, webhooksSchema)
  if (webhooks.data.length === 0) problems.push("webhook: none is registered at X; register its address by POST /2/webhooks")
  else if (!webhooks.data.some(({ valid }) => valid))
    problems.push("webhook: X calls it invalid; see that the handshake is answered, and have it checked again by PUT /2/webhooks/:id")
  const path = "activity/subscriptions"
  const { data } = await api.call(
    { ...app, operation: "getActivitySubscriptions", path, query: { max_results: "1000" } },
    subscriptionsSchema,
  )
  const own = new Set(data.filter(({ filter }) => filter?.user_id === accountId).map(({ event_type: type }) => type))
  for (const type of neededEvents.filter((name) => !own.has(name)))
    problems.push(`webhook: the account's events of the type ${type} are not subscribed to; do so by POST /2/activity/subscriptions`)
}
