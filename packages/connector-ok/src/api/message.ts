import { contentLabel, finishReading, invalidReading, skippedReading, type Reading } from "@otklik/connector-kit"
import { attachmentSchema, type Attachment } from "@otklik/core/connector"
import type * as z from "zod"
import { commentKey, topicKey, topicUrl, type OkTopicPlace } from "./keys.ts"
import { idMillis, moscowMillis } from "./moments.ts"
import { commentSchema, entitiesSchema, topicSchema } from "./schemas.ts"
import { plainText } from "./text.ts"

/**
 * Reads a topic of a group.
 *
 * @param value - as OK gives
 * it @param groupId - the group that it is in
 * @param photos - links by reference, see {@link photoLinks}
 */
export function readTopic(value: unknown, groupId: string, photos: ReadonlyMap<string, string>): Reading {
  const read = topicSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const { id: topicId, created_ms: created, author_ref: author = `group:${groupId}`, media } = read.data
  const attachments = media.flatMap(({ type, url, photo_refs: refs = [] }): Attachment[] => {
    const links =
      type === "photo" ? refs.map((ref) => ({ kind: "photo" as const, url: photos.get(ref) })) : [{ kind: "link" as const, url }]
    return links.flatMap((link) => attachmentSchema.safeParse(link).data ?? [])
  })
  const fields = {
    key: topicKey({ groupId, topicId }),
    kind: "post",
    url: topicUrl({ groupId, topicId }),
    text: plainText(media.flatMap(({ text }) => text ?? []).join("\n")),
    publishedAt: new Date(created).toISOString(),
    authorId: authorOf(author),
    communityKey: `ok:${groupId}`,
    attachments: attachments.length === 0 ? undefined : attachments.slice(0, 100),
  }
  const unread = media.find(({ type }) => type !== "text")
  return finishReading("ok", fields, unread === undefined ? "media" : `media.${contentLabel(unread.type)}`)
}

/**
 * Reads a comment.
 *
 * @param value - as OK gives it
 * @param place - the topic that it is under
 */
export function readComment(value: unknown, place: OkTopicPlace): Reading {
  const read = commentSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const comment = read.data
  if (comment.type !== undefined && !comment.type.startsWith("ACTIVE")) return { kind: "nothing", reason: "removed or hidden" }
  const millis = comment.date_ms ?? idMillis(comment.id) ?? moscowMillis(comment.date ?? "")
  if (millis === undefined) return invalidReading("date", "a moment was expected")
  const threadKey = topicKey(place)
  const target = comment.reply_to_comment_id ?? ""
  return finishReading("ok", {
    key: commentKey(place, comment.id),
    kind: "comment",
    url: topicUrl(place),
    text: plainText(comment.text),
    publishedAt: new Date(millis).toISOString(),
    authorId: commentAuthor(comment, place.groupId),
    threadKey,
    parentKey: target === "" ? threadKey : commentKey(place, target),
    communityKey: `ok:${place.groupId}`,
  })
}

/** Who wrote a comment: the digits of a person, or `group:` with those of a group. */
export function commentAuthor(
  { author_ref: ref, author_id: id }: Pick<z.output<typeof commentSchema>, "author_ref" | "author_id">,
  groupId: string,
): string | undefined {
  if (ref !== undefined) return authorOf(ref)
  return id === groupId ? `group:${id}` : id
}

const authorOf = (ref: string): string => ref.replace(/^user:/, "")

/** The moment of a topic, seconds; undefined for a broken one. */
export function topicMoment(value: unknown): number | undefined {
  const created = fieldOf(value, "created_ms")
  return typeof created === "number" ? Math.floor(created / 1000) : undefined
}

/** The moment of a comment, seconds; undefined for a broken one. */
export function commentMoment(value: unknown): number | undefined {
  const [millis, id, date] = [fieldOf(value, "date_ms"), fieldOf(value, "id"), fieldOf(value, "date")]
  const found =
    typeof millis === "number"
      ? millis
      : ((typeof id === "string" ? idMillis(id) : undefined) ?? (typeof date === "string" ? moscowMillis(date) : undefined))
  return found === undefined ? undefined : Math.floor(found / 1000)
}

/**
 * The largest picture of each photo that a page holds, by reference: `pic1024max` and the like, by the number in the
 * name.
 */
export function photoLinks(entities: unknown): ReadonlyMap<string, string> {
  const links = new Map<string, string>()
  for (const photo of entitiesSchema.safeParse(entities).data?.group_photos ?? []) {
    const sizes = Object.entries(photo).flatMap(([name, url]) => {
      const width = /^pic_?(\d+)/.exec(name)?.[1]
      return width === undefined || typeof url !== "string" ? [] : [{ width: Number(width), url }]
    })
    const [largest] = sizes.toSorted((one, other) => other.width - one.width)
    if (largest !== undefined) links.set(photo.ref, largest.url)
  }
  return links
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined
}
