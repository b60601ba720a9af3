import { isOldSpelling } from "./parameter.ts"
import { rootOf } from "./query.ts"
import { latest, shownText, type XPost, type XState, type XVersion } from "./state.ts"

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }

/** Texts leave X with three HTML entities. */
function escapeText(text: string): string {
  return text.replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign)
}

/** Longer texts are cut in `text`, and whole in the note. */
const cutAt = 280

interface Link {
  readonly url: string
  readonly expanded_url: string
  readonly display_url: string
  readonly media_key?: string
}

/** The links of a text, each with the short one that X puts in its place; that of photos is at the end. */
function linksOf(post: XPost, { id, text }: XVersion): readonly Link[] {
  const links = Array.from(text.matchAll(/https?:\/\/[^\s<>]+/g), ([url], index) => ({
    url: `https://t.co/${id.slice(-8)}${index}`,
    expanded_url: url,
    display_url: url.replace(/^https?:\/\//, ""),
  }))
  const media = mediaOf(post).map(({ media_key: key }) => ({
    url: `https://t.co/${id.slice(-8)}p`,
    expanded_url: `https://x.com/u${post.authorId}/status/${id}/photo/1`,
    display_url: "pic.x.com/p",
    media_key: key,
  }))
  return [...links, ...media]
}

/** A text as X hands it out: short links, entities. */
function handedText(post: XPost, version: XVersion): string {
  let text = shownText(post, version)
  for (const { url, expanded_url: long, media_key: key } of linksOf(post, version))
    if (key === undefined) text = text.replace(long, url)
    else if (!text.includes(url)) text = `${text} ${url}`
  return escapeText(text)
}

interface Medium {
  readonly media_key: string
  readonly [name: string]: unknown
}

/** The media of a post, as `includes` shows them. */
function mediaOf({ versions, attachments }: XPost): readonly Medium[] {
  return attachments.flatMap(({ kind, url }, index): readonly Medium[] => {
    const key = { media_key: `${kind === "video" ? 13 : 3}_${versions[0]?.id}${index}` }
    if (kind === "photo") return [{ ...key, type: "photo", url }]
    if (kind !== "video") return []
    const variants = [
      { content_type: "application/x-mpegURL", url: `${url}.m3u8` },
      { bit_rate: 832_000, content_type: "video/mp4", url },
    ]
    return [{ ...key, type: "video", preview_image_url: `${url}.jpg`, variants }]
  })
}

/** What a call asks for. */
export interface Asked {
  readonly isOld: boolean
  readonly fields: ReadonlySet<string>
}

/** Reads what a call asks for; some of it are fields in one spelling and expansions in the other. */
export function askedOf(params: Readonly<Record<string, string>>): Asked {
  const isOld = isOldSpelling(params)
  const listed = (name: string): readonly string[] => (params[name] ?? "").split(",").filter((part) => part !== "")
  return { isOld, fields: new Set([...listed(isOld ? "tweet.fields" : "post.fields"), ...listed("expansions")]) }
}

/** A version of a post with what was asked for. */
export function renderPost(state: XState, post: XPost, version: XVersion, { isOld, fields }: Asked): Readonly<Record<string, unknown>> {
  const text = handedText(post, version)
  const isLong = [...text].length > cutAt
  const word = isOld ? "tweet" : "post"
  const references = [
    ...(post.replyTo === undefined ? [] : [{ type: "replied_to", id: latest(post.replyTo).id }]),
    ...(post.quoted === undefined ? [] : [{ type: "quoted", id: latest(post.quoted).id }]),
  ]
  const links = linksOf(post, version)
  const keys = mediaOf(post).map(({ media_key: key }) => key)
  const replies = post.replies.filter(({ isDeleted }) => !isDeleted).length
  const optional: Readonly<Record<string, unknown>> = {
    author_id: post.authorId,
    created_at: new Date(version.at * 1000).toISOString(),
    conversation_id: rootOf(post).versions[0]?.id,
    [`note_${word}`]: isLong ? { text } : undefined,
    [isOld ? "referenced_tweets" : "referenced_posts"]: references.length === 0 ? undefined : references,
    in_reply_to_user_id: post.replyTo?.authorId,
    attachments: keys.length === 0 ? undefined : { media_keys: keys },
    entities: links.length === 0 ? undefined : { urls: links.map((link) => placed(link, text)) },
    public_metrics: metricsOf(isOld, replies),
    reply_settings: post.isClosed ? "mentionedUsers" : "everyone",
    edit_controls: { edits_remaining: Math.max(0, 6 - post.versions.length), is_edit_eligible: post.replyTo === undefined },
    lang: "ru",
  }
  const chosen = Object.entries(optional).filter(([name, value]) => value !== undefined && isAsked(name, fields))
  return {
    id: version.id,
    text: isLong ? `${[...text].slice(0, cutAt - 1).join("")}…` : text,
    [`edit_history_${word}_ids`]: post.versions.map(({ id }) => id),
    ...Object.fromEntries(chosen),
    ...state.distortions.get(post.key),
  }
}

function placed(link: Link, text: string): unknown {
  const start = Math.max(0, text.indexOf(link.url))
  return { start, end: start + link.url.length, ...link }
}

function metricsOf(isOld: boolean, replies: number): unknown {
  const rest = { reply_count: replies, like_count: 0, quote_count: 0, bookmark_count: 0, impression_count: 0 }
  return isOld ? { retweet_count: 0, ...rest } : { repost_count: 0, ...rest }
}

/** What comes beside posts: users, media, and the posts that they refer to. */
export function renderIncludes(state: XState, posts: readonly XPost[], asked: Asked): Readonly<Record<string, unknown>> | undefined {
  const { fields, isOld } = asked
  // In the older spelling the author's id alone is a field; who asks for it is not reported from who asks for the user.
  const authors = new Set(fields.has("author_id") && !isOld ? posts.map(({ authorId }) => authorId) : [])
  const users = [...authors].flatMap((id) => {
    const user = state.users.get(id)
    return user === undefined ? [] : [{ id, name: user.name, username: user.username }]
  })
  const media = fields.has("attachments.media_keys") ? posts.flatMap(mediaOf) : []
  const referred = posts.flatMap(({ replyTo, quoted }) => [replyTo, quoted].filter((post) => post !== undefined))
  const wantsPosts = fields.has("referenced_posts") || fields.has("referenced_tweets.id")
  const shown = wantsPosts ? [...new Set(referred)].filter(({ isDeleted }) => !isDeleted) : []
  const lists = {
    users,
    media,
    [isOld ? "tweets" : "posts"]: shown.map((post) => renderPost(state, post, latest(post), asked)),
  }
  const filled = Object.entries(lists).filter(([, list]) => list.length > 0)
  return filled.length === 0 ? undefined : Object.fromEntries(filled)
}

/** An expansion asks for its field too. */
function isAsked(name: string, fields: ReadonlySet<string>): boolean {
  return fields.has(name) || [...fields].some((field) => field.startsWith(`${name}.`))
}
