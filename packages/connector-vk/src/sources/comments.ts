import { listItems, type Budget, type ListedItem, type QuotaPriority } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions, MessageNotice } from "@otklik/core/connector"
import type { VkApi } from "../api/client.ts"
import { commentKey, type VkThing } from "../api/keys.ts"
import { readComment } from "../api/message.ts"
import { commentHeadSchema, listSchema } from "../api/schemas.ts"
import { itemId, itemMark, itemMoment, walkList, type WalkedList } from "./list.ts"

/** How many comments a call gives at most, and how many replies of each thread come with them (`wall.getComments`). */
const pageSize = 100
const threadSize = 10

/** What it takes to read comments. */
export interface CommentWalk extends CallOptions {
  readonly api: VkApi
  readonly thing: VkThing
  readonly budget: Budget
  /** What the comments are read for. Default: incidents. */
  readonly priority?: QuotaPriority
  /** When what they are read for is due. */
  readonly dueAt?: Instant
}

/** A comment as VK gave it, with the root of its thread. */
export interface RawComment {
  readonly value: unknown
  readonly rootId?: string
}

/** One list of comments: those right under the post, or the replies of one thread. */
export function walkComments(
  { api, thing, budget, signal, dueAt, priority = "incident" }: CommentWalk,
  options: { readonly rootId?: string; readonly sort: "asc" | "desc"; readonly isEnd?: (item: unknown) => boolean },
): Promise<WalkedList> {
  return walkList({
    pageSize,
    budget,
    idOf: itemId,
    isEnd: options.isEnd ?? (() => false),
    fetch: (offset, count) =>
      api.call(
        {
          method: "wall.getComments",
          tokens: ["service", "user"],
          priority,
          params: {
            owner_id: thing.ownerId,
            post_id: thing.thingId,
            offset,
            count,
            sort: options.sort,
            preview_length: 0, // else texts are cut at 90 characters
            ...(options.rootId === undefined ? { thread_items_count: threadSize } : { comment_id: options.rootId }),
          },
          ...(signal === undefined ? {} : { signal }),
          ...(dueAt === undefined ? {} : { dueAt }),
        },
        listSchema,
      ),
  })
}

/** Every comment under a post, with all replies of all threads; `isWhole` is false when the budget ended before. */
export async function walkAllComments(walk: CommentWalk): Promise<{ readonly comments: readonly RawComment[]; readonly isWhole: boolean }> {
  const top = await walkComments(walk, { sort: "desc" })
  const comments: RawComment[] = []
  let isWhole = top.isWhole
  for (const value of top.items) {
    comments.push({ value })
    const head = commentHeadSchema.safeParse(value)
    const thread = head.data?.thread
    if (!head.success || thread === undefined || thread.count === 0) continue
    const rootId = head.data.id
    const isShort = thread.items.length < thread.count
    const replies = isShort ? await walkComments(walk, { rootId, sort: "desc" }) : { items: thread.items, isWhole: true }
    comments.push(...replies.items.map((reply) => ({ value: reply, rootId })))
    isWhole &&= replies.isWhole
  }
  return { comments, isWhole }
}

/** That comments are deleted: VK leaves them in the list without a text. */
export function deletedComments(thing: VkThing, comments: readonly RawComment[]): readonly MessageNotice[] {
  return comments.flatMap(({ value }) => {
    const head = commentHeadSchema.safeParse(value).data
    return head?.deleted === true ? [{ kind: "deleted", messageKey: commentKey(thing, head.id) } as const] : []
  })
}

/**
 * Comments as items of a list.
 *
 * @param fallback - the moment of comments where none has one, seconds
 */
export function listComments(thing: VkThing, comments: readonly RawComment[], fallback: number): readonly ListedItem[] {
  return listItems(comments, {
    read: ({ value, rootId }) => readComment(value, thing, { rootId }),
    momentOf: ({ value }) => itemMoment(value),
    markOf: ({ value }) => itemMark(value),
    place: `${thing.ownerId} ${thing.thingId}`,
    fallback,
  })
}
