import { finishReading, invalidReading, skippedReading, unknownContent, type Reading } from "@otklik/connector-kit"
import { graphIdSchema, graphTimeSchema, secondsToInstant, type MetaChange } from "@otklik/connector-kit/meta"
import type { Instant, MessageKey } from "@otklik/core"
import * as z from "zod"
import { attachmentsAt } from "../api/attachments.ts"
import { commentKey, ownerOf, postKey } from "../api/keys.ts"
import { linkOf, postIdLook, withEdit } from "../api/message.ts"

/** What a change of a webhook turned out to be. */
export type FacebookEvent =
  /** A post or comment that is new or changed: to be read again by its id for its other fields. */
  | {
      readonly kind: "changed"
      readonly id: string
      readonly postId: string
      readonly isComment: boolean
      /** When it was changed, for an edit. */
      readonly editedAt: Instant | undefined
      /** What can be made of the push alone. */
      readonly pushed: Reading
    }
  | { readonly kind: "removed"; readonly messageKey: MessageKey }
  | { readonly kind: "skipped" | "nothing"; readonly reading: Reading }

const id = graphIdSchema.nullish().transform((value) => value ?? undefined)
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined)

/** `value` of a change; older ones have `sender_id` in the place of `from`, and a mention may have neither. */
const valueSchema = z.looseObject({
  item: z.string(),
  verb: z.string(),
  post_id: id,
  comment_id: id,
  parent_id: id,
  from: z.looseObject({ id }).nullish(),
  sender_id: id,
  message: text,
  created_time: graphTimeSchema.nullish(),
  published: z.union([z.number(), z.boolean()]).nullish(),
  photo: text,
  photos: z.array(z.string()).nullish(),
  video: text,
  link: text,
  post: z.looseObject({ permalink_url: text }).nullish(),
})
type Value = z.output<typeof valueSchema>

/** Items that are posts. */
const postItems: ReadonlySet<string> = new Set(["post", "status", "photo", "video", "share", "link"])

/**
 * Items without words of somebody to the Page: what the Page itself shows, reactions, and private groups. Meta's page
 * of the webhook field `feed`.
 */
const otherItems: ReadonlySet<string> = new Set(
  "address album connection coupon event experience group group_message interest like milestone note page photo-album picture platform-story profile reaction relationship-status".split(
    " ",
  ),
).add("timeline cover")

/** Verbs by which a post or comment stays as it was. */
const idleVerbs: ReadonlySet<string> = new Set(["block", "follow", "hide", "mute", "unlike"])

/**
 * What a verb means; Facebook spells edits in two ways, and reports what the Page or Facebook itself hides and shows
 * again.
 */
type Meaning = "new" | "again" | "edit" | "remove"

const verbs: Readonly<Record<string, Meaning>> = {
  add: "new",
  edit: "edit",
  edited: "edit",
  update: "edit",
  unhide: "again",
  unblock: "again",
  unmute: "again",
  remove: "remove",
  delete: "remove",
}

/**
 * Reads a change. What is known to be neither a post nor a comment is no message, and the reason says which; items and
 * verbs that are not known are reported.
 *
 * @param change - of the webhook's object `page`
 */
export function readChange({ field, value, time }: MetaChange): FacebookEvent {
  if (field !== "feed" && field !== "mention") return nothing(`a change of the field ${label(field)}`)
  const read = valueSchema.safeParse(value)
  if (!read.success) return { kind: "skipped", reading: skippedReading(read.error) }
  const change = read.data
  const isComment = change.item === "comment"
  if (otherItems.has(change.item)) return nothing(`an item of the kind ${change.item}`)
  if (!isComment && !postItems.has(change.item)) return { kind: "skipped", reading: unknownContent("item") }
  const meaning = Object.hasOwn(verbs, change.verb) ? verbs[change.verb] : undefined
  if (meaning === undefined)
    return idleVerbs.has(change.verb)
      ? nothing(`the verb ${change.verb} is unknown: the message was left as it was`)
      : { kind: "skipped", reading: unknownContent("verb") }
  const { post_id: postId, comment_id: commentId } = change
  // As a video that Facebook's check of rights lets go again: it was published before.
  if (postId === undefined || !postIdLook.test(postId))
    return meaning === "remove" || meaning === "again" ? nothing("hidden, shown again or removed, without its id") : missing("post_id")
  if (isComment && commentId === undefined) return missing("comment_id")
  const key = isComment && commentId !== undefined ? commentKey(postId, commentId) : postKey(postId)
  if (meaning === "remove") return { kind: "removed", messageKey: key }
  if (Number(change.published ?? 1) === 0) return nothing("not published yet")
  const at = time === undefined || !Number.isSafeInteger(time) || time < 0 ? undefined : secondsToInstant(time)
  const editedAt = meaning === "edit" ? at : undefined
  return {
    kind: "changed",
    id: isComment ? (commentId ?? "") : postId,
    postId,
    isComment,
    editedAt,
    pushed: readPushed(change, { key, postId, meaning, at, isMention: field === "mention" }),
  }
}

interface PushedPlace {
  readonly key: MessageKey
  readonly postId: string
  readonly meaning: Meaning
  readonly at: Instant | undefined
  readonly isMention: boolean
}

function readPushed(change: Value, { key, postId, meaning, at, isMention }: PushedPlace): Reading {
  const { comment_id: commentId, parent_id: parentId, message, photo, photos, video, link, item } = change
  const attachments = [
    ...attachmentsAt("photo", [photo, ...(photos ?? []), item === "photo" ? link : undefined]),
    ...attachmentsAt("video", [video, item === "video" ? link : undefined]),
    ...attachmentsAt("link", [item === "share" || item === "link" ? link : undefined]),
  ]
  // To take an edit without its text would empty the message.
  if (message === undefined && (meaning === "edit" || attachments.length === 0))
    return isMention ? unreadMention : { kind: "nothing", reason: "sent without its text" }
  const isComment = item === "comment" && commentId !== undefined
  const parentKey = parentId === undefined || parentId === postId ? postKey(postId) : commentKey(postId, parentId)
  const reading = finishReading("facebook", {
    key,
    kind: isComment ? "comment" : "post",
    url: isComment ? linkOf(undefined, commentId) : linkOf(change.post?.permalink_url, postId),
    text: message ?? "",
    publishedAt: change.created_time ?? at,
    authorId: change.from?.id ?? change.sender_id,
    communityKey: `facebook:${ownerOf(postId)}`,
    attachments: attachments.length === 0 ? undefined : attachments,
    ...(isComment ? { threadKey: postKey(postId), parentKey } : {}),
  })
  return withEdit(reading, meaning === "edit" ? at : undefined)
}

/** Mentions may be in no list that is read, so that a person must check. */
const unreadMention: Reading = {
  kind: "skipped",
  item: { code: "invalid", path: "message", message: "a mention of the Page could not be read back; open it in Facebook itself" },
}

function nothing(reason: string): FacebookEvent {
  return { kind: "nothing", reading: { kind: "nothing", reason } }
}

function missing(path: string): FacebookEvent {
  return { kind: "skipped", reading: invalidReading(path, "an id was expected") }
}

/** A word of Facebook's may go into a report only if it has the form of one. */
function label(word: string): string {
  return /^[a-z_]{1,40}$/.test(word) ? word : "unknown to the connector"
}
