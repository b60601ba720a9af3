import { finishReading, invalidReading, skippedReading, type Reading } from "@otklik/connector-kit"
import type { Place } from "@otklik/core/connector"
import { readAttachments } from "./attachments.ts"
import type { Includes } from "./includes.ts"
import { instantOf, keyOf, postUrl } from "./keys.ts"
import { postSchema, type XPost } from "./schemas.ts"
import { plainText } from "./text.ts"

/**
 * Reads a post, in either spelling.
 *
 * @param value - the post as X gives it
 * @param includes - what comes with it
 */
export function readPost(value: unknown, includes: Includes): Reading {
  const read = postSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const post = read.data
  const { id, history, references } = post
  // Each version of an edited post is a post of its own, and knows the later ones.
  if (history.at(-1) !== id) return { kind: "nothing", reason: "an earlier version of an edited post" }
  const [first = id] = history
  const fallback = post.created_at ?? instantOf(id)
  const publishedAt = first === id ? fallback : (instantOf(first) ?? fallback)
  if (publishedAt === undefined) return invalidReading("created_at", "a moment was expected")
  const parentId = references.find(({ type }) => type === "replied_to")?.id
  const originalId = references.find(({ type }) => type === "retweeted")?.id
  const versionOf = (other: string): string => includes.posts.get(other)?.history[0] ?? other
  const isComment = parentId !== undefined
  return finishReading("x", {
    key: keyOf(first),
    kind: isComment ? "comment" : "post",
    url: postUrl(id),
    // The text of a repost is cut by X; the original's is whole.
    text: plainText((originalId === undefined ? undefined : includes.posts.get(originalId)?.fullText) ?? post.fullText),
    publishedAt,
    editedAt: first === id ? undefined : (instantOf(id) ?? fallback),
    authorId: post.author_id,
    threadKey: isComment ? keyOf(versionOf(post.conversation_id ?? parentId)) : undefined,
    parentKey: isComment ? keyOf(versionOf(parentId)) : undefined,
    repostOf: originalId === undefined ? undefined : keyOf(versionOf(originalId)),
    attachments: orUndefined(readAttachments(post, includes)),
    place: placeOf(post, includes),
  })
}

function orUndefined<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length === 0 ? undefined : list
}

function placeOf({ geo }: XPost, { places }: Includes): Place | undefined {
  const title = places.get(geo?.place_id ?? "")?.full_name?.slice(0, 512)
  const [longitude, latitude] = geo?.coordinates?.coordinates ?? []
  const name = title === undefined ? {} : { name: title }
  if (latitude === undefined || longitude === undefined || Math.abs(latitude) > 90 || Math.abs(longitude) > 180)
    return title === undefined ? undefined : name
  return { ...name, latitude, longitude }
}
