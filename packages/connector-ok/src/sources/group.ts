import {
  createBudget,
  createThreadTracker,
  cutWalk,
  endOfDay,
  listItems,
  observationsIn,
  watchWindow,
  type Walk,
  type WatchedThread,
} from "@otklik/connector-kit"
import { instantToMillis, type MessageKey } from "@otklik/core"
import type { PullOptions } from "@otklik/core/connector"
import type { OkApi } from "../api/client.ts"
import { readKey } from "../api/keys.ts"
import { photoLinks, readTopic, topicMoment } from "../api/message.ts"
import { pageSchema, topicHeadSchema } from "../api/schemas.ts"
import { readThread } from "./comments.ts"
import { itemMark, walkPages } from "./list.ts"
import type { Openness } from "./openness.ts"

/** Topics that are asked for at a time; working clients ask `mediatopic.getTopics` for as many. */
const pageSize = 50

const topicsSchema = pageSchema("media_topics")

/** What a source of a group needs. */
export interface GroupSourceOptions {
  readonly api: OkApi
  readonly openness: Openness
  readonly groupId: string
  readonly hasComments: boolean
  readonly watchSeconds: number
  readonly maxCalls: number
}

/**
 * Walks a group: topics from the newest back to the floor, and as far below it as comments are watched; then the
 * comments of every topic whose number of comments changed, or of all where OK does not give the number.
 *
 * @param options - see {@link GroupSourceOptions}
 */
export function createGroupWalk(
  options: GroupSourceOptions,
): (floor: number, pull: PullOptions, fresh: ReadonlySet<MessageKey>) => Promise<Walk> {
  const { api, openness, groupId, hasComments, watchSeconds, maxCalls } = options
  const readThreads = createThreadTracker(maxCalls)
  let walks = 0

  return async (floor, { now, signal, watchedKeys = [] }, fresh) => {
    walks += 1
    const abort = signal === undefined ? {} : { signal }
    await openness.require(groupId, now, abort)
    const window = watchWindow(floor, Math.floor(instantToMillis(now) / 1000), watchSeconds)
    const walked = await walkPages({
      pageSize,
      budget: createBudget(maxCalls),
      isOld: (item) => (topicMoment(item) ?? Infinity) <= window.from,
      fetch: (anchor) =>
        api.call(
          {
            method: "mediatopic.getTopics",
            priority: "discovery",
            params: { gid: groupId, count: String(pageSize), anchor, fields: "media_topic.*,group_photo.*" },
            ...abort,
          },
          topicsSchema,
        ),
    })
    const photos = new Map(walked.entities.flatMap((entities) => [...photoLinks(entities)]))
    const items = listItems(walked.items, {
      read: (item) => readTopic(item, groupId, photos),
      momentOf: topicMoment,
      markOf: itemMark,
      place: groupId,
      fallback: floor + 1,
    })
    // The list is newest first, so the last one is where the walk came to.
    const reached = walked.items.map(topicMoment).findLast((moment) => moment !== undefined)
    const { isWhole } = walked
    const cut = cutWalk(floor, isWhole ? undefined : reached, "more topics than one reading may walk through")
    if (!hasComments) return { items, ...cut }
    const wanted = new Set(watchedKeys)
    const watched = topicsOf(groupId, wanted)
    const anew = topicsOf(groupId, fresh)
    const threadOf = (topicId: string, stamp?: number): WatchedThread => {
      const from = anew.has(topicId) ? 0 : floor
      // A removed comment keeps its place, so that what is watched is scanned from its beginning.
      const isWatched = watched.has(topicId)
      const place = { groupId, topicId }
      const read: WatchedThread["read"] = async (budget, above) => {
        const reach = isWatched ? { floor: 0, withRemoved: true } : { floor: above }
        const thread = await readThread({ api, place, budget, priority: "incident", fallback: endOfDay(now), ...reach, ...abort })
        return { ...thread, observations: observationsIn(thread.items, wanted) }
      }
      return { id: topicId, from, read, ...(stamp === undefined ? {} : { stamp }) }
    }
    const shown = new Set<string>()
    const threads = walked.items.flatMap((item): readonly WatchedThread[] => {
      const topic = topicHeadSchema.safeParse(item).data
      const stamp = topic?.discussion_summary?.comments_count ?? -walks // unlike the last time: it is read again
      if (topic === undefined) return []
      // What is watched is read without comments too: the last one may have been removed.
      if ((stamp === 0 || (topicMoment(item) ?? 0) <= window.from) && !watched.has(topic.id)) return []
      shown.add(topic.id)
      return [threadOf(topic.id, stamp)]
    })
    // Topics of any age that the desk watches, the newest watched first; OK does not say cheaply whether they changed.
    const old = [...watched].filter((id) => !shown.has(id)).map((id) => threadOf(id))
    const comments = await readThreads([...threads, ...old], floor, now)
    const missing = window.missing(isWhole ? undefined : reached, "comments under topics that are older than one reading may walk back to")
    const observations = [...comments.observations, ...observationsIn(items, wanted).map((message) => ({ message, at: now }))]
    return { ...comments, observations, items: [...items, ...comments.items, ...missing], ...cut }
  }
}

/** The topics of a group that watched messages are, or are under. */
export function topicsOf(groupId: string, keys: Iterable<MessageKey>): ReadonlySet<string> {
  const topics = [...keys].flatMap((key) => {
    const address = readKey(key)
    return address?.groupId === groupId ? [address.topicId] : []
  })
  return new Set(topics)
}
