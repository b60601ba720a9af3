import { createBudget } from "@otklik/connector-kit"
import { isDeskError, type Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import type * as z from "zod"
import type { VkApi } from "../api/client.ts"
import type { VkAddress } from "../api/keys.ts"
import { commentHeadSchema, commentSchema } from "../api/schemas.ts"
import { comparableText } from "../api/text.ts"
import { walkComments, type CommentWalk } from "../sources/comments.ts"
import { itemId } from "../sources/list.ts"

/**
 * The most calls of one search for a reply: five thousand comments. VK itself keeps a reply from being published twice,
 * by its `guid`.
 */
const mostCalls = 50

/** A published reply of ours. */
export interface FoundReply {
  readonly id: string
  /** Seconds. */
  readonly date: number
  readonly rootId?: string
}

/** What is searched for. */
export interface ReplySearch extends CallOptions {
  readonly api: VkApi
  readonly communityId: number
  /** What was answered: a post of a wall, or a comment under it. */
  readonly address: VkAddress
  readonly text: string
  /** When the reply is due. */
  readonly dueAt?: Instant
}

/**
 * Searches for every reply of the community with this text, under this message. VK does not show the `guid` of a
 * comment, so two replies with the same text under the same message cannot be distinguished.
 */
export async function findReplies({ api, communityId, address, text, dueAt, signal }: ReplySearch): Promise<readonly FoundReply[]> {
  const walk: CommentWalk = {
    api,
    thing: address,
    budget: createBudget(mostCalls),
    priority: "reply",
    ...(signal === undefined ? {} : { signal }),
    ...(dueAt === undefined ? {} : { dueAt }),
  }
  const wanted = comparableText(text)
  const ours = (items: readonly unknown[], rootId?: string): readonly FoundReply[] =>
    items.flatMap((item) => {
      const comment = readOurs(item, communityId)
      if (comment === undefined || comparableText(comment.text) !== wanted) return []
      const root = rootId ?? comment.parents_stack?.[0]
      if ((comment.reply_to_comment ?? root) !== address.commentId) return []
      return [{ id: comment.id, date: comment.date, ...(root === undefined ? {} : { rootId: root }) }]
    })

  const { commentId } = address
  if (commentId === undefined) return ours((await walkComments(walk, { sort: "desc" })).items)
  const direct = ours(await threadOf(walk, commentId), commentId)
  if (direct.length > 0) return direct
  // The comment may be in a thread itself; then the answer is next to it, and the root of the thread must be
  // found first.
  const top = await walkComments(walk, { sort: "desc", isEnd: (item) => isOrHolds(item, commentId) })
  const roots = top.items.flatMap((item) => commentHeadSchema.safeParse(item).data ?? [])
  if (roots.some(({ id }) => id === commentId)) return []
  const holder = roots.find(({ thread }) => thread?.items.some((item) => idOf(item) === commentId))
  const candidates = holder === undefined ? roots.filter(({ thread }) => (thread?.count ?? 0) > (thread?.items.length ?? 0)) : [holder]
  for (const { id } of candidates) {
    const items = await threadOf(walk, id)
    if (items.some((item) => idOf(item) === commentId)) return ours(items, id)
  }
  return []
}

/** The replies of a thread; none where the comment is the root of none. */
async function threadOf(walk: CommentWalk, rootId: string): Promise<readonly unknown[]> {
  try {
    return (await walkComments(walk, { rootId, sort: "desc" })).items
  } catch (error) {
    // VK finds the parameter wrong, or denies it. An answer that cannot be understood says nothing: a reply may be
    // published there.
    if (isDeskError(error, "refused") || (isDeskError(error, "protocol") && error.details.path === "params")) return []
    throw error
  }
}

function readOurs(item: unknown, communityId: number): z.output<typeof commentSchema> | undefined {
  const read = commentSchema.safeParse(item)
  return read.success && read.data.from_id === `-${communityId}` ? read.data : undefined
}

function isOrHolds(item: unknown, commentId: string): boolean {
  return (
    idOf(item) === commentId || (commentHeadSchema.safeParse(item).data?.thread?.items.some((reply) => idOf(reply) === commentId) ?? false)
  )
}

function idOf(item: unknown): string | undefined {
  return itemId(item)?.replace(/^.*_/, "")
}
