import { createSourceList, createUnreadReader, type UnreadReaderOptions, type CapabilityNote } from "@otklik/connector-kit"
import { readOptions, type Connector, type MessageKey } from "@otklik/core"
import { createOkApi } from "./api/client.ts"
import { keyOfUrl } from "./api/keys.ts"
import { capabilitiesOf, describeCapabilities, checkHealth } from "./health.ts"
import { okConnectorOptionsSchema, type OkConnectorOptions } from "./options.ts"
import { createReplier } from "./reply/reply.ts"
import { createDiscussionWalk } from "./sources/discussions.ts"
import { createGroupWalk, topicsOf } from "./sources/group.ts"
import { createOpenness } from "./sources/openness.ts"

/** A connector to Odnoklassniki. */
export interface OkConnector extends Connector {
  /** What the settings at hand allow, and what is missing and how to get it: sentences for people. */
  describeCapabilities(): readonly CapabilityNote[]
}

/**
 * A connector to Odnoklassniki (ok.ru): topics of groups with their comments, discussions, and replies as the official
 * group.
 *
 * OK's public documentation is old and has holes. What could not be confirmed is off, and `describeCapabilities` says
 * why.
 *
 * @param options - see {@link OkConnectorOptions}
 * @throws DeskError `config` for wrong options, and for a clock that cannot wait
 */
export function createOkConnector(options: OkConnectorOptions): OkConnector {
  const read = readOptions(okConnectorOptionsSchema, options, "createOkConnector options")
  const { groups, reply, maxCalls, everyMinutes } = read
  const groupIds = groups.map(({ groupId }) => groupId)
  const api = createOkApi(read)
  const openness = createOpenness(api, groupIds)
  const sources = createSourceList("ok")
  const list = (
    id: string,
    title: string,
    walk: UnreadReaderOptions["walk"],
    canWatch: (key: MessageKey) => boolean = () => false,
  ): void => {
    const times = { backfillSeconds: read.backfillHours * 3600, overlapSeconds: read.overlapMinutes * 60 }
    sources.add({ id, title, everyMinutes }, createUnreadReader({ format: "ok1", walk, canWatch, ...times }))
  }

  for (const { groupId, title, comments } of groups) {
    const walk = createGroupWalk({ api, openness, groupId, hasComments: comments, watchSeconds: read.watchDays * 86_400, maxCalls })
    list(`group:${groupId}`, title ?? `group ${groupId}`, walk, (key) => comments && topicsOf(groupId, [key]).size > 0)
  }
  if (read.discussions && groupIds.length > 0) list("discussions", "discussions", createDiscussionWalk(api, openness, groupIds, maxCalls))

  const replier = reply === undefined ? undefined : createReplier(api, reply.groupId)

  return {
    specificationVersion: "v1",
    id: read.id ?? (reply === undefined ? "ok" : `ok:group${reply.groupId}`),
    network: "ok",
    capabilities: capabilitiesOf(read, sources.listed.length),
    sources: sources.listed,
    doPull: (pull) => sources.pull(pull),
    ...(reply === undefined ? {} : { communityKey: `ok:${reply.groupId}` }),
    keyOf: keyOfUrl,
    ...replier,
    doCheck: (check) => checkHealth(read, api, openness, () => sources.problems(), check),
    describeCapabilities: () => describeCapabilities(read),
  }
}
