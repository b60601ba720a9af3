import { createBudget, createThreadTracker, endOfDay, type Walk, type WatchedThread } from "@otklik/connector-kit"
import type { PullOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { idSchema, listSchema } from "../api/schemas.ts"
import { listComments } from "./comments.ts"
import { itemId, itemMoment, walkList } from "./list.ts"
import type { Openness } from "./openness.ts"

/** Topics and comments a call gives at most (`board.getTopics`, `board.getComments`). */
const pageSize = 100

const topicSchema = z.looseObject({ id: idSchema, updated: z.number().int().min(0), is_fixed: z.number().optional() })

/**
 * Walks the board of a community: topics by their last change, back to the floor, and in each that changed the comments
 * from the newest.
 *
 * @param api - VK
 * @param openness - of communities
 * @param communityId - positive
 * @param maxCalls - the most calls for topics, and for comments, of one walk
 */
export function createBoardWalk(
  api: VkApi,
  openness: Openness,
  communityId: number,
  maxCalls: number,
): (floor: number, options: PullOptions) => Promise<Walk> {
  const readThreads = createThreadTracker(maxCalls)

  return async (floor, { now, signal }) => {
    await openness.require(-communityId, now, signal === undefined ? {} : { signal })
    const shared = { tokens: ["service", "user"], ...(signal === undefined ? {} : { signal }) } as const
    const topics = await walkList({
      pageSize,
      budget: createBudget(maxCalls),
      idOf: itemId,
      // Fixed topics come first, whatever happened in them.
      isEnd: (item) => {
        const topic = topicSchema.safeParse(item).data
        return topic !== undefined && topic.is_fixed !== 1 && topic.updated <= floor
      },
      fetch: (offset, count) =>
        api.call(
          { ...shared, method: "board.getTopics", priority: "discovery", params: { group_id: communityId, order: 1, offset, count } },
          listSchema,
        ),
    })
    const threads = topics.items.flatMap((item): readonly WatchedThread[] => {
      const topic = topicSchema.safeParse(item).data
      if (topic === undefined || topic.updated <= floor) return []
      const thing = { kind: "topic", ownerId: `-${communityId}`, thingId: topic.id } as const
      const read: WatchedThread["read"] = async (budget, from) => {
        const { items, isWhole } = await walkList({
          pageSize,
          budget,
          idOf: itemId,
          isEnd: (comment) => (itemMoment(comment) ?? Infinity) <= from,
          fetch: (offset, count) =>
            api.call(
              {
                ...shared,
                method: "board.getComments",
                priority: "incident",
                params: { group_id: communityId, topic_id: topic.id, sort: "desc", offset, count },
              },
              listSchema,
            ),
        })
        return {
          items: listComments(
            thing,
            items.map((value) => ({ value })),
            endOfDay(now),
          ),
          isWhole,
        }
      }
      return [{ id: topic.id, stamp: topic.updated, read }]
    })
    const read = await readThreads(threads, floor, now)
    return { ...read, gaps: [], isPartial: read.isPartial || !topics.isWhole }
  }
}
