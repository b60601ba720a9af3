import { contentLabel, finishReading, invalidReading, skippedReading, unknownContent, type Reading } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { Place } from "@otklik/core/connector"
import type * as z from "zod"
import { isWordless, readAttachments } from "./attachments.ts"
import { commentKey, commentUrl, thingKey, thingUrl, type VkThing } from "./keys.ts"
import { commentHeadSchema, commentSchema, postSchema } from "./schemas.ts"
import { plainText } from "./text.ts"

/** Types of posts that are no public message, with the reason. */
const hidden: Readonly<Record<string, string>> = {
  postpone: "not published yet",
  post_ads: "an advertisement",
}

/**
 * Items of a news feed that are no post: their words, where they have any, are not public messages to a community. The
 * VK API schema of 5.199.
 */
const otherNews: ReadonlySet<string> = new Set(
  "photo photo_tag wall_photo friend audio video topic digest stories note audio_playlist clip clips_retention".split(" "),
)

/** How posts are read. */
export interface PostReading {
  /**
   * Whether posts that people suggest to the community are messages, though its team alone sees them. Default false.
   */
  readonly withSuggested?: boolean
}

/**
 * Reads a post of a wall, of a search or of a news feed. A repost holds its own words and those of what it hands on;
 * who signed a post of a community is its author.
 *
 * @param value - the item as VK gives it
 * @param options - see {@link PostReading}
 */
export function readPost(value: unknown, { withSuggested = false }: PostReading = {}): Reading {
  if (isDeleted(value)) return { kind: "nothing", reason: "deleted" }
  const type = fieldOf(value, "type")
  if (typeof type === "string" && type !== "post")
    return otherNews.has(type) ? { kind: "nothing", reason: `a news item of the type ${type}` } : unknownContent("type")
  const read = postSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const post = read.data
  const reason = Object.hasOwn(hidden, post.post_type ?? "") ? hidden[post.post_type ?? ""] : undefined
  if (post.post_type === "suggest" && !withSuggested) return { kind: "nothing", reason: "suggested, and not published yet" }
  if (reason !== undefined) return { kind: "nothing", reason }
  if (post.donut?.is_donut === true) return { kind: "nothing", reason: "for paying subscribers only" }
  const ownerId = post.owner_id ?? post.source_id ?? post.to_id
  const thingId = post.id ?? post.post_id
  if (ownerId === undefined || thingId === undefined) return missing(ownerId === undefined ? "owner_id" : "id")
  // A search finds comments too; they name the post that they are under.
  if (post.post_type === "reply" && post.id !== undefined && post.post_id !== undefined)
    return readComment(value, { kind: "wall", ownerId, thingId: post.post_id }, { rootId: post.parents_stack?.[0] })
  const thing: VkThing = { kind: "wall", ownerId, thingId }
  const originals = post.copy_history ?? []
  const [original] = originals
  const texts = [post, ...originals].map(({ text }) => plainText(text).trim())
  const attachments = [post, ...originals].flatMap((one) => one.attachments ?? [])
  const fields = {
    key: thingKey(thing),
    kind: "post",
    url: thingUrl(thing),
    text: originals.length === 0 ? plainText(post.text) : texts.filter((text) => text !== "").join("\n\n"),
    publishedAt: instantOf(post.date),
    editedAt: post.edited === undefined || post.edited <= post.date ? undefined : instantOf(post.edited),
    authorId: post.signer_id ?? post.from_id ?? ownerId,
    repostOf: original === undefined ? undefined : thingKey({ kind: "wall", ownerId: original.owner_id, thingId: original.id }),
    communityKey: `vk:${ownerId}`,
    attachments: attachmentsOf(attachments),
    place: post.geo === undefined ? undefined : placeOf(post.geo),
  }
  return finishReading("vk", fields, contentPath(attachments))
}

/**
 * Reads a comment.
 *
 * @param value - the comment as VK gives it
 * @param thing - what it is under
 * @param options - `rootId`: the comment at the root of its thread, when the caller knows it; `editedAt`: when an edit
 * was heard of
 */
export function readComment(
  value: unknown,
  thing: VkThing,
  options: { readonly rootId?: string | undefined; readonly editedAt?: Instant | undefined } = {},
): Reading {
  if (isDeleted(value)) return { kind: "nothing", reason: "deleted" }
  const read = commentSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const comment = read.data
  const rootId = options.rootId ?? comment.parents_stack?.[0]
  const parentId = comment.reply_to_comment ?? rootId
  const threadKey = thingKey(thing)
  const { attachments = [] } = comment
  if (comment.text.trim() === "" && attachments.length > 0 && attachments.every(isWordless))
    return { kind: "nothing", reason: "a sticker or a gift" }
  const fields = {
    key: commentKey(thing, comment.id),
    kind: "comment",
    url: commentUrl(thing, comment.id, rootId),
    text: plainText(comment.text),
    publishedAt: instantOf(comment.date),
    editedAt: options.editedAt,
    authorId: comment.from_id,
    threadKey,
    parentKey: parentId === undefined || parentId === "0" ? threadKey : commentKey(thing, parentId),
    communityKey: `vk:${thing.ownerId}`,
    attachments: attachmentsOf(attachments),
  }
  return finishReading("vk", fields, contentPath(attachments))
}

/** What is to be named where nothing else can be read. */
function contentPath(attachments: readonly Readonly<Record<string, unknown>>[]): string {
  const [first] = attachments
  return first === undefined ? "text" : `attachments.${contentLabel(first["type"])}`
}

/** Whether only the trace of something is left. */
function isDeleted(value: unknown): boolean {
  const read = commentHeadSchema.safeParse(value)
  return (read.success && read.data.deleted === true) || fieldOf(value, "is_deleted") === true || fieldOf(value, "is_deleted") === 1
}

function missing(path: string): Reading {
  return invalidReading(path, "an id was expected")
}

function instantOf(seconds: number): Instant {
  return new Date(seconds * 1000).toISOString()
}

function attachmentsOf(list: readonly Readonly<Record<string, unknown>>[]) {
  const attachments = readAttachments(list)
  return attachments.length === 0 ? undefined : attachments
}

function placeOf({ coordinates, place }: NonNullable<z.output<typeof postSchema>["geo"]>): Place | undefined {
  const title = place?.title === undefined ? "" : plainText(place.title).trim().slice(0, 512)
  const name = title === "" ? {} : { name: title }
  const [latitude, longitude] =
    typeof coordinates === "string"
      ? coordinates
          .trim()
          .split(/[\s,]+/)
          .map(Number)
      : [coordinates?.latitude, coordinates?.longitude]
  const isPoint = latitude !== undefined && longitude !== undefined && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  if (isPoint) return { ...name, latitude, longitude }
  return title === "" ? undefined : name
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
}
