import type { Attachment } from "@otklik/core/connector"
import { renderComment, renderPost } from "./render.ts"
import { nextNumber, type VkComment, type VkState, type VkThread } from "./state.ts"

/** What a new comment is made of. */
export interface NewComment {
  readonly fromId: number
  readonly date: number
  readonly text: string
  readonly attachments: readonly (Attachment | string)[]
  /** The comment that it answers. */
  readonly target?: VkComment
}

/** Puts a comment under a post; threads have one level, as at VK. */
export function addComment(state: VkState, thread: VkThread, { fromId, date, text, attachments, target }: NewComment): VkComment {
  // Posts and comments of one owner are counted together.
  const id = nextNumber(state, `wall ${thread.ownerId}`)
  const place = target === undefined ? {} : { rootId: target.rootId ?? target.id, replyTo: target.id }
  const comment: VkComment = { key: `${thread.key}_${id}`, id, fromId, date, text, attachments, isDeleted: false, ...place }
  thread.comments.push(comment)
  state.comments.set(comment.key, { thread, comment })
  tellOfComment(state, thread, comment, "new")
  return comment
}

/** Tells the community's subscribers of a comment. */
export function tellOfComment(state: VkState, thread: VkThread, comment: VkComment, action: "new" | "edit" | "delete" | "restore"): void {
  const isWall = thread.kind === "wall"
  const place = isWall ? { post_owner_id: thread.ownerId } : { topic_owner_id: thread.ownerId, topic_id: thread.id }
  const trace = isWall
    ? { owner_id: thread.ownerId, id: comment.id, user_id: comment.fromId, deleter_id: comment.fromId, post_id: thread.id }
    : { topic_owner_id: thread.ownerId, topic_id: thread.id, id: comment.id }
  const object = action === "delete" ? trace : { ...renderComment(state, thread, comment), ...place }
  tell(state, thread.ownerId, `${isWall ? "wall_reply" : "board_post"}_${action}`, object)
}

/** Tells the community's subscribers of a post. */
export function tellOfPost(state: VkState, post: VkThread): void {
  if (post.kind === "wall") tell(state, post.ownerId, "wall_post_new", renderPost(state, post))
}

function tell(state: VkState, ownerId: number, type: string, object: unknown): void {
  if (ownerId >= 0) return
  const groupId = -ownerId
  const event = { group_id: groupId, type, event_id: `e${nextNumber(state, "event")}`, v: "5.199", object }
  const events = state.events.get(groupId) ?? { forgotten: 0, list: [] }
  state.events.set(groupId, events)
  events.list.push(event)
  for (const server of state.servers) {
    if (server.communityId !== groupId) continue
    state.pushes.push({ server, body: JSON.stringify({ ...event, secret: server.secret }), isConfirmation: false, retries: 0 })
  }
}
