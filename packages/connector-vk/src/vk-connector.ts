import {
  createSilenceWatch,
  createSourceList,
  createUnreadReader,
  type SourceReader,
  type UnreadReaderOptions,
  type CapabilityNote,
} from "@otklik/connector-kit"
import { readOptions, type Connector, type MessageKey } from "@otklik/core"
import { createVkApi } from "./api/client.ts"
import { keyOfUrl } from "./api/keys.ts"
import { canRead, capabilitiesOf, describeCapabilities, checkHealth } from "./health.ts"
import { vkConnectorOptionsSchema, type VkConnectorOptions } from "./options.ts"
import { createReplier } from "./reply/reply.ts"
import { createBoardWalk } from "./sources/board.ts"
import { createLongPollReader } from "./sources/long-poll.ts"
import { createMessageReader } from "./sources/one-message.ts"
import { createOpenness } from "./sources/openness.ts"
import { createMentionsWalk, createSearchWalk, createSuggestedWalk } from "./sources/search.ts"
import { createWallWalk } from "./sources/wall.ts"
import { postsOf } from "./sources/watched-posts.ts"
import { createReceiver } from "./webhook/receive.ts"

/** A connector to VKontakte. */
export interface VkConnector extends Connector {
  /** What the tokens at hand allow, and what is missing and how to get it: sentences for people. */
  describeCapabilities(): readonly CapabilityNote[]
}

/** Events are worth asking for every minute: asking costs one call. */
const longPollMinutes = 1

/**
 * A connector to VKontakte (API 5.199): searches, walls with their comments, boards, mentions, the events of the
 * official community (Callback API and Bots Long Poll), and replies as this community.
 *
 * What it can follows from the tokens: a source that no token can read is not listed, and `describeCapabilities` says
 * why.
 *
 * @param options - see {@link VkConnectorOptions}
 * @throws DeskError `config` for wrong options, and for a clock that cannot wait
 */
export function createVkConnector(options: VkConnectorOptions): VkConnector {
  const read = readOptions(vkConnectorOptionsSchema, options, "createVkConnector options")
  const { communityId, callback, maxCalls, tokens } = read
  const api = createVkApi(read)
  const watch = createSilenceWatch({
    isPushed: ({ communityKey }) => callback !== undefined && communityKey === `vk:-${communityId}`,
    channel: "the Callback API",
  })
  const openness = createOpenness(api)
  const posts = { withSuggested: read.suggested }
  const sources = createSourceList("vk")
  const list = (id: string, title: string, reader: SourceReader, everyMinutes = read.everyMinutes): void => {
    sources.add({ id, title, everyMinutes }, reader)
  }
  const times = { backfillSeconds: read.backfillHours * 3600, overlapSeconds: read.overlapMinutes * 60 }
  const unread = (walk: UnreadReaderOptions["walk"], canWatch: (key: MessageKey) => boolean = () => false): SourceReader =>
    createUnreadReader({ format: "vk1", walk, canWatch, ...times })

  if (canRead(read)) {
    for (const wall of read.walls) {
      const walk = createWallWalk({ api, openness, wall, watchSeconds: read.watchDays * 86_400, maxCalls })
      list(
        `wall:${wall.ownerId}`,
        wall.title ?? `wall ${wall.ownerId}`,
        unread(walk, (key) => wall.comments && postsOf(wall.ownerId, [key]).size > 0),
      )
    }
    for (const { id, query, title } of read.searches) list(`search:${id}`, title ?? query, unread(createSearchWalk(api, query, maxCalls)))
    for (const { communityId: group, title } of read.boards)
      list(`board:${group}`, title ?? `board ${group}`, unread(createBoardWalk(api, openness, group, maxCalls)))
  }
  if (read.mentions && tokens.user !== undefined) list("mentions", "mentions", unread(createMentionsWalk(api, maxCalls)))
  if (read.suggested && communityId !== undefined && tokens.user !== undefined)
    list("suggested", `suggested posts of the community ${communityId}`, unread(createSuggestedWalk(api, communityId, maxCalls)))
  if (read.longPoll && communityId !== undefined && tokens.community !== undefined)
    list("long-poll", `events of the community ${communityId}`, createLongPollReader(api, communityId, posts), longPollMinutes)

  const capabilities = capabilitiesOf(read, sources.listed.length)
  const replier = capabilities.reply && communityId !== undefined ? createReplier(api, communityId, capabilities.replyPhoto) : undefined
  const receive =
    callback !== undefined && communityId !== undefined ? createReceiver({ api, communityId, callback, watch, posts }) : undefined

  return {
    specificationVersion: "v1",
    id: read.id ?? (communityId === undefined ? "vk" : `vk:club${communityId}`),
    network: "vk",
    capabilities,
    sources: sources.listed,
    async doPull(pull) {
      const page = await sources.pull(pull)
      if (pull.sourceId !== "long-poll") watch.found(page.messages, pull.now)
      return page
    },
    ...(receive === undefined ? {} : { doReceive: (request, { now }) => receive(request, now) }),
    ...(communityId === undefined ? {} : { communityKey: `vk:-${communityId}` }),
    keyOf: keyOfUrl,
    ...(canRead(read) ? { doRead: createMessageReader(api, openness, maxCalls) } : {}),
    ...replier,
    doCheck: (check) => checkHealth(read, api, openness, () => [...sources.problems(), ...watch.problems()], check),
    describeCapabilities: () => describeCapabilities(read, capabilities),
  }
}
