import { contentLabel, finishReading, invalidReading, skippedReading, type Reading } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { Place } from "@otklik/core/connector"
import type * as z from "zod"
import { attachmentsAt, readAttachments } from "./attachments.ts"
import { commentKey, ownerOf, postKey } from "./keys.ts"
import { commentSchema, postSchema, type RawAttachment } from "./schemas.ts"

/** The id of a post. */
export const postIdLook = /^\d+_\d+$/

/**
 * The site, for addresses that Facebook gives without it, and for what it gives no address of: it leads from an id
 * to its place.
 */
const site = "https://www.facebook.com/"

/**
 * Reads a post of a Page.
 *
 * @param value - as the Graph API gives it
 */
export function readPost(value: unknown): Reading {
  const read = postSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const post = read.data
  const { id, message, from, parent_id: original, attachments, full_picture: picture, place } = post
  if (!postIdLook.test(id)) return invalidReading("id", "the id of a post with its owner was expected, as 1_7")
  if (post.is_published === false) return { kind: "nothing", reason: "not published yet" }
  const raw = attachments?.data ?? []
  const list = readAttachments(raw)
  const shown = list.length > 0 ? list : attachmentsAt("photo", [picture])
  if (message === undefined && raw.length === 0 && shown.length === 0 && original === undefined && place === undefined)
    return { kind: "nothing", reason: "a story without words of its own" }
  const fields = {
    key: postKey(id),
    kind: "post",
    url: linkOf(post.permalink_url, id),
    text: message ?? "",
    publishedAt: post.created_time,
    authorId: from?.id,
    repostOf: original === undefined ? undefined : postKey(original),
    communityKey: `facebook:${ownerOf(id)}`,
    attachments: shown.length === 0 ? undefined : shown,
    place: place === undefined ? undefined : placeOf(place),
  }
  return finishReading("facebook", fields, contentPath(raw[0]))
}

/**
 * Reads a comment.
 *
 * @param value - as the Graph API gives it
 * @param postId - the post that it is under, `{owner}_{post}`
 */
export function readComment(value: unknown, postId: string): Reading {
  const link: unknown = typeof value === "object" && value !== null && !("id" in value) ? Reflect.get(value, "permalink_url") : undefined
  const read = commentSchema.safeParse(typeof link === "string" ? { ...idsOfLink(link), ...(value as object) } : value)
  if (!read.success) return skippedReading(read.error)
  const { id, message, created_time: publishedAt, from, parent, attachment, is_private: isPrivate, permalink_url: permalink } = read.data
  if (isPrivate === true) return { kind: "nothing", reason: "a private comment" }
  const attachments = readAttachments(attachment === undefined ? [] : [attachment])
  const fields = {
    key: commentKey(postId, id),
    kind: "comment",
    url: linkOf(permalink, id),
    text: message,
    publishedAt,
    authorId: from?.id,
    threadKey: postKey(postId),
    parentKey: parent === undefined ? postKey(postId) : commentKey(postId, parent.id),
    communityKey: `facebook:${ownerOf(postId)}`,
    attachments: attachments.length === 0 ? undefined : attachments,
  }
  return finishReading("facebook", fields, contentPath(attachment))
}

/** What is to be named where nothing else can be read. */
function contentPath(attachment: RawAttachment | undefined): string {
  return attachment === undefined ? "message" : `attachments.${contentLabel(attachment.type ?? attachment.media_type)}`
}

/** The permanent link: Facebook's own, some of which lack the host; else the address that leads from the id to it. */
export function linkOf(permalink: string | undefined, id: string): string {
  const url = permalink !== undefined && permalink !== "" && URL.canParse(permalink, site) ? new URL(permalink, site) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) ? url.href : `${site}${id}`
}

/**
 * The reading with the moment when an edit was heard of. In pushes about edits `created_time` may be that moment too:
 * an edit it stays.
 */
export function withEdit(reading: Reading, editedAt: Instant | undefined): Reading {
  if (editedAt === undefined || reading.kind !== "message") return reading
  const { publishedAt } = reading.message
  return { kind: "message", message: { ...reading.message, editedAt: editedAt < publishedAt ? publishedAt : editedAt } }
}

/** The ids of a comment and of what it answers, by its link: some lists leave them out. */
function idsOfLink(link: string | undefined): { readonly id?: string; readonly parent?: { readonly id: string } } {
  const url = link !== undefined && URL.canParse(link, site) ? new URL(link, site) : undefined
  const post = /\/posts\/(\d+)\/?$/.exec(url?.pathname ?? "")?.[1]
  const top = url?.searchParams.get("comment_id") ?? undefined
  const reply = url?.searchParams.get("reply_comment_id") ?? undefined
  if (post === undefined || top === undefined) return {}
  return reply === undefined ? { id: `${post}_${top}` } : { id: `${post}_${reply}`, parent: { id: `${post}_${top}` } }
}

function placeOf({ name = "", location }: NonNullable<z.output<typeof postSchema>["place"]>): Place | undefined {
  const title = name.trim().slice(0, 512)
  const named = title === "" ? {} : { name: title }
  const { latitude, longitude } = location ?? {}
  const isPoint = latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  if (isPoint) return { ...named, latitude, longitude }
  return title === "" ? undefined : named
}
