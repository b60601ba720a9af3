import type { Attachment } from "@otklik/core/connector"
import { pageOf } from "./edge.ts"
import { isRefusal, type FacebookRefusal } from "./responses.ts"
import { parseFields, pickFields, type AskedField } from "./fields.ts"
import { isGone, type FacebookComment, type FacebookPost, type FacebookState } from "./state.ts"

const site = "https://www.facebook.com"

/** Whoever looks at the network. */
export interface FacebookView {
  readonly state: FacebookState
  /** The Page whose token is used: others are shown no authors. */
  readonly pageId: string | undefined
}

/** ISO 8601 as the Graph API writes it. */
export function graphTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.000Z$/, "+0000")
}

/** The permanent link. */
export function permalinkOf(thing: FacebookPost | FacebookComment): string {
  if (thing.type === "PagePost") return `${site}/${thing.ownerId}/posts/${thing.number}`
  const base = permalinkOf(thing.post)
  return thing.top === undefined
    ? `${base}?comment_id=${thing.number}`
    : `${base}?comment_id=${thing.top.number}&reply_comment_id=${thing.number}`
}

/** A post or comment with the fields that were asked for. */
export function showThing(
  view: FacebookView,
  thing: FacebookPost | FacebookComment,
  asked: readonly AskedField[],
): Record<string, unknown> | FacebookRefusal {
  const fields = asked.length === 0 ? usualFields(thing) : asked
  const node = thing.type === "PagePost" ? postNode(view, thing) : commentNode(view, thing)
  return pickFields(thing.type, { ...node, ...view.state.distortions.get(thing.key) }, fields)
}

function usualFields({ type }: FacebookPost | FacebookComment): readonly AskedField[] {
  const names = type === "PagePost" ? ["created_time", "message", "id"] : ["created_time", "from", "message", "id"]
  return names.map((name) => ({ name, modifiers: {}, inner: [] }))
}

function authorOf({ state, pageId }: FacebookView, thing: FacebookPost | FacebookComment): unknown {
  const author = state.accounts.get(thing.authorId)
  const ownerId = thing.type === "PagePost" ? thing.ownerId : thing.post.ownerId
  const isShown = author?.kind === "page" || (pageId === ownerId && author?.isHidden === false)
  return author !== undefined && isShown ? { name: author.name, id: author.id } : undefined
}

function postNode(view: FacebookView, post: FacebookPost): Readonly<Record<string, unknown>> {
  const { attachments, text, createdAt, updatedAt } = post
  return {
    id: post.id,
    message: text === "" ? undefined : text,
    created_time: graphTime(createdAt),
    updated_time: graphTime(updatedAt),
    from: authorOf(view, post),
    permalink_url: permalinkOf(post),
    is_hidden: false,
    is_published: true,
    can_reply_privately: false,
    status_type: attachments.length === 0 ? "mobile_status_update" : "added_photos",
    attachments: attachments.length === 0 ? undefined : { data: attachments.map(renderAttachment) },
    comments: (field: AskedField) => commentsOf(view, post, field.modifiers, "", field.inner),
  }
}

function commentNode(view: FacebookView, comment: FacebookComment): Readonly<Record<string, unknown>> {
  const { top, attachments, text, post } = comment
  const [attachment] = attachments
  return {
    id: comment.id,
    message: text,
    created_time: graphTime(comment.createdAt),
    from: authorOf(view, comment),
    permalink_url: permalinkOf(comment),
    parent: top === undefined ? undefined : { created_time: graphTime(top.createdAt), message: top.text, id: top.id },
    attachment: attachment === undefined ? undefined : renderAttachment(attachment),
    is_hidden: false,
    is_private: false,
    can_comment: !post.isClosed,
    can_hide: true,
    can_remove: true,
    can_reply_privately: true,
    comment_count: repliesOf(comment).filter((reply) => !isGone(reply)).length,
    like_count: 0,
    comments: (field: AskedField) => commentsOf(view, comment, field.modifiers, "", field.inner),
  }
}

function repliesOf(comment: FacebookComment): readonly FacebookComment[] {
  return comment.post.comments.filter(({ top }) => top === comment)
}

/**
 * The comments under a post or a comment: `filter` `toplevel` (the usual) or `stream`, `order`, and with `summary` how
 * many there are.
 *
 * @param address - of the next page; empty inside of a field expansion
 */
export function commentsOf(
  view: FacebookView,
  thing: FacebookPost | FacebookComment,
  params: Readonly<Record<string, string>>,
  address: string,
  inner?: readonly AskedField[],
): unknown {
  const asked = inner ?? (params["fields"] === undefined ? [] : parseFields(params["fields"]))
  if (isRefusal(asked)) return asked
  const all = thing.type === "Comment" ? repliesOf(thing) : thing.comments
  const isStream = params["filter"] === "stream" || thing.type === "Comment"
  const listed = all.filter(({ top }) => isStream || top === undefined)
  const isNewestFirst = params["order"] === "reverse_chronological"
  let refused: FacebookRefusal | undefined
  const show = (comment: FacebookComment): unknown => {
    const shown = showThing(view, comment, asked)
    if (isRefusal(shown)) refused = shown
    return shown
  }
  const page = pageOf(listed, { params, isNewestFirst, isSeen: (comment) => !isGone(comment), show, address })
  if (refused !== undefined) return refused
  if (isRefusal(page) || params["summary"] !== "true") return page
  const post = thing.type === "Comment" ? thing.post : thing
  const count = listed.filter((comment) => !isGone(comment)).length
  const order = isNewestFirst ? "reverse_chronological" : "chronological"
  return { ...page, summary: { order, total_count: count, can_comment: !post.isClosed } }
}

function renderAttachment({ kind, url }: Attachment): unknown {
  const target = { url: `${site}/attachment` }
  if (kind === "photo")
    return { type: "photo", media_type: "photo", media: { image: { height: 720, src: url, width: 1080 } }, target, url: `${site}/photo` }
  if (kind === "video")
    return {
      type: "video_inline",
      media_type: "video",
      media: { image: { height: 720, src: `${url}.jpg`, width: 1080 }, source: url },
      target,
      url: `${site}/video`,
    }
  return { type: "share", media_type: "link", title: "link", target: { url }, url }
}
