import { refuse, type VkRefusal } from "./responses.ts"
import { numberOf, pageOfItems, type VkApiCall } from "./request.ts"
import { renderComment, renderPost } from "./render.ts"
import type { VkComment, VkThread } from "./state.ts"

/** VK cuts texts of comments at this length unless `preview_length` says otherwise. */
const usualPreview = 90

/** How far a search reaches. */
const reachable = 1000

/** `wall.get` */
export function wallGet(call: VkApiCall): unknown {
  const ownerId = numberOf(call, "owner_id", 0)
  const account = call.state.accounts.get(ownerId)
  if (account === undefined) return refuse(100, "One of the parameters specified was missing or invalid: owner_id not found")
  // A person may be a member.
  if (account.isClosed && call.token.kind !== "user") return refuse(15, "Access denied: this wall available only for community members")
  const posts = newestFirst(call, (post) => post.ownerId === ownerId)
  const ordered = [...posts.filter(({ isPinned }) => isPinned), ...posts.filter(({ isPinned }) => !isPinned)]
  return { count: ordered.length, items: pageOfItems(call, ordered, 20).map((post) => renderPost(call.state, post)) }
}

/** `wall.getById`: those that are gone are left out. */
export function wallGetById({ state, params }: VkApiCall): unknown {
  const keys = (params["posts"] ?? "").split(",").map((id) => `vk:${id}`)
  const posts = keys.flatMap((key) => state.threads.get(key) ?? [])
  const shown = posts.filter(
    ({ kind, ownerId, isDeleted }) => kind === "wall" && !isDeleted && state.accounts.get(ownerId)?.isClosed !== true,
  )
  return { items: shown.map((post) => renderPost(state, post)) }
}

/** `newsfeed.search`: every word of the query must stand in the text. */
export function newsfeedSearch(call: VkApiCall): unknown {
  const words = (call.params["q"] ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
  const from = numberOf(call, "start_time", call.now - 86_400)
  const to = numberOf(call, "end_time", Infinity)
  const hits = newestFirst(call, ({ text, date }) => date >= from && date <= to && words.every((word) => text.toLowerCase().includes(word)))
  const shown = hits.filter(({ ownerId }) => call.state.accounts.get(ownerId)?.isClosed !== true)
  const start = Number(/^(\d+)\//.exec(call.params["start_from"] ?? "0/")?.[1] ?? 0)
  const end = Math.min(start + numberOf(call, "count", 30), reachable)
  const next = end < Math.min(shown.length, reachable) ? { next_from: `${end}/search` } : {}
  const items = shown.slice(start, end).map((post) => renderPost(call.state, post))
  return { items, ...next, count: Math.min(shown.length, reachable), total_count: shown.length }
}

/** `newsfeed.getMentions`: posts that name the token's owner as `[id1|Name]`. */
export function newsfeedGetMentions(call: VkApiCall): unknown {
  const from = numberOf(call, "start_time", 0)
  const to = numberOf(call, "end_time", Infinity)
  const name = `[id${call.token.accountId}|`
  const posts = newestFirst(call, ({ text, date }) => date >= from && date <= to && text.includes(name))
  return { count: posts.length, items: pageOfItems(call, posts, 20).map((post) => renderPost(call.state, post)) }
}

/** `wall.getComments` */
export function wallGetComments(call: VkApiCall): unknown {
  const { state, params } = call
  const thread = threadOf(call)
  if ("code" in thread) return thread
  const rootId = params["comment_id"] === undefined ? undefined : Number(params["comment_id"])
  if (rootId !== undefined && !thread.comments.some(({ id, rootId: own }) => id === rootId && own === undefined))
    return refuse(100, "One of the parameters specified was missing or invalid: comment_id not found")
  const level = thread.comments.filter((comment) => comment.rootId === rootId)
  const ordered = params["sort"] === "desc" ? level.toReversed() : level
  const from =
    params["start_comment_id"] === undefined
      ? 0
      : Math.max(
          0,
          ordered.findIndex(({ id }) => id === Number(params["start_comment_id"])),
        )
  const show = (comment: VkComment): Record<string, unknown> =>
    cutText(renderComment(state, thread, comment), numberOf(call, "preview_length", usualPreview))
  const items = pageOfItems(call, ordered.slice(from), 10).map((comment) => {
    const replies = thread.comments.filter((reply) => reply.rootId === comment.id)
    const few = replies.slice(0, numberOf(call, "thread_items_count", 0)).map(show)
    const below = { thread: { count: replies.length, items: few, can_post: true, show_reply_button: true, groups_can_post: true } }
    return { ...show(comment), ...(rootId === undefined ? below : {}) }
  })
  return {
    count: level.length,
    items,
    current_level_count: level.length,
    can_post: !thread.isClosed,
    show_reply_button: true,
    groups_can_post: true,
  }
}

/** `board.getTopics`, newest change first. */
export function boardGetTopics(call: VkApiCall): unknown {
  const ownerId = -numberOf(call, "group_id", 0)
  const updated = ({ date, comments }: VkThread): number => Math.max(date, ...comments.map((comment) => comment.date))
  const topics = [...call.state.threads.values()].filter((topic) => topic.kind === "board" && topic.ownerId === ownerId && !topic.isDeleted)
  const items = pageOfItems(
    call,
    topics.toSorted((one, other) => updated(other) - updated(one) || other.id - one.id),
    40,
  ).map((topic) => ({
    id: topic.id,
    title: `topic ${topic.id}`,
    created: topic.date,
    created_by: topic.fromId,
    updated: updated(topic),
    updated_by: topic.fromId,
    is_closed: topic.isClosed ? 1 : 0,
    is_fixed: topic.isPinned ? 1 : 0,
    comments: topic.comments.length,
  }))
  return { count: topics.length, items, default_order: 1, can_add_topics: 1 }
}

/** `board.getComments` */
export function boardGetComments(call: VkApiCall): unknown {
  const ownerId = -numberOf(call, "group_id", 0)
  const topic = call.state.threads.get(`vk:${ownerId}_topic${call.params["topic_id"]}`)
  if (topic === undefined || topic.isDeleted)
    return refuse(100, "One of the parameters specified was missing or invalid: topic_id not found")
  const shown = topic.comments.filter(({ isDeleted }) => !isDeleted)
  const ordered = call.params["sort"] === "desc" ? shown.toReversed() : shown
  return { count: shown.length, items: pageOfItems(call, ordered, 20).map((comment) => renderComment(call.state, topic, comment)) }
}

/** The post that a call names. */
export function threadOf(call: VkApiCall): VkThread | VkRefusal {
  const ownerId = numberOf(call, "owner_id", call.token.accountId ?? 0)
  const thread = call.state.threads.get(`vk:${ownerId}_${numberOf(call, "post_id", 0)}`)
  if (thread === undefined || thread.isDeleted) return refuse(15, "Access denied: post was not found check post_id param")
  if (call.state.accounts.get(ownerId)?.isClosed === true) return refuse(212, "Access to post comments denied")
  return thread
}

function newestFirst({ state }: VkApiCall, fits: (post: VkThread) => boolean): readonly VkThread[] {
  const posts = [...state.threads.values()].filter((post) => post.kind === "wall" && !post.isDeleted && fits(post))
  return posts.toSorted((one, other) => other.date - one.date || other.id - one.id)
}

function cutText(comment: Record<string, unknown>, length: number): Record<string, unknown> {
  const { text } = comment
  return typeof text === "string" && length > 0 && text.length > length ? { ...comment, text: `${text.slice(0, length)}…` } : comment
}
