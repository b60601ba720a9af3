import type { Attachment } from "@otklik/core/connector"
import type { VkComment, VkState, VkThread } from "./state.ts"

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** Texts leave VK with HTML entities. */
function escapeText(text: string): string {
  return text.replaceAll(/[&<>"]/g, (sign) => entities[sign] ?? sign)
}

/** A post as `wall_wallpost_full`. */
export function renderPost(state: VkState, post: VkThread): unknown {
  return {
    inner_type: "wall_wallpost",
    id: post.id,
    owner_id: post.ownerId,
    from_id: post.fromId,
    date: post.date,
    ...(post.edited === undefined ? {} : { edited: post.edited }),
    text: escapeText(post.text),
    type: "post",
    post_type: "post",
    ...(post.isPinned ? { is_pinned: 1 } : {}),
    comments: { can_post: post.isClosed ? 0 : 1, count: post.comments.filter(({ isDeleted }) => !isDeleted).length },
    likes: { count: 0, user_likes: 0, can_like: 1 },
    reposts: { count: 0, user_reposted: 0 },
    ...attachmentsOf(post.attachments),
    ...state.distortions.get(post.key),
  }
}

/** A comment as `wall_wall_comment`; of a deleted one, what VK leaves of it. */
export function renderComment(state: VkState, thread: VkThread, comment: VkComment): Record<string, unknown> {
  const place = thread.kind === "wall" ? { owner_id: thread.ownerId, post_id: thread.id } : {}
  const parents = comment.rootId === undefined ? [] : [comment.rootId]
  if (comment.isDeleted) return { id: comment.id, date: comment.date, ...place, parents_stack: parents, deleted: true }
  return {
    id: comment.id,
    from_id: comment.fromId,
    date: comment.date,
    text: escapeText(comment.text),
    ...place,
    ...(thread.kind === "wall" ? { parents_stack: parents } : {}),
    ...(comment.replyTo === undefined ? {} : { reply_to_comment: comment.replyTo }),
    ...attachmentsOf(comment.attachments),
    ...state.distortions.get(comment.key),
  }
}

function attachmentsOf(list: readonly (Attachment | string)[]): { readonly attachments?: readonly unknown[] } {
  return list.length === 0 ? {} : { attachments: list.map(renderAttachment) }
}

function renderAttachment(attachment: Attachment | string, index: number): unknown {
  if (typeof attachment === "string") {
    const [, ownerId, id] = /^photo(-?\d+)_(\d+)/.exec(attachment) ?? []
    return photo(Number(ownerId ?? 0), Number(id ?? 0), `https://sun9.userapi.example.com/${attachment}.jpg`)
  }
  const { kind, url } = attachment
  if (kind === "photo") return photo(1, index + 1, url)
  if (kind === "document")
    return { type: "doc", doc: { id: index + 1, owner_id: 1, title: "doc", size: 1, ext: "pdf", date: 1, type: 1, url } }
  return { type: "link", link: { url, title: "link" } }
}

function photo(ownerId: number, id: number, url: string): unknown {
  const size = (type: string, width: number, address: string) => ({ type, width, height: width, url: address })
  return {
    type: "photo",
    photo: { id, owner_id: ownerId, album_id: -7, date: 1, has_tags: false, sizes: [size("s", 75, `${url}?small`), size("z", 1080, url)] },
  }
}
