import { capabilityNote, createHealthLook, type CapabilityNote } from "@otklik/connector-kit"
import type { IncomingMessage, Instant } from "@otklik/core"
import type { CallOptions, Capabilities, Health } from "@otklik/core/connector"
import * as z from "zod"
import { readUsage } from "./api/budget.ts"
import type { XApi } from "./api/client.ts"
import { idSchema } from "./api/schemas.ts"
import type { XOptions } from "./options.ts"

const getApp = "the app's bearer token: from X's Developer Console, with credits on the account"
const getUser =
  "a token of the official account (OAuth 2.0 with PKCE, scopes tweet.read tweet.write users.read offline.access), renewed by createXUserToken"

/** Whether anything can be read. */
export function canRead({ tokens }: XOptions): boolean {
  return tokens.app !== undefined || tokens.user !== undefined
}

/** What follows from the tokens and the settings at hand. */
export function capabilitiesOf({ tokens, userScopes, webhook, replyLimit }: XOptions, sources: number): Capabilities {
  const reply = tokens.user !== undefined && userScopes.includes("tweet.write")
  return Object.freeze({
    pull: sources > 0,
    webhook: webhook !== undefined,
    reply,
    replyPhoto: reply && userScopes.includes("media.write"),
    // Weighted characters, not UTF-16 units: what is too long by weight alone is refused with its place.
    replyLimit,
    replyLinks: false,
    replyTextOnce: true,
    replyPlacements: Object.freeze(reply ? (["under-message"] as const) : []),
    relay: false,
  })
}

/** The same in words, what else X does not let anybody do, and what it demands. */
export function describeCapabilities(options: XOptions, capabilities: Capabilities): readonly CapabilityNote[] {
  const { account, mentions, conversations, plan, searches, userScopes } = options
  const reads = canRead(options)
  const no = (topic: string, sentence: string): CapabilityNote => ({ topic, has: false, sentence })
  const isEnterprise = plan === "enterprise"
  return [
    capabilityNote(
      "search",
      reads && searches.length > 0,
      `repeats ${searches.length} searches over the last seven days; every post that is read is paid for`,
      reads ? "no search is named in the options" : `needs ${getApp}`,
    ),
    capabilityNote(
      "mentions",
      reads && mentions && account !== undefined,
      "reads the newest 800 mentions of the account",
      `needs account, mentions: true, and ${getApp} or ${getUser}`,
    ),
    capabilityNote(
      "conversations",
      reads && conversations,
      "follows the messages of open incidents: replies, later versions, deletions",
      `needs conversations: true and ${getApp}`,
    ),
    capabilityNote(
      "webhook",
      capabilities.webhook,
      "takes pushes of the X Activity API",
      "needs the client secret of the app as webhook.clientSecret, a webhook registered at X, and subscriptions of the account",
    ),
    capabilityNote("reply", capabilities.reply, "answers under messages as the account", `needs ${getUser}`),
    capabilityNote(
      "replyToAnybody",
      capabilities.reply && isEnterprise,
      "answers everybody: an Enterprise plan was agreed on",
      "X lets apps without Enterprise answer only those who mentioned or quoted the account (since 2026-02-23); the others by hand",
    ),
    capabilityNote(
      "replyPhoto",
      capabilities.replyPhoto,
      "uploads up to four photos",
      `needs the scope media.write${userScopes.includes("media.write") ? " and tweet.write" : ""} for the account's token, named in userScopes`,
    ),
    no("replyLinks", "replies with links are refused: X takes 0.20 instead of 0.015 dollars for them"),
    no("officialPost", "posts of one's own that mention people who did not ask for it are against X's rules; they are not published"),
    capabilityNote(
      "government",
      isEnterprise,
      "an Enterprise plan was agreed on; name the government end users to X",
      "X's agreement lets government end users see its content on an Enterprise plan only, and wants them named: ask X before a desk of an authority goes live",
    ),
    capabilityNote(
      "deletions",
      reads && conversations,
      "what is deleted on X is noticed for messages of open incidents; X demands that stored content is deleted or changed within 24 hours, so run a compliance job over the rest",
      "X demands that stored content is deleted or changed within 24 hours after it is on X: needs conversations: true for open incidents, and a compliance job over the rest",
    ),
    no("protected", "protected posts and direct messages are not read, by rule"),
  ]
}

/** Whether a message can be answered, as far as it shows. */
export interface XAnswerability {
  /** `unknown`: X will decide. */
  readonly answer: "yes" | "no" | "unknown"
  /** Why, for people. */
  readonly sentence: string
}

/**
 * Whether X will let the account answer a message: before anybody drafts a reply to it.
 *
 * @param options - of the connector
 * @param capabilities - of the connector
 * @param message - its text, and its attachments, which contain a quoted post
 */
export function answerabilityOf(
  { account, plan }: XOptions,
  { reply }: Capabilities,
  { text, attachments }: Pick<IncomingMessage, "text" | "attachments">,
): XAnswerability {
  if (!reply || account === undefined) return { answer: "no", sentence: `the connector cannot answer: it needs ${getUser}` }
  if (plan === "enterprise") return { answer: "yes", sentence: "an Enterprise plan was agreed on" }
  const name = account.username.toLowerCase()
  const isMentioned = Array.from(text.matchAll(/(?<![\w@])@(\w{1,15})(?!\w)/g)).some(([, found]) => found?.toLowerCase() === name)
  if (isMentioned) return { answer: "yes", sentence: "it mentions the account" }
  const quoted = (attachments ?? []).flatMap(
    ({ url }) => /^https:\/\/(?:x|twitter)\.com\/(\w+)\/status\/\d+/.exec(url)?.[1]?.toLowerCase() ?? [],
  )
  if (quoted.includes(name)) return { answer: "yes", sentence: "it quotes the account" }
  if (quoted.includes("i")) return { answer: "unknown", sentence: "it quotes a post, and does not show whose" }
  return { answer: "no", sentence: "it neither mentions nor quotes the account: without Enterprise X refuses a reply; answer by hand" }
}

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

/** From here on a person should check the bill. Our choice. */
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
