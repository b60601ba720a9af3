import type { GraphField } from "../meta/fields.ts"
import { isRefusal, type InstagramRefusal } from "./responses.ts"
import { newestFirst, pageOf, selectFields, type Fields, type InstagramCall } from "./request.ts"
import { itemIdOf } from "./actions.ts"
import { isShown, type InstagramComment, type InstagramMedia } from "./state.ts"

/** How a media object is looked at; each way shows other fields. */
export type MediaView = "own" | "tagged" | "mentioned" | "hashtag" | "discovered"

type Makers = Readonly<Record<string, (field: GraphField) => unknown>>

const only = (makers: Makers, names: readonly string[]): Makers =>
  Object.fromEntries(Object.entries(makers).filter(([name]) => names.includes(name)))

/** Fields of media objects that were found by a hashtag: no author. */
const hashtagFields = ["caption", "children", "comments_count", "id", "like_count", "media_type", "media_url", "permalink", "timestamp"]

/** A moment as the Graph API writes it: without a colon in the zone. */
function graphTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}+0000`
}

/** By Instagram Login an owner goes by the id that the application knows it by. */
function ownerShown({ login, state }: InstagramCall, ownerId: string): string {
  return login === "instagram" ? (state.accounts.get(ownerId)?.scopedId ?? ownerId) : ownerId
}

/** A media object with the asked fields. */
export function renderMedia(
  call: InstagramCall,
  media: InstagramMedia,
  asked: readonly GraphField[] | undefined,
  view: MediaView,
): Fields | InstagramRefusal {
  const { state } = call
  const { id, ownerId, text, attachments, isLive } = media
  const isOwn = view === "own"
  const type = attachments.length > 1 ? "CAROUSEL_ALBUM" : attachments[0]?.kind === "video" ? "VIDEO" : "IMAGE"
  const shortcode = `C${id.slice(-8)}`
  // Whoever did not write the caption sees it without the sign.
  const caption = isOwn ? text : text.replaceAll("@", "")
  const shown = media.comments.filter((comment) => isShown({ media, comment }))
  const all: Makers = {
    id: () => id,
    caption: () => (text === "" ? undefined : caption),
    comments_count: () => shown.length,
    like_count: () => 0,
    is_comment_enabled: () => !media.isClosed,
    media_product_type: () => (isLive ? "LIVE" : "FEED"),
    media_type: () => type,
    media_url: () => attachments[0]?.url ?? `https://scontent.example.com/${shortcode}.jpg`,
    thumbnail_url: () => (type === "VIDEO" ? `https://scontent.example.com/${shortcode}-small.jpg` : undefined),
    permalink: () => `https://www.instagram.com/p/${shortcode}/`,
    shortcode: () => shortcode,
    timestamp: () => graphTime(media.date),
    // The owner is shown to itself only; everybody else gets the name.
    owner: ({ fields }) =>
      isOwn || view === "discovered" ? selectFields("IGUser", fields, { id: () => ownerShown(call, ownerId) }) : undefined,
    username: () => state.accounts.get(ownerId)?.username,
    children: ({ fields }) =>
      attachments.length > 1 ? { data: attachments.map((_, index) => renderChild(media, index, fields)) } : undefined,
    comments: ({ fields, args }) => commentsOf(call, media, undefined, fields, args),
  }
  const makers =
    view === "hashtag"
      ? only(all, hashtagFields)
      : view === "discovered"
        ? only(all, [...hashtagFields, "owner", "username", "media_product_type"])
        : all
  const fields = selectFields("IGMedia", asked, makers)
  return isRefusal(fields) ? fields : { ...fields, ...state.distortions.get(media.key) }
}

function renderChild(media: InstagramMedia, index: number, asked: readonly GraphField[] | undefined): Fields | InstagramRefusal {
  const attachment = media.attachments[index]
  const id = index === 0 ? itemIdOf(media) : `${media.id.slice(0, -2)}${index}8`
  return selectFields("IGMedia", asked, {
    id: () => id,
    media_type: () => (attachment?.kind === "video" ? "VIDEO" : "IMAGE"),
    media_url: () => attachment?.url,
    timestamp: () => graphTime(media.date),
  })
}

/** The comments under a media object, or the replies under one of them: the newest first, hidden ones too. */
export function commentsOf(
  call: InstagramCall,
  media: InstagramMedia,
  rootId: string | undefined,
  asked: readonly GraphField[] | undefined,
  { after, limit }: { readonly after?: string | undefined; readonly limit?: string | undefined },
): Fields | InstagramRefusal {
  const items = newestFirst(media.comments.filter((comment) => comment.rootId === rootId))
  const edge = rootId === undefined ? `${media.id}/comments` : `${rootId}/replies`
  return pageOf(
    {
      items,
      idOf: ({ id }) => id,
      isShown: (comment) => isShown({ media, comment }),
      render: (comment) => renderComment(call, media, comment, asked),
      maxLimit: 50,
      next: `${call.origin}${edge}?access_token=${call.params["access_token"] ?? "invented"}`,
    },
    { after, limit },
  )
}

/** A comment with the asked fields. */
export function renderComment(
  call: InstagramCall,
  media: InstagramMedia,
  comment: InstagramComment,
  asked: readonly GraphField[] | undefined,
): Fields | InstagramRefusal {
  const { state, account } = call
  const { id, authorId, rootId } = comment
  const author = state.accounts.get(authorId)
  const isOurs = authorId === account.id
  const isOurMedia = media.ownerId === account.id
  const fields = selectFields(
    "IGComment",
    asked,
    {
      id: () => id,
      text: () => (isOurMedia ? comment.text : comment.text.replaceAll("@", "")),
      timestamp: () => graphTime(comment.date),
      username: () => author?.username,
      from: () => ({ id: authorId, username: author?.username, ...(isOurs ? { self_ig_scoped_id: author?.scopedId } : {}) }),
      user: ({ fields: inner }) => (isOurs ? selectFields("IGUser", inner, { id: () => authorId }) : undefined),
      hidden: () => comment.isHidden,
      like_count: () => 0,
      parent_id: () => rootId,
      media: ({ fields: inner }) => renderMedia(call, media, inner, isOurMedia ? "own" : "mentioned"),
      replies: ({ fields: inner, args }) =>
        rootId === undefined && media.comments.some((reply) => reply.rootId === id) ? commentsOf(call, media, id, inner, args) : undefined,
    },
    ["timestamp", "text", "id"],
  )
  return isRefusal(fields) ? fields : { ...fields, ...state.distortions.get(comment.key) }
}
