import type { Attachment } from "@otklik/core/connector"
import { graphTime, permalinkOf } from "./render.ts"
import { keepThing, nextNumber, type FacebookComment, type FacebookPost, type FacebookState } from "./state.ts"

/** Numbers of posts and comments begin here, with as many digits as those of Facebook. */
const firstNumber = 122_000_000_000_000

/** The number of a new post or comment. */
export function newNumber(state: FacebookState): number {
  return firstNumber + nextNumber(state, "thing")
}

/** What a new comment is made of. */
export interface NewComment {
  readonly under: FacebookPost | FacebookComment
  readonly authorId: string
  /** Seconds. */
  readonly createdAt: number
  readonly text: string
  readonly attachments: readonly Attachment[]
}

/**
 * Puts a comment under a post or a comment; what answers a reply lands under the comment at the top, as at Facebook.
 */
export function addComment(state: FacebookState, { under, ...content }: NewComment): FacebookComment {
  const post = under.type === "PagePost" ? under : under.post
  const number = newNumber(state)
  const top = under.type === "PagePost" ? {} : { top: under.top ?? under }
  const key = `${post.key}_${number}`
  const comment: FacebookComment = {
    type: "Comment",
    key,
    id: `${post.number}_${number}`,
    number,
    post,
    under: under.key,
    isDeleted: false,
    ...top,
    ...content,
  }
  post.comments.push(comment)
  post.updatedAt = Math.max(post.updatedAt, content.createdAt)
  keepThing(state, comment)
  tellOf(state, comment, "add", content.createdAt)
  return comment
}

/**
 * Tells those who hear the Page of a post or comment. Posts by others are items `post`, the Page's own `status` and
 * `photo`; a mention has no author.
 */
export function tellOf(state: FacebookState, thing: FacebookPost | FacebookComment, verb: "add" | "edit" | "remove", time: number): void {
  const post = thing.type === "PagePost" ? thing : thing.post
  const author = state.accounts.get(thing.authorId)
  const from = author === undefined || author.isHidden ? {} : { from: { id: author.id, name: author.name } }
  const content = verb === "remove" ? {} : { message: thing.text }
  if (post.taggedId !== undefined) {
    if (thing.type === "PagePost" && verb !== "remove")
      tell(state, post.taggedId, "mention", { item: "post", verb, post_id: post.id, created_time: thing.createdAt }, time)
    return
  }
  const link = { post: { id: post.id, permalink_url: permalinkOf(post), is_published: true, updated_time: graphTime(post.updatedAt) } }
  if (thing.type === "Comment") {
    const place = { comment_id: thing.id, post_id: post.id, parent_id: thing.top?.id ?? post.id }
    const [photo] = thing.attachments.filter(({ kind }) => kind === "photo")
    const extra = photo === undefined || verb === "remove" ? {} : { photo: photo.url }
    const value = {
      item: "comment",
      verb: verb === "edit" ? "edited" : verb,
      ...place,
      ...from,
      created_time: thing.createdAt,
      ...content,
      ...extra,
      ...link,
    }
    tell(state, post.ownerId, "feed", value, time)
    return
  }
  const isOwn = thing.authorId === post.ownerId
  const photos = thing.attachments.flatMap(({ kind, url }) => (kind === "photo" ? [url] : []))
  const item = isOwn ? (photos.length === 1 ? "photo" : "status") : "post"
  const media = verb === "remove" || photos.length === 0 ? {} : photos.length === 1 ? { link: photos[0] } : { photos }
  const spelled = verb === "edit" && item !== "post" ? "edited" : verb
  tell(
    state,
    post.ownerId,
    "feed",
    { item, verb: spelled, post_id: post.id, ...from, created_time: thing.createdAt, published: 1, ...content, ...media },
    time,
  )
}

function tell(state: FacebookState, pageId: string, field: string, value: unknown, time: number): void {
  if (state.subscribedFields.get(pageId)?.includes(field) !== true) return
  for (const subscription of state.subscriptions)
    if (subscription.accountId === pageId) state.pushes.push({ subscription, time, change: { field, value } })
}
