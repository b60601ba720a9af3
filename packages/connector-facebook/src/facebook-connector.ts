import {
  createEditMemory,
  createFixedToken,
  createQuotaPlanner,
  createSilenceWatch,
  createSourceList,
  createUnreadReader,
  createWatchReader,
  requireWaitingClock,
  type QuotaPlanner,
  type TokenSource,
  type CapabilityNote,
} from "@otklik/connector-kit"
import { createAppToken, createGraphClient, type GraphClient } from "@otklik/connector-kit/meta"
import { readOptions, type Connector, type MessageKey } from "@otklik/core"
import { readKey } from "./api/keys.ts"
import { capabilitiesOf, describeCapabilities, checkHealth } from "./health.ts"
import { facebookConnectorOptionsSchema, type FacebookConnectorOptions, type FacebookOptions } from "./options.ts"
import { createReplier } from "./reply/reply.ts"
import { createPageWalk, type PageSourceOptions } from "./sources/page.ts"
import { createRecheck } from "./sources/watched-posts.ts"
import { createReceiver } from "./webhook/receive.ts"

/** A connector to Facebook Pages. */
export interface FacebookConnector extends Connector {
  /** What the settings at hand allow, and what is missing and how to get it: sentences for people. */
  describeCapabilities(): readonly CapabilityNote[]
}

/**
 * Meta's limits follow from how many people a Page reaches, and are in its answers; this keeps calls from coming
 * all at once. Our choice.
 */
const callsASecond = 10

/**
 * From this use of Meta's limits on, messages of open incidents are not read one by one: new ones come first. Our
 * choice.
 */
const mostPercentForLooks = 50

/**
 * A connector to Facebook Pages (Graph API v25.0 unless the options name another version): the official Page's feed,
 * what visitors write on it and posts that tag it, each with its comments; other Pages where Meta allows it; the
 * webhook's fields `feed` and `mention`; replies as the Page.
 *
 * Keywords cannot be searched for: Meta offers it to nobody. `describeCapabilities` says what else is missing and why.
 *
 * @param options - see {@link FacebookConnectorOptions}
 * @throws DeskError `config` for wrong options, and for a clock that cannot wait
 */
export function createFacebookConnector(options: FacebookConnectorOptions): FacebookConnector {
  const read = readOptions(facebookConnectorOptionsSchema, options, "createFacebookConnector options")
  const { pageId, app, webhook, publicPages, maxCalls } = read
  const token = typeof read.token === "string" ? createFixedToken(read.token) : read.token
  const graph = clientOf(read, token, read.planner)
  const publicGraph = app === undefined || publicPages.length === 0 ? undefined : clientOf(read, createAppToken(app), undefined)
  const silence = createSilenceWatch({
    isPushed: ({ communityKey }) => webhook !== undefined && communityKey === `facebook:${pageId}`,
    channel: "the webhook",
  })
  const sources = createSourceList("facebook")
  const shared = { maxCalls, watchSeconds: read.watchDays * 86_400, edits: createEditMemory() }
  const look = createRecheck(graph, app)
  const mayRecheck = (): boolean => (graph.usage()?.percent ?? 0) < mostPercentForLooks
  const add = (id: string, title: string, source: Pick<PageSourceOptions, "graph" | "pageId" | "list" | "shown" | "isOurs">): void => {
    const times = { backfillSeconds: Math.round(read.backfillHours * 3600), overlapSeconds: Math.round(read.overlapMinutes * 60) }
    const canWatch = (key: MessageKey): boolean => source.isOurs(readKey(key)?.ownerId ?? "")
    const { shown } = source
    const reader = createUnreadReader({ format: "facebook1", walk: createPageWalk({ ...shared, ...source }), canWatch, ...times })
    const watching = { format: "facebook-watch1", reader, look, canWatch, maxLooks: maxCalls, mayRecheck }
    sources.add({ id, title, everyMinutes: read.everyMinutes }, shown === undefined ? reader : createWatchReader({ ...watching, shown }))
  }

  const others = new Set(publicPages.map((page) => page.pageId))
  for (const list of read.lists) {
    // What is on the Page is watched with its feed, or with the first list there is; what is elsewhere with the
    // tags.
    const isFirst = list === (read.lists.find((name) => name !== "tagged") ?? "tagged")
    const isOurs = (ownerId: string): boolean =>
      list === "tagged" ? ownerId !== pageId && !others.has(ownerId) : isFirst && ownerId === pageId
    add(list, `${list} of the Page ${pageId}`, { graph, pageId, list, shown: new Map(), isOurs })
  }
  for (const page of publicPages) {
    if (publicGraph === undefined) continue
    const isOurs = (ownerId: string): boolean => ownerId === page.pageId
    add(`page:${page.pageId}`, page.title ?? `Page ${page.pageId}`, {
      graph: publicGraph,
      pageId: page.pageId,
      list: "feed",
      shown: undefined,
      isOurs,
    })
  }

  const capabilities = capabilitiesOf(read, sources.listed.length)
  const replier = createReplier(graph, pageId)
  const receive =
    app === undefined || webhook === undefined
      ? undefined
      : createReceiver({ graph, pageId, app, webhook, heard: (now) => silence.heard(now) })

  return {
    specificationVersion: "v1",
    id: read.id ?? `facebook:${pageId}`,
    network: "facebook",
    capabilities,
    sources: sources.listed,
    async doPull(pull) {
      const page = await sources.pull(pull)
      silence.found(page.messages, pull.now)
      return page
    },
    ...(receive === undefined ? {} : { doReceive: (request, { now }) => receive(request, now) }),
    communityKey: `facebook:${pageId}`,
    ...replier,
    doCheck: (check) =>
      checkHealth({ options: read, graph, publicGraph, noticed: () => [...sources.problems(), ...silence.problems()] }, check),
    describeCapabilities: () => describeCapabilities(read),
  }
}

function clientOf(read: FacebookOptions, token: TokenSource, planner: QuotaPlanner | undefined): GraphClient {
  const clock = requireWaitingClock(read.clock, "createFacebookConnector options")
  const limits = [{ name: `${callsASecond} a second`, calls: callsASecond, millis: 1000 }]
  return createGraphClient({
    network: "facebook",
    clock,
    fetch: read.fetch,
    random: read.random,
    token,
    planner: planner ?? createQuotaPlanner({ clock, limits }),
    appSecret: read.app?.appSecret,
    apiUrl: read.apiUrl,
    version: read.version,
    timeoutMillis: read.timeoutMillis,
    secrets: read.webhook === undefined ? [] : [read.webhook.verifyToken, ...read.webhook.otherSecrets],
  })
}
