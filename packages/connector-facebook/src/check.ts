import { createAppToken, inspectToken, listAppSubscriptions, listSubscribedFields, type GraphClient } from "@otklik/connector-kit/meta"
import { isDeskError, type CallOptions, type Health, type Instant } from "@otklik/core"
import type { FacebookApp, FacebookOptions } from "./options.ts"

/** Rights of the token, and what for. */
const neededRights: Readonly<Record<string, string>> = {
  pages_read_engagement: "to read the Page",
  pages_read_user_content: "to read what others write on it",
  pages_manage_engagement: "to answer",
}

/** Fields of the webhook without which complaints would be missed. */
const neededFields = ["feed", "mention"]

/** What a check asks of. */
export interface CheckOptions {
  readonly options: FacebookOptions
  readonly graph: GraphClient
  /** For other Pages; undefined where none is read. */
  readonly publicGraph: GraphClient | undefined
  /** Sentences about a webhook that is silent. */
  silence(): readonly string[]
}

/** Asks Meta how the token, the Pages and both sides of the webhook do. */
export async function checkHealth({ options, graph, publicGraph, silence }: CheckOptions, { signal }: CallOptions = {}): Promise<Health> {
  const { pageId, app, webhook, publicPages, lists } = options
  const abort = signal === undefined ? {} : { signal }
  const problems: string[] = []
  /** Tries one thing; what keeps it from working is a problem. */
  async function look(what: string, action: () => Promise<void>): Promise<void> {
    try {
      await action()
    } catch (error) {
      signal?.throwIfAborted()
      if (!isDeskError(error)) throw error
      problems.push(`${what}: ${error.message}`)
    }
  }

  let expiresAt: Instant | null = null
  const ends = (at: Instant | null, what: string, action: string): void => {
    if (at === null) return
    if (expiresAt === null || at < expiresAt) expiresAt = at
    if (at <= options.clock.now()) problems.push(`token: ${what}; ${action}`)
  }
  const newToken = "log in again and give the connector a new token of the Page"
  await look("token", async () => ends((await graph.token.current(abort)).expiresAt, "it has ended", newToken))
  if (app !== undefined) {
    await look("token", async () => {
      const token = await inspectToken(graph, createAppToken(app), abort)
      ends(token.expiresAt, "it has ended", newToken)
      ends(token.dataAccessExpiresAt, "the access to data has ended", "let the person who gave it log in to the application again")
      if (!token.isValid) problems.push(`token: Meta does not take it; ${newToken}`)
      const rights = { ...neededRights, ...(webhook === undefined ? {} : { pages_manage_metadata: "to hear the Page's webhook" }) }
      if (!token.isValid) return
      for (const [right, purpose] of Object.entries(rights))
        if (!token.scopes.includes(right)) problems.push(`token: the right ${right} is missing, ${purpose}; log in again and grant it`)
    })
    if (webhook !== undefined) await checkSubscriptions(graph, pageId, app, problems, look, abort)
  }
  for (const list of lists) await look(`${list} of the Page`, async () => canRead(graph, pageId, list, abort))
  for (const page of publicPages)
    await look(`Page ${page.pageId}`, async () =>
      publicGraph === undefined ? undefined : canRead(publicGraph, page.pageId, "feed", abort),
    )
  problems.push(...silence())
  return { ok: problems.length === 0, problems: [...new Set(problems)], expiresAt }
}

async function canRead(graph: GraphClient, node: string, edge: string, abort: CallOptions): Promise<void> {
  await graph.page({ operation: edge, node, edge, params: { fields: "id", limit: 1 }, priority: "discovery", ...abort })
}

/** Meta is silent, without any error, when one of the two sides is not subscribed. */
async function checkSubscriptions(
  graph: GraphClient,
  pageId: string,
  app: FacebookApp,
  problems: string[],
  look: (what: string, action: () => Promise<void>) => Promise<void>,
  abort: CallOptions,
): Promise<void> {
  await look("webhook, the application's side", async () => {
    const all = await listAppSubscriptions(graph, { appId: app.appId, appToken: createAppToken(app), ...abort })
    const ours = all.find(({ object }) => object === "page")
    if (ours === undefined || !ours.isActive) {
      problems.push('webhook: the application has no active webhook for the object page; add it in Meta\'s dashboard, "Webhooks"')
      return
    }
    for (const field of neededFields)
      if (!ours.fields.includes(field))
        problems.push(`webhook: the application does not subscribe to the field ${field}; do so in Meta's dashboard, "Webhooks"`)
  })
  await look("webhook, the Page's side", async () => {
    const fields = await listSubscribedFields(graph, { node: pageId, appId: app.appId, ...abort })
    for (const field of neededFields)
      if (!fields.includes(field))
        problems.push(
          `webhook: the Page does not let the application hear ${field}; call POST /${pageId}/subscribed_apps with subscribed_fields=${neededFields.join(",")}`,
        )
  })
}
