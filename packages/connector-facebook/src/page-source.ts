import { createBudget, createThreadBook, gapOf, type ListedItem, type Reading, type Walk, type WatchedThread } from "@otklik/connector-kit"
import { instantToSeconds, isRightError, walkEdge, type GraphClient } from "@otklik/connector-kit/meta"
import type { Instant, PullOptions } from "@otklik/core"
import type { z } from "zod"
import { listItems, momentOf, walkComments } from "./comment-walk.ts"
import type { EditMemory } from "./edit-memory.ts"
import { ownerOf, readKey } from "./key.ts"
import { readComment, readPost } from "./message.ts"
import { postHeadFields, postFields, postSchema } from "./shape.ts"
import type { WatchedReader } from "./watched.ts"

/** Posts that a call asks for: each brings its attachments and its number of comments, and larger answers are refused (error 1). */
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
  /** Reads messages of open incidents again; absent for Pages of others. */
  readonly watched: WatchedReader | undefined
  /** Whether posts of this owner belong to this source, when they are not in the list any more. */
  readonly isOurs: (ownerId: string) => boolean
}

const headSchema = postSchema.pick({ id: true, created_time: true, updated_time: true, comments: true })
type Head = z.output<typeof headSchema>

/**
 * Walks a list of a Page's posts from the newest back to the floor, and as far as comments are watched; then the comments of every post where something
 * changed, and of older posts where messages of open incidents stand; then these messages themselves, for edits and deletions.
 *
 * @param options - see {@link PageSourceOptions}
 */
export function createPageWalk(options: PageSourceOptions): (floor: number, pull: PullOptions) => Promise<Walk> {
  const { graph, pageId, list, watchSeconds, maxCalls, edits, watched, isOurs } = options
  const readThreads = createThreadBook(maxCalls)

  const noted = (reading: Reading, now: Instant): Reading =>
    reading.kind === "message" ? { kind: "message", message: edits.note(reading.message, now) } : reading

  function threadOf(head: Head, floor: number, { now, signal }: PullOptions): WatchedThread {
    const { id: postId, updated_time: updatedAt, comments } = head
    const count = comments?.summary?.total_count ?? 0
    // A comment that comes while another goes leaves the number as it was, but not the moment.
    const stamp = (updatedAt === undefined ? 0 : instantToSeconds(updatedAt)) * 1000 + (count % 1000)
    const read: WatchedThread["read"] = async (budget) => {
      const abort = signal === undefined ? {} : { signal }
      const walk = { graph, id: postId, budget, priority: "incident", floor, isStream: true, ...abort } as const
      const { items, isWhole } = await walkComments(walk)
      return { items: listItems(items, (item) => noted(readComment(item, postId), now), postId), isWhole }
    }
    if (ownerOf(postId) === pageId) return { id: postId, stamp, read }
    return { id: postId, stamp, read: async (budget) => (await ifAllowed(graph, () => read(budget))) ?? { items: [], isWhole: true } }
  }

  /** Posts that are older than the list goes back, and are asked for because incidents of theirs are open. */
  async function readOldHeads(known: ReadonlySet<string>, { watchedKeys = [], signal }: PullOptions): Promise<readonly Head[]> {
    const ids = new Set(watchedKeys.flatMap((key) => readKey(key)?.postId ?? []).filter((id) => isOurs(ownerOf(id)) && !known.has(id)))
    const heads: Head[] = []
    for (const id of [...ids].slice(0, maxOldPosts)) {
      const call = { operation: "post", node: id, params: { fields: postHeadFields }, priority: "incident" } as const
      const head = await ifAllowed(graph, () => graph.find({ ...call, ...(signal === undefined ? {} : { signal }) }, headSchema))
      if (head !== undefined) heads.push(head)
    }
    return heads
  }

  return async (floor, pull) => {
    const { now, signal } = pull
    const watchedFrom = instantToSeconds(now) - watchSeconds
    const end = Math.max(0, Math.floor(Math.min(floor, watchedFrom)))
    const posts = await walkEdge({
      budget: createBudget(maxCalls),
      isEnd: (item) => (momentOf(item) ?? Infinity) <= end,
      fetch: (after) =>
        graph.page({
          operation: list,
          node: pageId,
          edge: list,
          params: { fields: postFields, since: end, limit: pageSize, after },
          priority: "discovery",
          ...(signal === undefined ? {} : { signal }),
        }),
    })
    const items: ListedItem[] = [...listItems(posts.items, (item) => noted(readPost(item), now), list)]
    const cut = posts.isWhole ? undefined : oldestAbove(posts.items, floor)
    const gaps = cut === undefined ? [] : [gapOf(floor, cut, "more posts than one reading may walk through")]
    const heads = posts.items.flatMap((item) => headSchema.safeParse(item).data ?? [])
    const young = heads.filter(
      ({ created_time: at, comments }) => instantToSeconds(at) > watchedFrom && (comments?.summary?.total_count ?? 1) > 0,
    )
    const old = await readOldHeads(new Set(young.map(({ id }) => id)), pull)
    const threads = [...young, ...old].map((head) => threadOf(head, floor, pull))
    const comments = await readThreads(threads, floor, now)
    items.push(...comments.items)
    if (watched !== undefined) items.push(...(await watched.read(pull, isOurs)))
    const settled = cut === undefined ? {} : { floor: cut }
    return { items, gaps: [...gaps, ...comments.gaps], isPartial: comments.isPartial, ...settled }
  }
}

/** So many posts that are older than the list goes back are looked at in one reading. Our choice. */
const maxOldPosts = 25

/** What stands on pages of others may be closed to this token although a list shows it: then there is nothing to read, and nothing to mend. */
async function ifAllowed<Result>(graph: GraphClient, read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read()
  } catch (error) {
    const cause = graph.errorOf(error)
    if (cause !== undefined && isRightError(cause)) return undefined
    throw error
  }
}

/** The oldest moment that was reached, when it is above the floor: what is at it or before it may be incomplete. */
function oldestAbove(items: readonly unknown[], floor: number): number | undefined {
  const oldest = items.reduce<number>((least, item) => Math.min(least, momentOf(item) ?? Infinity), Infinity)
  return oldest === Infinity || oldest <= floor ? undefined : oldest
}
