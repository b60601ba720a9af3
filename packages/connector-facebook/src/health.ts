import { capabilityNote, type CapabilityNote } from "@otklik/connector-kit"
import { checkSubscriptions, checkToken, createHealthReport, type GraphClient } from "@otklik/connector-kit/meta"
import type { CallOptions, Capabilities, Health } from "@otklik/core/connector"
import type { FacebookOptions } from "./options.ts"

const getApp = 'the application\'s id and secret: in Meta\'s dashboard, "App settings", "Basic"; give them as app'

/** What follows from the settings at hand. Which rights the token has is known to Meta alone: `doCheck` asks. */
export function capabilitiesOf({ webhook }: FacebookOptions, sources: number): Capabilities {
  return Object.freeze({
    pull: sources > 0,
    webhook: webhook !== undefined,
    reply: true,
    replyPhoto: true,
    replyLimit: null, // Meta documents none for comments
    relay: false,
  })
}

/** The same in words, and what else Meta does not let anybody do. */
export function describeCapabilities({ lists, publicPages, app, webhook }: FacebookOptions): readonly CapabilityNote[] {
  const never = (topic: string, sentence: string): CapabilityNote => ({ topic, has: false, sentence })
  const reading = "needs the Page's token with pages_read_engagement and pages_read_user_content"
  return [
    capabilityNote(
      "feed",
      lists.includes("feed"),
      `reads everything on the Page with its comments; ${reading}`,
      'not asked for: add "feed" to lists',
    ),
    capabilityNote(
      "visitorPosts",
      lists.includes("visitor_posts"),
      `reads what visitors wrote on the Page; ${reading}`,
      'not asked for: add "visitor_posts" to lists',
    ),
    capabilityNote(
      "tagged",
      lists.includes("tagged"),
      `reads public posts elsewhere that tag the Page; ${reading}`,
      'not asked for: add "tagged" to lists',
    ),
    capabilityNote(
      "publicPages",
      publicPages.length > 0,
      `reads ${publicPages.length} other Pages; Meta must have reviewed the application for Page Public Content Access`,
      `needs publicPages, ${getApp}; and Meta's review of the application for Page Public Content Access with business verification, which it usually refuses`,
    ),
    never(
      "search",
      "there is no search of public posts by words: Meta offers none to anybody; the Page's own lists and tags are what can be read",
    ),
    capabilityNote(
      "webhook",
      webhook !== undefined,
      "takes pushes of the fields feed and mention, signed with the application's secret",
      `needs webhook.verifyToken, ${getApp}; the application must be live, with both sides subscribed: its own, and the Page's by subscribed_apps`,
    ),
    capabilityNote(
      "health",
      app !== undefined,
      "reports when the token expires, and which rights and subscriptions are missing",
      `needs ${getApp}; without it, only whether the Page can be read`,
    ),
    capabilityNote("reply", true, "answers under posts and comments as the Page, with the right pages_manage_engagement", ""),
    capabilityNote("replyPhoto", true, "one photo with a comment, which Facebook fetches itself: its address must be public", ""),
    never("replyAsPost", "an answer as a post of the Page's own is not offered"),
    never("groups", "groups are closed to applications since 22 April 2024, in all versions"),
    never("profiles", "profiles and pages of people are not read, by rule; what they write on the Page or with a tag of it is"),
    never("reviews", "reviews of the Page are not read: they have no address and cannot be answered by applications"),
    never("private", "messages are not read, by rule; private answers to comments are not offered"),
  ]
}

/** Rights of the token, and what for. */
const neededRights: Readonly<Record<string, string>> = {
  pages_read_engagement: "to read the Page",
  pages_read_user_content: "to read what others write on it",
  pages_manage_engagement: "to answer",
}

/** Fields of the webhook without which complaints would be missed. */
const fields = ["feed", "mention"]

/** What a check asks of. */
export interface CheckOptions {
  readonly options: FacebookOptions
  readonly graph: GraphClient
  /** For other Pages; undefined where none is read. */
  readonly publicGraph: GraphClient | undefined
  /** What reading and the webhook showed to be wrong, as sentences. */
  noticed(): readonly string[]
}

/** Asks Meta how the token, the Pages and both sides of the webhook do. */
export async function checkHealth({ options, graph, publicGraph, noticed }: CheckOptions, { signal }: CallOptions = {}): Promise<Health> {
  const { clock, pageId, app, webhook, publicPages, lists } = options
  const abort = signal === undefined ? {} : { signal }
  const report = createHealthReport(clock, signal)
  const canRead = (client: GraphClient, node: string, edge: string, what: string): Promise<void> =>
    report.look(what, async () => {
      await client.page({ operation: edge, node, edge, params: { fields: "id", limit: 1 }, priority: "discovery", ...abort })
    })
  const rights = { ...neededRights, ...(webhook === undefined ? {} : { pages_manage_metadata: "to receive the Page's webhook" }) }
  await checkToken(report, { graph, app, rights, ...abort })
  if (app !== undefined && webhook !== undefined)
    await checkSubscriptions(report, {
      graph,
      app,
      object: "page",
      fields,
      node: pageId,
      nodeFields: fields,
      nodeName: "the Page",
      ...abort,
    })
  for (const list of lists) await canRead(graph, pageId, list, `${list} of the Page`)
  for (const page of publicPages) if (publicGraph !== undefined) await canRead(publicGraph, page.pageId, "feed", `Page ${page.pageId}`)
  for (const problem of noticed()) report.report(problem)
  return { ok: report.problems.length === 0, problems: report.problems, expiresAt: report.expiresAt }
}
