import { nextId, type InstagramComment, type InstagramMedia, type InstagramState } from "./state.ts"

/** What a new comment is made of. */
export interface NewInstagramComment {
  readonly authorId: string
  readonly date: number
  readonly text: string
  /** The comment that it answers: a reply to a reply lands under the comment at the root. */
  readonly target?: InstagramComment
}

/** Puts a comment under a media object, and tells the subscribers. */
export function addComment(state: InstagramState, media: InstagramMedia, given: NewInstagramComment): InstagramComment {
  const { target, ...fields } = given
  const id = nextId(state, "179")
  const root = target === undefined ? {} : { rootId: target.rootId ?? target.id }
  const comment: InstagramComment = { ...fields, ...root, id, key: `${media.key}-${id}`, isDeleted: false, isHidden: false }
  media.comments.push(comment)
  state.comments.set(comment.key, { media, comment })
  tellOfComment(state, media, comment)
  tellOfMention(state, media, comment)
  return comment
}

/** Names that a text mentions, in lower case. */
export function mentionsOf(text: string): readonly string[] {
  return [...text.matchAll(/@([\w.]{1,30})/g)].map(([, name]) => (name ?? "").toLowerCase())
}

/** The item of an album that comments are said to stand under: Meta's pushes do not name the album. */
export function itemIdOf({ id, attachments }: InstagramMedia): string {
  return attachments.length > 1 ? `${id.slice(0, -1)}9` : id
}

function tellOfComment(state: InstagramState, media: InstagramMedia, comment: InstagramComment): void {
  const { id, authorId, text, rootId, date } = comment
  const username = state.accounts.get(authorId)?.username ?? ""
  const own = authorId === media.ownerId ? { self_ig_scoped_id: state.accounts.get(authorId)?.scopedId } : {}
  const value = {
    from: { id: authorId, username, ...own },
    media: { id: itemIdOf(media), media_product_type: media.isLive ? "LIVE" : "FEED" },
    id,
    text,
    ...(rootId === undefined ? {} : { parent_id: rootId }),
  }
  tell(state, media.ownerId, { field: media.isLive ? "live_comments" : "comments", value }, date)
}

/** Tells accounts that a caption or a comment names them, unless the media object is private. */
export function tellOfMention(state: InstagramState, media: InstagramMedia, comment?: InstagramComment): void {
  if (state.accounts.get(media.ownerId)?.isPrivate === true) return
  const { text, authorId, date } = comment ?? { ...media, authorId: media.ownerId }
  const names = mentionsOf(text)
  for (const account of state.accounts.values()) {
    if (!names.includes(account.username) || account.id === authorId) continue
    const value = { media_id: media.id, ...(comment === undefined ? {} : { comment_id: comment.id }) }
    tell(state, account.id, { field: "mentions", value }, date)
  }
}

function tell(
  state: InstagramState,
  accountId: string,
  change: { readonly field: string; readonly value: Readonly<Record<string, unknown>> },
  date: number,
): void {
  for (const subscription of state.subscriptions) {
    if (subscription.accountId === accountId) state.pushes.push({ subscription, change, date })
  }
}
