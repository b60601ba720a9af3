import { capabilityNote, createHealthLook, type CapabilityNote } from "@otklik/connector-kit"
import {
  createAppToken,
  graphIdSchema,
  inspectToken,
  listAppSubscriptions,
  listSubscribedFields,
  type GraphClient,
} from "@otklik/connector-kit/meta"
import type { Instant } from "@otklik/core"
import type { CallOptions, Capabilities, Health } from "@otklik/core/connector"
import * as z from "zod"
import type { InstagramLogin, InstagramOptions } from "./options.ts"
import { longestReply } from "./reply/text.ts"

const facebookLogin =
  'login: "facebook": link the account with a Page, and log in by Facebook Login with instagram_basic, instagram_manage_comments, pages_show_list and pages_read_engagement; tokens of Instagram Login cannot'

/**
 * What follows from the settings at hand. The rights of a token are not known before it is used: `doCheck` reports
 * them.
 */
export function capabilitiesOf({ webhook }: InstagramOptions): Capabilities {
  return Object.freeze({
    pull: true,
    webhook: webhook !== undefined,
    reply: true,
    replyPhoto: false,
    replyLimit: longestReply,
    relay: false,
  })
}

/** Whether what mentions the account can be read and answered. */
export function canMention({ login }: Pick<InstagramOptions, "login">): boolean {
  return login === "facebook"
}

/** The same in words, and what else Instagram does not let anybody do. */
export function describeCapabilities(options: InstagramOptions): readonly CapabilityNote[] {
  const { login, mediaCount, tags, hashtags, accounts, webhook } = options
  const isFacebook = login === "facebook"
  const no = (topic: string, sentence: string): CapabilityNote => ({ topic, has: false, sentence })
  return [
    capabilityNote(
      "media",
      true,
      `reads the account's media, and the comments under the newest ${mediaCount} and under those of open incidents`,
      "",
    ),
    capabilityNote(
      "older",
      webhook !== undefined,
      `hears of comments under media older than the newest ${mediaCount} by pushes alone; what Meta did not push is found only where an incident is open`,
      `comments under media older than the newest ${mediaCount} are not found, except where an incident is open: needs webhook, or a larger mediaCount (500 at most)`,
    ),
    capabilityNote("tags", tags, "reads media in which others tagged the account; they take no replies", "needs tags: true"),
    capabilityNote(
      "hashtags",
      isFacebook && hashtags.length > 0,
      `reads ${hashtags.length} hashtags of at most 30 within seven days; Instagram names no author of what it finds, and allows no answer there`,
      isFacebook
        ? "no hashtag is named in the options; Meta reviews the application for Instagram Public Content Access"
        : `needs ${facebookLogin}`,
    ),
    capabilityNote(
      "accounts",
      isFacebook && accounts.length > 0,
      `reads the posts of ${accounts.length} other professional accounts, without their comments; they take no replies`,
      isFacebook ? "no account is named in the options" : `needs ${facebookLogin}`,
    ),
    capabilityNote(
      "mentions",
      isFacebook && webhook !== undefined,
      "reads what mentions the account when Meta pushes it, and answers there; what was not pushed cannot be listed",
      isFacebook ? "needs webhook: mentions are pushed, and not listed anywhere" : `needs ${facebookLogin}`,
    ),
    capabilityNote(
      "webhook",
      webhook !== undefined,
      "takes pushes of comments, of comments on live videos and of mentions",
      "needs app and webhook: the application must be live with Advanced Access, subscribed to the object instagram, and enabled for the account",
    ),
    capabilityNote(
      "reply",
      true,
      `answers under the account's own media and their comments${isFacebook ? ", and where it is mentioned" : "; not where it is mentioned, which cannot be read by Instagram Login"}`,
      "",
    ),
    no("replyPhoto", "comments take no photos; put a link into the text"),
    no("search", "Instagram has no search by words; name hashtags instead"),
    no("private", "stories, messages, private accounts and their posts are not read, by rule"),
    no("events", "Instagram pushes no edits and no deletions; messages of open incidents are read again"),
  ]
}

