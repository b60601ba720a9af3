import {
  createBudget,
  createThreadTracker,
  createWalkEnd,
  cutWalk,
  endOfDay,
  watchWindow,
  type EditMemory,
  type ListedItem,
  type Reading,
  type ShownMessages,
  type Walk,
  type WatchedThread,
} from "@otklik/connector-kit"
import { edgeMark, edgeMoment, instantToSeconds, isTooMuchError, listEdge, walkEdge, type GraphClient } from "@otklik/connector-kit/meta"
import type { Instant, MessageKey } from "@otklik/core"
import type { PullOptions } from "@otklik/core/connector"
import { ownerOf, readKey } from "../api/keys.ts"
import { readComment, readPost } from "../api/message.ts"
import { commentSchema, plainPostFields, postFields, postSchema } from "../api/schemas.ts"
import { commentsACall, walkComments } from "./comments.ts"
import { createOldPosts, headSchema, ifAllowed, type PostHead } from "./old-posts.ts"

/**
 * Posts that a call asks for: each brings its attachments and its number of comments. Where Meta finds it too much, the
 * client asks for fewer.
 */
const pageSize = 50

/** What a source of a Page needs. */
export interface PageSourceOptions {
  readonly graph: GraphClient
  readonly pageId: string
  /** As `feed`. */
  readonly list: string
  readonly watchSeconds: number
  readonly maxCalls: number
  readonly edits: EditMemory
  /** Takes what the lists show of messages of open incidents; absent for Pages of others. */
  readonly shown: ShownMessages | undefined
  /** Whether posts of this owner belong to this source, when they are not in the list any more. */
  readonly isOurs: (ownerId: string) => boolean
}

/**
 * Walks a list of a Page's posts from the newest back to the floor, and as far below it as comments are watched; then
 * the comments of every post where something changed, and of older posts where messages of open incidents are: all of
 * them, where that is cheaper than to read these messages one by one.
 *
 * @param options - see {@link PageSourceOptions}
 */
