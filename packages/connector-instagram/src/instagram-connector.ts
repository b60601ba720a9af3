import {
  createFixedToken,
  createQuotaPlanner,
  createSilenceWatch,
  createSourceList,
  createUnreadReader,
  createWatchReader,
  requireWaitingClock,
  type ShownMessages,
  type SourceReader,
  type UnreadReaderOptions,
  type CapabilityNote,
} from "@otklik/connector-kit"
import { createGraphClient } from "@otklik/connector-kit/meta"
import { readOptions, type Connector } from "@otklik/core"
import { failureRule } from "./api/errors.ts"
import { accountKey, readKey } from "./api/keys.ts"
import { createNodes } from "./api/nodes.ts"
import { canMention, capabilitiesOf, describeCapabilities, checkHealth } from "./health.ts"
import { instagramConnectorOptionsSchema, type InstagramConnectorOptions, type InstagramOptions } from "./options.ts"
import { createReplier } from "./reply/reply.ts"
import { createDayReader } from "./sources/day-reader.ts"
import { createHashtagTracker } from "./sources/hashtag-tracker.ts"
import { createDiscoveryWalk, createHashtagWalk, createTagsWalk } from "./sources/lists.ts"
import { createMediaTracker } from "./sources/media-tracker.ts"
import { createMediaWalk } from "./sources/media.ts"
import { createRecheck } from "./sources/sight.ts"
import { createReceiver } from "./webhook/receive.ts"

/** A connector to Instagram. */
export interface InstagramConnector extends Connector {
  /** What the settings at hand allow, and what is missing and how to get it: sentences for people. */
  describeCapabilities(): readonly CapabilityNote[]
}

/** A tag may be set long after the publication: so late it is still found, seconds. Our choice: thirty days. */
const tagSeconds = 30 * 86_400

/** From this use of Meta's limits on, messages of open incidents are not read: new ones come first. Our choice. */
const mostPercentForLooks = 50

/** How often tags, hashtags and other accounts are worth reading, minutes. */
const seldomMinutes = 60

const hosts = { facebook: "https://graph.facebook.com/", instagram: "https://graph.instagram.com/" } as const

/**
 * A connector to Instagram for one professional account (Graph API v25.0 unless the options name another version), by
 * Facebook Login or by Instagram Login: its media with their comments, tags, hashtags, posts of other professional
 * accounts, pushed comments and mentions, and replies as the account.
 *
 * What it can follows from the way in: a source that it cannot read is not listed, and `describeCapabilities` says why.
 *
 * @param options - see {@link InstagramConnectorOptions}
 * @throws DeskError `config` for wrong options, and for a clock that cannot wait
 */
export function createInstagramConnector(options: InstagramConnectorOptions): InstagramConnector {
  const read = readOptions(instagramConnectorOptionsSchema, options, "createInstagramConnector options")
  const { login, accountId, app, webhook, maxCalls } = read
  const self = { accountId, login }
  const graph = graphOf(read)
  const nodes = createNodes(graph, accountId)
  const media = createMediaTracker(graph, nodes, accountId)
  const watch = createSilenceWatch({
    isPushed: ({ communityKey }) => webhook !== undefined && communityKey === accountKey(accountId),
    channel: "the webhook",
  })
  const sources = createSourceList("instagram")
  const list = (id: string, title: string, reader: SourceReader, everyMinutes: number): void => {
    sources.add({ id, title, everyMinutes }, reader)
  }
  const unread = (walk: UnreadReaderOptions["walk"], more: Partial<UnreadReaderOptions> = {}): SourceReader => {
    const times = { backfillSeconds: read.backfillHours * 3600, overlapSeconds: read.overlapMinutes * 60 }
    return createUnreadReader({ format: "ig-list1", walk, ...times, ...more })
  }
  const seldom = Math.max(read.everyMinutes, seldomMinutes)

  const mayRecheck = (): boolean => (graph.usage()?.percent ?? 0) < mostPercentForLooks
  const shown: ShownMessages = new Map()
  const mediaWalk = createMediaWalk({ graph, nodes, media, self, mediaCount: read.mediaCount, maxCalls, mayRecheck, shown })
  const mediaReader = unread(mediaWalk, { canWatch: (key) => readKey(key) !== undefined })
  const look = createRecheck(nodes, self, canMention(read))
  list(
    "media",
    "media of the account",
    createWatchReader({ format: "ig1", reader: mediaReader, look, shown, maxLooks: maxCalls, mayRecheck }),
    read.everyMinutes,
  )
  if (read.tags)
    list("tags", "media with the account's tag", unread(createTagsWalk(graph, accountId, maxCalls), { overlapSeconds: tagSeconds }), seldom)
  if (login === "facebook") {
    const tracker = createHashtagTracker(graph, accountId)
    for (const { name, title } of read.hashtags) {
      const walk = createHashtagWalk(graph, tracker, accountId, name, maxCalls)
      list(`hashtag:${name.toLowerCase()}`, title ?? `#${name}`, createDayReader(unread(walk)), seldom)
    }
    for (const { username, title } of read.accounts) {
      const walk = createDiscoveryWalk(graph, accountId, username, maxCalls)
      list(`account:${username.toLowerCase()}`, title ?? username, unread(walk), seldom)
    }
  }

  const replier = createReplier({ graph, nodes, self, canMention: canMention(read) })
  const receive =
    webhook === undefined || app === undefined
      ? undefined
      : createReceiver({
          nodes,
          media,
          self,
          verifyToken: webhook.verifyToken,
          appSecrets: [app.appSecret, ...webhook.otherSecrets],
          canMention: canMention(read),
          watch,
        })

  return {
    specificationVersion: "v1",
    id: read.id ?? `instagram:${accountId}`,
    network: "instagram",
    capabilities: capabilitiesOf(read),
    sources: sources.listed,
    async doPull(pull) {
      const page = await sources.pull(pull)
      // Media of the account itself are not pushed.
      watch.found(
        page.messages.filter(({ kind }) => kind === "comment"),
        pull.now,
      )
      return page
    },
    ...(receive === undefined ? {} : { doReceive: (request, { now }) => receive(request, now) }),
    communityKey: accountKey(accountId),
    ...replier,
    doCheck: (check) => checkHealth(read, graph, () => [...sources.problems(), ...watch.problems()], check),
    describeCapabilities: () => describeCapabilities(read),
  }
}

function graphOf(read: InstagramOptions) {
  const clock = requireWaitingClock(read.clock, "createInstagramConnector options")
  const { login, token, app, webhook, fetch, random, timeoutMillis } = read
  return createGraphClient({
    network: "instagram",
    clock,
    fetch,
    random,
    timeoutMillis,
    failureRule,
    token: typeof token === "string" ? createFixedToken(token) : token,
    appSecret: app?.appSecret,
    planner: read.planner ?? createQuotaPlanner({ clock, limits: [{ name: "10 a second", calls: 10, millis: 1000 }] }),
    apiUrl: read.apiUrl ?? hosts[login],
    version: read.version,
    secrets: webhook === undefined ? [] : [webhook.verifyToken, ...webhook.otherSecrets],
  })
}
