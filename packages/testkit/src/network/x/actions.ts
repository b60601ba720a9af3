import type { Attachment } from "@otklik/core/connector"
import { renderPost, type Asked } from "./render.ts"
import { addresses, latest, mentions, newId, nextNumber, type XPost, type XState } from "./state.ts"

/** What a new post is made of. */
export interface NewPost {
  readonly authorId: string
  /** Seconds. */
  readonly at: number
  readonly text: string
  readonly replyTo?: XPost
  readonly attachments: readonly Attachment[]
  /** An account that it is addressed to, although it does not answer it. */
  readonly addressee?: string
}

/** Puts a post into the network, and tells whoever subscribed to it. A link to a post at the end makes it a quote. */
export function addPost(state: XState, { authorId, at, text, replyTo, attachments, addressee }: NewPost): XPost {
  const id = newId(state, at)
  const answered = replyTo !== undefined && replyTo.authorId !== authorId ? [replyTo.authorId] : []
  const names = [...answered, ...(addressee === undefined ? [] : [addressee])].map((user) => `@u${user}`)
  const quotedId = /https:\/\/x\.com\/\w+\/status\/(\d{1,19})\s*$/.exec(text)?.[1]
  const quoted = quotedId === undefined ? undefined : state.versions.get(quotedId)
  const post: XPost = {
    key: `x:${id}`,
    versions: [{ id, at, text }],
    authorId,
    prefix: names.filter((name) => !text.includes(name)).join(" "),
    attachments,
    replies: [],
    isDeleted: false,
    isClosed: false,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(quoted === undefined ? {} : { quoted }),
  }
  replyTo?.replies.push(post)
  state.posts.set(post.key, post)
  state.versions.set(id, post)
  tellOfPost(state, post)
  return post
}

/** Everything is told in the older spelling. */
const told: Asked = {
  isOld: true,
  fields: new Set(
    "author_id created_at conversation_id referenced_tweets in_reply_to_user_id entities public_metrics note_tweet reply_settings lang attachments".split(
      " ",
    ),
  ),
}

function tellOfPost(state: XState, post: XPost): void {
  for (const { accountId } of state.webhooks) {
    const user = state.users.get(accountId)
    if (user === undefined || post.authorId === accountId || !addresses(post, user)) continue
    const isReply = post.replyTo?.authorId === accountId
    const type = isReply ? "post.reply.create" : mentions(post, user) ? "post.mention.create" : "post.quote.create"
    tell(state, accountId, type, renderPost(state, post, latest(post), told))
  }
}

/** The account itself deleted a post. */
export function tellOfDeletion(state: XState, post: XPost): void {
  tell(state, post.authorId, "post.delete", { id: latest(post).id, author_id: post.authorId })
}

/** The account took the app's permission back. */
export function tellOfRevocation(state: XState, accountId: string): void {
  tell(state, accountId, "oauth.revoke", { user_id: accountId, app_id: "1" })
}

function tell(state: XState, accountId: string, type: string, payload: unknown): void {
  for (const webhook of state.webhooks) {
    if (webhook.accountId !== accountId) continue
    const number = nextNumber(state)
    // Every other event has a negative number for its name, as at X.
    const uuid = `${number % 2 === 0 ? "-" : ""}34022742065300${String(number).padStart(5, "0")}`
    const user = state.users.get(accountId)
    const includes = user === undefined ? {} : { users: [{ data: { id: user.id, name: user.name, username: user.username } }] }
    const data = { event_uuid: uuid, filter: { user_id: accountId }, event_type: type, tag: type, payload, includes }
    state.pushes.push({ webhook, body: JSON.stringify({ data }) })
  }
}
