import { createBudget, createWalkEnd, cutWalk, type Reading, type Walk } from "@otklik/connector-kit"
import {
  edgeSchema,
  graphIdSchema,
  listEdge,
  readEdge,
  walkEdge,
  type GraphClient,
  type GraphPage,
  type WalkedEdge,
} from "@otklik/connector-kit/meta"
import type { PullOptions } from "@otklik/core/connector"
import * as z from "zod"
import { momentOf, readMedia } from "../api/message.ts"
import { publicMediaFields } from "../api/schemas.ts"
import type { HashtagTracker } from "./hashtag-tracker.ts"

/** Walks a list of media objects from the newest back to the floor. */
export type MediaWalk = (floor: number, pull: PullOptions) => Promise<Walk>

/** Media objects that a call gives at most. */
const pageSize = 50

/** What a walk came to; a list that was cut off is a gap up to the oldest that was reached. */
function walkOf(walked: WalkedEdge, floor: number, read: (item: unknown) => Reading, place: string): Walk {
  const items = listEdge(walked.items, { read, momentOf, place, fallback: floor + 1 })
  const reached = walked.items.map(momentOf).findLast((moment) => moment !== undefined)
  return { items, ...cutWalk(floor, walked.isWhole ? undefined : reached, "more media than one reading may walk through") }
}

/**
 * Walks the media objects in which others tagged the account. A tag may be set long after the publication, and the
 * order of the list is not documented: the walk ends behind a whole page of what is old.
 *
 * @param graph - Instagram
 * @param accountId - the account
 * @param maxCalls - the most calls of one walk
 */
export function createTagsWalk(graph: GraphClient, accountId: string, maxCalls: number): MediaWalk {
  return async (floor, { signal }) => {
    let old = 0
    const walked = await walkEdge({
      budget: createBudget(maxCalls),
      isEnd(item) {
        old = (momentOf(item) ?? Infinity) <= floor ? old + 1 : 0
        return old >= pageSize
      },
      fetch: (place) =>
        graph.page({
          operation: "tags",
          node: accountId,
          edge: "tags",
          params: { fields: `${publicMediaFields},username`, limit: pageSize, ...place },
          priority: "discovery",
          ...(signal === undefined ? {} : { signal }),
        }),
    })
    return walkOf(walked, floor, (item) => readMedia(item), "tags")
  }
}

/**
 * Walks what was published with a hashtag within a day. Instagram names no author, and the last page leads to itself.
 *
 * @param graph - Instagram
 * @param tracker - knows the ids of hashtags, and how many may be asked for
 * @param accountId - the account that asks
 * @param name - the hashtag
 * @param maxCalls - the most calls of one walk
 */
export function createHashtagWalk(
  graph: GraphClient,
  tracker: HashtagTracker,
  accountId: string,
  name: string,
  maxCalls: number,
): MediaWalk {
  return async (floor, { now, signal }) => {
    const abort = signal === undefined ? {} : { signal }
    const node = await tracker.idOf(name, now, abort)
    const walked = await walkEdge({
      budget: createBudget(maxCalls),
      isEnd: createWalkEnd(pageSize, momentOf, (moment) => moment <= floor),
      fetch: (place) =>
        graph.page({
          operation: "recent_media",
          node,
          edge: "recent_media",
          params: { user_id: accountId, fields: publicMediaFields, limit: pageSize, ...place },
          priority: "discovery",
          ...abort,
        }),
    })
    return walkOf(walked, floor, (item) => readMedia(item), `#${name}`)
  }
}

const discoverySchema = z.looseObject({ business_discovery: z.looseObject({ id: graphIdSchema, media: edgeSchema.optional() }) })

/**
 * Walks what another professional account publishes. Its comments are not given.
 *
 * @param graph - Instagram
 * @param accountId - the account that asks
 * @param username - the other one
 * @param maxCalls - the most calls of one walk
 */
export function createDiscoveryWalk(graph: GraphClient, accountId: string, username: string, maxCalls: number): MediaWalk {
  return async (floor, { signal }) => {
    let authorId: string | undefined
    const walked = await walkEdge({
      budget: createBudget(maxCalls),
      isEnd: createWalkEnd(pageSize, momentOf, (moment) => moment <= floor),
      fetch: (place): Promise<GraphPage> =>
        graph.fit(`${accountId} business_discovery ${username}`, pageSize, async (limit) => {
          const after = place?.["after"]
          const media = `media${after === undefined ? "" : `.after(${after})`}.limit(${limit}){${publicMediaFields}}`
          const call = {
            operation: "business_discovery",
            node: accountId,
            params: { fields: `business_discovery.username(${username}){id,${media}}` },
            priority: "discovery",
            ...(signal === undefined ? {} : { signal }),
          } as const
          const { business_discovery: found } = await graph.call(call, discoverySchema)
          authorId = found.id
          return readEdge(found.media ?? { data: [] })
        }),
    })
    return walkOf(walked, floor, (item) => readMedia(item, { authorId }), username)
  }
}
