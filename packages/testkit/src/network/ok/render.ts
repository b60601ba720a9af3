import type { OkComment, OkState, OkTopic } from "./state.ts"

type Fields = Readonly<Record<string, unknown>>

/** Moscow time without a zone, as OK writes it; +3 since October 2014. */
export function moscowTime(millis: number): string {
  return new Date(millis + 3 * 3_600_000).toISOString().slice(0, 19).replace("T", " ")
}

/** The reference of an author: `group:1` or `user:1`. */
function refOf(state: OkState, id: string): string {
  return `${state.accounts.get(id)?.kind ?? "user"}:${id}`
}

/**
 * The asked fields of an object.
 *
 * @param asked - as `comment.ID,comment.TEXT`, in either case; absent or with a star: all
 * @returns undefined when a field is asked that there is not
 */
function select(kind: string, asked: string | undefined, all: Readonly<Record<string, Fields>>): Fields | undefined {
  const names = (asked ?? `${kind}.*`)
    .split(",")
    .flatMap((name) => (name.startsWith(`${kind}.`) ? [name.slice(kind.length + 1).toLowerCase()] : []))
  if (names.includes("*")) return Object.assign({}, ...Object.values(all)) as Fields
  if (names.some((name) => !Object.hasOwn(all, name))) return undefined
  return Object.assign({}, ...names.map((name) => all[name])) as Fields
}

/** A comment with the asked fields. */
export function renderComment(state: OkState, comment: OkComment, asked: string | undefined): Fields | undefined {
  const { id, authorId, date, text, replyTo, isDeleted, key } = comment
  const fields = select("comment", asked, {
    id: { id },
    author_id: { author_id: authorId },
    author_name: { author_name: state.accounts.get(authorId)?.name ?? "" },
    author_ref: { author_ref: refOf(state, authorId) },
    text: { text: isDeleted ? "" : text },
    date: { date: moscowTime(date), date_ms: date },
    type: { type: isDeleted ? "REMOVED_MESSAGE" : "ACTIVE_MESSAGE" },
    reply_to_comment_id: replyTo === undefined ? {} : { reply_to_comment_id: replyTo },
    like_summary: { like_count: 0, liked_it: false },
  })
  return fields === undefined ? undefined : { ...fields, ...state.distortions.get(key) }
}

const photoRef = ({ id }: OkTopic, index: number): string => `group_photo:${id}${index}`

/** A topic. */
export function renderTopic(state: OkState, topic: OkTopic): Fields {
  const photos = topic.attachments.flatMap(({ kind }, index) => (kind === "photo" ? [photoRef(topic, index)] : []))
  const links = topic.attachments.filter(({ kind }) => kind !== "photo").map(({ url }) => ({ type: "link", url }))
  return {
    id: topic.id,
    created_ms: topic.date,
    author_ref: refOf(state, topic.authorId),
    owner_ref: `group:${topic.groupId}`,
    media: [
      { type: "text", text: topic.text, text_tokens: [{ text: topic.text }] },
      ...(photos.length === 0 ? [] : [{ type: "photo", photo_refs: photos }]),
      ...links,
    ],
    discussion_summary: {
      discussion_id: topic.id,
      discussion_type: "GROUP_TOPIC",
      comments_count: topic.comments.filter(({ isDeleted }) => !isDeleted).length,
    },
    has_more: false,
    ...state.distortions.get(topic.key),
  }
}

/** The pictures that a topic refers to. */
export function renderPhotos(topic: OkTopic): readonly Fields[] {
  return topic.attachments.flatMap(({ kind, url }, index) =>
    kind === "photo"
      ? [
          {
            id: `${topic.id}${index}`,
            ref: photoRef(topic, index),
            pic128x128: `${url}?small`,
            pic640x480: `${url}?middle`,
            pic1024max: url,
          },
        ]
      : [],
  )
}