export function createPageWalk(
  options: PageSourceOptions,
): (floor: number, pull: PullOptions, fresh: ReadonlySet<MessageKey>) => Promise<Walk> {
  const { graph, pageId, list, watchSeconds, maxCalls, edits, shown, isOurs } = options
  const readThreads = createThreadTracker(maxCalls)
  const readOldPosts = createOldPosts(graph)

  const noted = (reading: Reading, now: Instant): Reading =>
    reading.kind === "message" ? { kind: "message", message: edits.note(reading.message, now) } : reading

  /**
   * @param from - comments above this moment are wanted, seconds
   * @param watched - messages of open incidents on the post
   * @param seenAt - when the head was looked at, seconds; absent: now
   */
  function threadOf(
    head: PostHead,
    from: number,
    watched: readonly MessageKey[],
    { now, signal }: PullOptions,
    seenAt?: number,
  ): WatchedThread {
    const { id: postId, updated_time: updatedAt, comments } = head
    const count = comments?.summary?.total_count ?? 0
    // A comment that comes while another goes leaves the number as it was, but not the moment.
    const stamp = (updatedAt === undefined ? 0 : instantToSeconds(updatedAt)) * 1000 + (count % 1000)
    const read: WatchedThread["read"] = async (budget, above) => {
      const abort = signal === undefined ? {} : { signal }
      // Whoever reads all comments sees those that are watched, too.
      const floor = Math.ceil(count / commentsACall) <= watched.length ? 0 : above
      const walk = { graph, id: postId, budget, priority: "incident", floor, isStream: true, ...abort } as const
      const { items, isWhole } = await walkComments(walk)
      const mayAnswer = (item: unknown): boolean => commentSchema.safeParse(item).data?.can_comment !== false
      const readItem = (item: unknown): Reading =>
        noted(
          seen(readComment(item, postId), watched, now, () => mayAnswer(item)),
          now,
        )
      return {
        items: listEdge(items, { read: readItem, place: postId, fallback: endOfDay(now) }),
        isWhole,
      }
    }
    const place = { id: postId, stamp, from, ...(seenAt === undefined ? {} : { seenAt }) }
    if (isBare(head)) return { ...place, read: async () => ({ items: [], isWhole: true }) }
    if (ownerOf(postId) === pageId) return { ...place, read }
    return { ...place, read: async (budget, above) => (await ifAllowed(graph, () => read(budget, above))) ?? { items: [], isWhole: true } }
  }

  /** The same reading; where it is watched, it was read. */
  function seen(reading: Reading, watched: readonly MessageKey[], now: Instant, takesComments: () => boolean): Reading {
    if (reading.kind === "message" && watched.includes(reading.message.key))
      shown?.set(reading.message.key, { look: { kind: "shown", message: reading.message, takesComments: takesComments() }, at: now })
    return reading
  }

  return async (floor, pull, fresh) => {
    const { now, signal } = pull
    const window = watchWindow(floor, instantToSeconds(now), watchSeconds)
    const posts = await walkEdge({
      budget: createBudget(maxCalls),
      isEnd: createWalkEnd(pageSize, edgeMoment, (moment) => moment <= window.from),
      async fetch(place) {
        const shared = {
          operation: list,
          node: pageId,
          edge: list,
          priority: "discovery",
          ...(signal === undefined ? {} : { signal }),
        } as const
        const params = { since: window.from, ...place }
        try {
          return await graph.page({ ...shared, params: { ...params, fields: postFields, limit: pageSize } })
        } catch (error) {
          const cause = graph.errorOf(error)
          // Error 1 may be about one post, and may not say so.
          if (cause === undefined || !(cause.code === 1 || isTooMuchError(cause))) throw error
          // Of the next post the words alone are taken, and the list goes on behind it.
          return graph.page({ ...shared, params: { ...params, fields: plainPostFields, limit: 1 } })
        }
      },
    })
    const watchedKeys = (pull.watchedKeys ?? []).filter((key) => isOurs(readKey(key)?.ownerId ?? ""))
    const watchedOf = Map.groupBy(watchedKeys, (key) => readKey(key)?.postId ?? "")
    const watchedPosts = new Set(watchedOf.keys())
    const mayComment = (item: unknown): boolean => postSchema.safeParse(item).data?.comments?.summary?.can_comment !== false
    const readItem = (item: unknown): Reading =>
      noted(
        seen(readPost(item), watchedOf.get(edgeMark(item)) ?? [], now, () => mayComment(item)),
        now,
      )
    const items: ListedItem[] = [...listEdge(posts.items, { read: readItem, place: list, fallback: floor + 1 })]
    const reached = posts.isWhole ? undefined : oldestOf(posts.items)
    const cut = cutWalk(floor, reached, "more posts than one reading may walk through")
    const heads = posts.items.flatMap((item) => headSchema.safeParse(item).data ?? [])
    const watchedHeads = heads.filter(({ id, created_time: at }) => instantToSeconds(at) > window.from || watchedPosts.has(id))
    const listed = new Set(heads.map(({ id }) => id))
    const old = await readOldPosts(new Set([...watchedPosts].filter((id) => !listed.has(id))), pull)
    // Below what is newly watched everything is wanted: it was passed over as long as nobody watched.
    const anew = new Set([...fresh].flatMap((key) => readKey(key)?.postId ?? []))
    // Older posts without comments stay among the threads: a first one may have come since they were read.
    const threads = [...watchedHeads.filter((head) => !isBare(head)).map((head) => ({ head, seenAt: undefined })), ...old.heads].map(
      ({ head, seenAt }) => threadOf(head, anew.has(head.id) ? 0 : floor, watchedOf.get(head.id) ?? [], pull, seenAt),
    )
    const comments = await readThreads(threads, floor, now)
    const missing = window.missing(reached, "comments under posts that are older than one reading may walk back to")
    items.push(...comments.items, ...missing)
    return {
      ...comments,
      items,
      isPartial: comments.isPartial || !old.isWhole,
      ...cut,
    }
  }
}

/** There is no comment below it. */
function isBare({ comments }: PostHead): boolean {
  return comments?.summary?.total_count === 0
}

/** The oldest moment that was reached: what is at it or before it may be incomplete. */
function oldestOf(items: readonly unknown[]): number | undefined {
  const oldest = items.reduce<number>((least, item) => Math.min(least, edgeMoment(item) ?? Infinity), Infinity)
  return oldest === Infinity ? undefined : oldest
}
