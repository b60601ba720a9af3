import { checkSubscriptions, checkToken, createHealthBook, type GraphClient } from "@otklik/connector-kit/meta"
import type { CallOptions, Health } from "@otklik/core/connector"
import type { FacebookOptions } from "./options.ts"

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
  const book = createHealthBook(clock, signal)
  const canRead = (client: GraphClient, node: string, edge: string, what: string): Promise<void> =>
    book.look(what, async () => {
      await client.page({ operation: edge, node, edge, params: { fields: "id", limit: 1 }, priority: "discovery", ...abort })
    })
  const rights = { ...neededRights, ...(webhook === undefined ? {} : { pages_manage_metadata: "to hear the Page's webhook" }) }
  await checkToken(book, { graph, app, rights, ...abort })
  if (app !== undefined && webhook !== undefined)
    await checkSubscriptions(book, { graph, app, object: "page", fields, node: pageId, nodeFields: fields, nodeName: "the Page", ...abort })
  for (const list of lists) await canRead(graph, pageId, list, `${list} of the Page`)
  for (const page of publicPages) if (publicGraph !== undefined) await canRead(publicGraph, page.pageId, "feed", `Page ${page.pageId}`)
  for (const problem of noticed()) book.tell(problem)
  return { ok: book.problems.length === 0, problems: book.problems, expiresAt: book.expiresAt }
}
