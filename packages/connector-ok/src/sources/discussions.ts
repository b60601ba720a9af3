import {
  createBudget,
  createThreadTracker,
  cutWalk,
  endOfDay,
  invalidReading,
  listItems,
  skippedReading,
  type Reading,
  type Walk,
  type WatchedThread,
} from "@otklik/connector-kit"
import type { PullOptions } from "@otklik/core/connector"
import type * as z from "zod"
import type { OkApi } from "../api/client.ts"
import { moscowMillis } from "../api/moments.ts"
import { discussionSchema, pageSchema } from "../api/schemas.ts"
import { readThread } from "./comments.ts"
import { itemMark, walkPages } from "./list.ts"
import type { Openness } from "./openness.ts"

/** Discussions a call gives at most (`discussions.getList`). */
const pageSize = 100

const listSchema = pageSchema("discussions")

/**
 * Walks the discussions of groups by their latest activity, back to the floor, and in each of a group that is read the
 * comments from the newest. It finds comments under topics of any age.
 *
 * @param api - OK
 * @param openness - of the groups that are read
 * @param groupIds - these; what happens in others is passed over
 * @param maxCalls - the most calls for discussions, and for comments, of one walk
 */
export function createDiscussionWalk(
  api: OkApi,
  openness: Openness,
  groupIds: readonly string[],
  maxCalls: number,
): (floor: number, pull: PullOptions) => Promise<Walk> {
  const readThreads = createThreadTracker(maxCalls)

  return async (floor, { now, signal }) => {
    const abort = signal === undefined ? {} : { signal }
    const walked = await walkPages({
      pageSize,
      budget: createBudget(maxCalls),
      isOld: (item) => (activityOf(item) ?? Infinity) <= floor,
      fetch: (anchor) =>
        api.call(
          {
            method: "discussions.getList",
            priority: "discovery",
            params: { category: "GROUP", types: "GROUP_TOPIC", count: String(pageSize), anchor },
            ...abort,
          },
          listSchema,
        ),
    })
    const threads: WatchedThread[] = []
    for (const item of walked.items) {
      const discussion = discussionSchema.safeParse(item).data
      const groupId = groupOf(discussion)
      if (discussion?.object_type !== "GROUP_TOPIC" || groupId === undefined) continue
      const activity = activityOf(item) ?? Infinity
      if (activity <= floor) continue
      const state = await openness.stateOf(groupId, now, abort)
      if (state !== "open" && !(state === "untold" && groupIds.includes(groupId))) continue
      const place = { groupId, topicId: discussion.object_id }
      const stamp = discussion.total_comments_count ?? activity
      threads.push({
        id: discussion.object_id,
        stamp,
        read: (budget, above) => readThread({ api, place, budget, priority: "incident", floor: above, fallback: endOfDay(now), ...abort }),
      })
    }
    const comments = await readThreads(threads, floor, now)
    const broken = listItems(walked.items, {
      read: brokenIn,
      momentOf: activityOf,
      markOf: itemMark,
      place: "discussions",
      fallback: floor + 1,
    })
    const reached = walked.items.map(activityOf).findLast((moment) => moment !== undefined)
    const items = [...comments.items, ...broken]
    return {
      ...comments,
      items,
      ...cutWalk(floor, walked.isWhole ? undefined : reached, "more discussions than one reading may walk through"),
    }
  }
}

/** The group in which a discussion is. */
function groupOf(discussion: z.output<typeof discussionSchema> | undefined): string | undefined {
  return discussion?.ref_objects.find(({ type }) => type.toUpperCase() === "GROUP")?.id
}

/** What of a discussion cannot be understood; one that can is nothing by itself: its comments are read. */
function brokenIn(item: unknown): Reading {
  const read = discussionSchema.safeParse(item)
  if (!read.success) return skippedReading(read.error)
  const isTopic = read.data.object_type === "GROUP_TOPIC"
  return isTopic && groupOf(read.data) === undefined
    ? invalidReading("ref_objects", "the group of the topic was expected")
    : { kind: "nothing", reason: "a discussion" }
}

/** The moment of the latest activity, seconds; undefined where OK does not say it. */
function activityOf(item: unknown): number | undefined {
  const discussion = discussionSchema.safeParse(item).data
  const millis = discussion?.last_activity_date_ms ?? moscowMillis(discussion?.last_activity_date ?? "")
  return millis === undefined ? undefined : Math.floor(millis / 1000)
}