/** Rights without which something is missing, by the way in. */
const neededRights: Readonly<Record<InstagramLogin, readonly string[]>> = {
  facebook: ["instagram_basic", "instagram_manage_comments", "pages_show_list", "pages_read_engagement"],
  instagram: ["instagram_business_basic", "instagram_business_manage_comments"],
}

const accountSchema = z.looseObject({ id: graphIdSchema, user_id: graphIdSchema.optional() })
const headSchema = z.looseObject({ id: graphIdSchema })

/**
 * Asks Meta how the connector's token, account and webhook do.
 *
 * @param options - of the connector
 * @param graph - Instagram
 * @param noticed - what reading and the webhook showed to be wrong, as sentences
 */
export async function checkHealth(
  options: InstagramOptions,
  graph: GraphClient,
  noticed: () => readonly string[],
  { signal }: CallOptions = {},
): Promise<Health> {
  const { login, accountId, app, webhook, pageId, clock } = options
  const abort = signal === undefined ? {} : { signal }
  const shared = { priority: "discovery", ...abort } as const
  const { look, problems } = createHealthLook(abort)
  const appToken = app === undefined ? undefined : createAppToken(app)

  const ends: Instant[] = []
  await look("token", async () => {
    ends.push(...known((await graph.token.current(abort)).expiresAt))
    if (login === "instagram" || appToken === undefined) return
    const token = await inspectToken(graph, appToken, abort)
    ends.push(...known(token.expiresAt), ...known(token.dataAccessExpiresAt))
    if (!token.isValid) problems.push("token: Meta says that it is not valid; log in again and give the connector a new token")
    for (const right of neededRights.facebook)
      if (token.isValid && !token.scopes.includes(right)) problems.push(`token: the right ${right} is missing; log in again and grant it`)
  })
  const expiresAt = ends.toSorted()[0] ?? null
  if (expiresAt !== null && expiresAt <= clock.now()) problems.push("token: it has ended; log in again and give the connector a new token")

  let isReadable = false
  await look("account", async () => {
    const fields = login === "facebook" ? "id,username" : "id,user_id,username"
    const found = await graph.call(
      { operation: "account", node: login === "facebook" ? accountId : "me", params: { fields }, ...shared },
      accountSchema,
    )
    isReadable = found.id === accountId || found.user_id === accountId
    if (!isReadable) problems.push("account: the token is of another account than accountId names")
  })
  if (isReadable) {
    await look(`comments (${neededRights[login].join(", ")})`, async () => {
      const { items } = await graph.page({ operation: "media", node: accountId, edge: "media", params: { limit: 1 }, ...shared })
      const media = headSchema.safeParse(items[0]).data
      if (media !== undefined)
        await graph.page({ operation: "comments", node: media.id, edge: "comments", params: { limit: 1 }, ...shared })
    })
  }
  if (webhook !== undefined) {
    if (login === "facebook" && app !== undefined && appToken !== undefined) {
      await look("webhook of the application", async () => {
        const all = await listAppSubscriptions(graph, { appId: app.appId, appToken, ...abort })
        const fields = all.filter(({ object, isActive }) => object === "instagram" && isActive).flatMap((one) => one.fields)
        for (const field of ["comments", "mentions"])
          if (!fields.includes(field))
            problems.push(`webhook: the application is not subscribed to ${field} of instagram; do it in the application's settings`)
      })
    }
    const node = login === "instagram" ? "me" : pageId
    if (node !== undefined) {
      await look("webhook of the account", async () => {
        const fields = await listSubscribedFields(graph, { node, appId: app?.appId, ...abort })
        // A Page takes no names of fields of Instagram: any field of it will do.
        if (fields.length === 0 || (login === "instagram" && !fields.includes("comments")))
          problems.push(`webhook: the account is not subscribed to the application; POST /${node}/subscribed_apps`)
      })
    }
  }
  problems.push(...noticed())
  return { ok: problems.length === 0, problems, expiresAt }
}

const known = (at: Instant | null): readonly Instant[] => (at === null ? [] : [at])
