import {
  createBudget,
  createThreadTracker,
  createWalkEnd,
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
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { readKey } from "../api/keys.ts"
import { readPost } from "../api/message.ts"
import { idSchema, listSchema } from "../api/schemas.ts"
import type { VkWall } from "../options.ts"
import { deletedComments, listComments, walkAllComments } from "./comments.ts"
import { itemMark, itemId, itemMoment, walkList } from "./list.ts"
import type { Openness } from "./openness.ts"
import { goneOf, postsOf, readPosts } from "./watched-posts.ts"

/** Posts a call gives at most (`wall.get`). */
const pageSize = 100

const headSchema = z.looseObject({
  id: idSchema,
  owner_id: idSchema,
  comments: z.looseObject({ count: z.number().int().min(0).default(0) }).optional(),
})

/** What a wall source needs. */
export interface WallSourceOptions {
  readonly api: VkApi
  readonly openness: Openness
  readonly wall: VkWall
  readonly watchSeconds: number
  readonly maxCalls: number
}

/**
 * Walks a wall: posts from the newest back to the floor, and as far below it as comments and edits are watched, and
 * those of any age that the desk watches; then the comments of every post whose number of comments changed.
 *
 * @param options - see {@link WallSourceOptions}
 */
export function createWallWalk({
  api,
  openness,
  wall,
  watchSeconds,
  maxCalls,
}: WallSourceOptions): (floor: number, options: PullOptions, fresh: ReadonlySet<MessageKey>) => Promise<Walk> {
  const readThreads = createThreadTracker(maxCalls)

  return async (floor, { now, signal, watchedKeys = [] }, fresh) => {
    const abort = signal === undefined ? {} : { signal }
    await openness.require(wall.ownerId, now, abort)
    const window = watchWindow(floor, Math.floor(instantToMillis(now) / 1000), watchSeconds)
    const posts = await walkList({
      pageSize,
      budget: createBudget(maxCalls),
      idOf: itemId,
      isEnd: createWalkEnd(pageSize, momentInOrder, (moment) => moment <= window.from),
      fetch: (offset, count) =>
        api.call(
          {
            method: "wall.get",
            tokens: ["service", "user"],
            priority: "discovery",
            params: { owner_id: wall.ownerId, offset, count },
            ...abort,
          },
          listSchema,
        ),
    })
    const place = `wall ${wall.ownerId}`
    const items = listItems(posts.items, {
      read: (item) => readPost(item),
      momentOf: itemMoment,
      markOf: itemMark,
      place,
      fallback: floor + 1,
    })
    const reached = posts.isWhole ? undefined : oldestOf(posts.items)
    const cut = cutWalk(floor, reached, "more posts than one reading may walk through")
    if (wall.comments === false) return { items, ...cut }
    const wanted = new Set(watchedKeys)
    const watched = postsOf(wall.ownerId, watchedKeys)
    const commented = postsOf(
      wall.ownerId,
      watchedKeys.filter((key) => readKey(key)?.commentId !== undefined),
    )
    const anew = postsOf(wall.ownerId, fresh)
    const shown = new Set(posts.items.map((item) => headSchema.safeParse(item).data?.id))
    const hidden = [...watched].filter((id) => !shown.has(id))
    const old = await readPosts(api, wall.ownerId, hidden, createBudget(maxCalls), abort)
    const threads = [...posts.items, ...old.items].flatMap((item): readonly WatchedThread[] => {
      const post = headSchema.safeParse(item).data
      const stamp = post?.comments?.count ?? 0
      if (post === undefined) return []
      // Where a comment is watched, a post is read without comments too: the last one may have been deleted.
      if (stamp === 0 ? !commented.has(post.id) : (itemMoment(item) ?? 0) <= window.from && !watched.has(post.id)) return []
      const thing = { kind: "wall", ownerId: post.owner_id, thingId: post.id } as const
      const read: WatchedThread["read"] = async (budget) => {
        const { comments, isWhole } = await walkAllComments({ api, thing, budget, ...abort })
        const found = listComments(thing, comments, endOfDay(now))
        return { items: found, isWhole, notices: deletedComments(thing, comments), observations: observationsIn(found, wanted) }
      }
      return [{ id: post.id, stamp, read, ...(anew.has(post.id) ? { from: 0 } : {}) }]
    })
    const comments = await readThreads(threads, floor, now)
    const notices = [...goneOf(wall.ownerId, [...posts.items, ...old.items]), ...comments.notices]
    const isPartial = comments.isPartial || !old.isWhole
    const missing = window.missing(reached, "comments under posts that are older than one reading may walk back to")
    return { ...comments, items: [...items, ...comments.items, ...missing], notices, isPartial, ...cut }
  }
}

/** The oldest moment that was reached: what is at it or before it may be incomplete. */
function oldestOf(items: readonly unknown[]): number | undefined {
  const moments = items.flatMap((item) => momentInOrder(item) ?? [])
  const oldest = moments.reduce((least, moment) => Math.min(least, moment), Infinity)
  return oldest === Infinity ? undefined : oldest
}

/** The moment of a post that is in the order of time: a pinned one comes first, however old it is. */
function momentInOrder(item: unknown): number | undefined {
  const isPinned = typeof item === "object" && item !== null && Boolean(Reflect.get(item, "is_pinned"))
  return isPinned ? undefined : itemMoment(item)
}
