import { finishReading, invalidReading, skippedReading, unknownContent, type Reading } from "@otklik/connector-kit"
import { readGraphTime, instantToSeconds } from "@otklik/connector-kit/meta"
import type { MessageKey } from "@otklik/core"
import { attachmentSchema, type Attachment } from "@otklik/core/connector"
import { accountKey, commentKey, mediaKey } from "./keys.ts"
import { commentSchema, mediaSchema } from "./schemas.ts"
import { authorOf, signed, type Self } from "./self.ts"

/** Where a media object was found, and what is known of it from there. */
export interface MediaContext {
  /** The author, where the place says it. */
  readonly authorId?: string | undefined
  /** The link where Instagram gives none: some media objects have none for others. */
  readonly fallbackUrl?: string | undefined
}

/** What a comment is under. */
export interface CommentPlace {
  readonly mediaId: string
  /** The link of the media object: comments have none. */
  readonly url: string | undefined
  /** The account that reads: what it wrote itself is recognised by its id. */
  readonly self: Self
  /** Where it is; absent where Instagram does not say. */
  readonly communityKey?: MessageKey | undefined
}

/**
 * Reads a media object.
 *
 * @param value - as Instagram gives it
 * @param context - see {@link MediaContext}
 */
export function readMedia(value: unknown, { authorId, fallbackUrl }: MediaContext = {}): Reading {
  const read = mediaSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const media = read.data
  if (media.media_product_type === "STORY" || /\/stories\//.test(media.permalink ?? "")) return unknownContent("media_product_type")
  const owner = authorId ?? media.owner?.id
  const parts = media.children?.data.length ? media.children.data : [media]
  const attachments = parts.flatMap(({ media_type: type, media_url: url }): Attachment[] => {
    const kind = type === "IMAGE" ? "photo" : type === "VIDEO" ? "video" : "other"
    const attachment = attachmentSchema.safeParse({ kind, url }).data
    return attachment === undefined ? [] : [attachment]
  })
  const url = media.permalink ?? fallbackUrl
  if (url === undefined) return invalidReading("permalink", "a link was expected")
  const fields = {
    key: mediaKey(media.id),
    kind: "post",
    url,
    text: media.caption,
    publishedAt: media.timestamp,
    authorId: owner ?? signed(media.username),
    communityKey: owner === undefined ? undefined : accountKey(owner),
    attachments: attachments.length === 0 ? undefined : attachments.slice(0, 100),
  }
  // Of some pictures and videos Instagram gives no link.
  return finishReading(
    "instagram",
    fields,
    parts.some(({ media_type: type }) => type === "IMAGE" || type === "VIDEO") ? null : "media_type",
  )
}

/**
 * Reads a comment.
 *
 * @param value - as Instagram gives it
 * @param place - see {@link CommentPlace}
 */
export function readComment(value: unknown, place: CommentPlace): Reading {
  const read = commentSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const comment = read.data
  if (comment.hidden) return { kind: "nothing", reason: "hidden by the account or by Instagram" }
  if (place.url === undefined) return invalidReading("media.permalink", "a link was expected")
  const threadKey = mediaKey(place.mediaId)
  return finishReading("instagram", {
    key: commentKey(place.mediaId, comment.id),
    kind: "comment",
    url: place.url,
    text: comment.text,
    publishedAt: comment.timestamp,
    authorId: authorOf(comment, place.self),
    threadKey,
    parentKey: comment.parent_id === undefined ? threadKey : commentKey(place.mediaId, comment.parent_id),
    communityKey: place.communityKey,
  })
}

/** The moment of anything that has one, seconds; undefined for something broken. */
export function momentOf(value: unknown): number | undefined {
  const text = fieldOf(value, "timestamp")
  const instant = typeof text === "string" ? readGraphTime(text) : undefined
  return instant === undefined ? undefined : instantToSeconds(instant)
}

/** A field of something of unknown shape. */
export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
}
