import { invalid, problem, type XAnswer } from "./responses.ts"
import type { XApiCall } from "./request.ts"
import { addPost, tellOfDeletion } from "./actions.ts"
import { addresses, latest, mentions, nextNumber } from "./state.ts"
import { weightOf } from "./weight.ts"

/** Weighted characters; an account with X Premium, whose token has the scope `longer-posts` here, may write more. */
const weightLimit = 280
const premiumLimit = 25_000

/** What `POST /2/tweets` takes (`CreatePostsRequest`). */
const bodyKeys: ReadonlySet<string> = new Set(
  "card_uri community_id direct_message_deep_link edit_options for_super_followers_only geo made_with_ai media nullcast paid_partnership poll quote_tweet_id reply reply_settings share_with_followers text".split(
    " ",
  ),
)
const replyKeys: ReadonlySet<string> = new Set(["auto_populate_reply_metadata", "exclude_reply_user_ids", "in_reply_to_tweet_id"])

const no = (detail: string): XAnswer => problem(403, "Forbidden", detail)

/** `POST /2/tweets`. Only its text keeps a post from being published twice. */
export function createPosts(call: XApiCall): unknown {
  const { state, token, body, now } = call
  const account = state.users.get(token.accountId ?? "")
  if (account === undefined) return no("When authenticating requests to the X API v2 endpoints, you must use a user context.")
  const stranger = Object.keys(objectOf(body)).find((name) => !bodyKeys.has(name))
  if (stranger !== undefined)
    return invalid(stranger, "", `$.${stranger}: is not defined in the schema and the schema does not allow additional properties`)
  const { text = "", reply, media, quote_tweet_id: quote } = objectOf(body)
  if (typeof text !== "string") return invalid("text", "", "$.text: string expected")
  const mediaIds: unknown = objectOf(media)["media_ids"] ?? []
  if (!Array.isArray(mediaIds) || mediaIds.length > 4) return invalid("media.media_ids", "", "$.media.media_ids: at most 4 items")
  if (!mediaIds.every((id) => typeof id === "string" && state.media.has(id)))
    return invalid("media.media_ids", "", "Your media IDs are invalid.")
  if (text === "" && mediaIds.length === 0) return invalid("text", "", "$: text or media is required")
  if (weightOf(text) > (token.scopes.includes("longer-posts") ? premiumLimit : weightLimit))
    return invalid("text", "", "Your Tweet text is too long.")
  const isEnterprise = token.scopes.includes("enterprise")
  if (quote !== undefined && !isEnterprise) return no("Quoting posts is not available with your access level.")
  const target = objectOf(reply)
  const odd = Object.keys(target).find((name) => !replyKeys.has(name))
  if (odd !== undefined) return invalid(`reply.${odd}`, "", `$.reply.${odd}: is not defined in the schema`)
  const targetId = target["in_reply_to_tweet_id"]
  if (reply !== undefined && (typeof targetId !== "string" || !/^\d{1,19}$/.test(targetId)))
    return invalid("reply.in_reply_to_tweet_id", "", "$.reply.in_reply_to_tweet_id: does not match the pattern")
  const replyTo = typeof targetId === "string" ? state.versions.get(targetId) : undefined
  if (reply !== undefined && (replyTo === undefined || replyTo.isDeleted))
    return no("You attempted to reply to a Tweet that is deleted or not visible to you.")
  if (replyTo !== undefined && replyTo.authorId !== account.id) {
    if (replyTo.isClosed && !mentions(replyTo, account)) return no("The original Tweet author restricted who can reply to this Tweet.")
    if (!isEnterprise && !addresses(replyTo, account))
      return no(
        "Reply to this conversation is not allowed because you have not been mentioned or otherwise engaged by the author of the post you are replying to.",
      )
  }
  const same = [...state.posts.values()].some((post) => post.authorId === account.id && !post.isDeleted && latest(post).text === text)
  if (same) return no("You are not allowed to create a Tweet with duplicate content.")
  const attachments = mediaIds.map((id) => ({ kind: "photo", url: `https://pbs.twimg.example.com/media/${id}.jpg` }) as const)
  const post = addPost(state, { authorId: account.id, at: now, text, attachments, ...(replyTo === undefined ? {} : { replyTo }) })
  const { id } = latest(post)
  return { status: 201, body: { data: { id, text, edit_history_post_ids: [id] } } } satisfies XAnswer
}

/** `DELETE /2/tweets/{id}`: posts of the account itself. */
export function deletePosts({ state, token, pathId }: XApiCall): unknown {
  const post = state.versions.get(pathId)
  if (post === undefined || post.isDeleted) return problem(404, "Not Found Error", "Could not find the post.", "resource-not-found")
  if (post.authorId !== token.accountId) return no("You are not permitted to delete this post.")
  post.isDeleted = true
  tellOfDeletion(state, post)
  return { data: { deleted: true } }
}

const categories: ReadonlySet<unknown> = new Set(["tweet_image", "tweet_video", "tweet_gif", "dm_image", "dm_video", "dm_gif", "subtitles"])

/** `POST /2/media/upload`, in one piece. */
export function mediaUpload({ state, body }: XApiCall): unknown {
  const { media, media_category: category, ...rest } = objectOf(body)
  const [stranger] = Object.keys(rest).filter((name) => name !== "additional_owners")
  if (stranger !== undefined) return invalid(stranger, "", `$.${stranger}: is not defined in the schema`)
  if (!categories.has(category)) return invalid("media_category", "", "$.media_category: is missing but it is required")
  const size = media instanceof File ? media.size : 0
  if (size === 0 || size > 5 * 1024 * 1024) return invalid("media", "", "$.media: an image of at most 5 MB was expected")
  const id = `19${String(nextNumber(state)).padStart(17, "0")}`
  state.media.add(id)
  const image = { h: 1, w: 1, image_type: media instanceof File ? media.type : "" }
  return { data: { id, media_key: `3_${id}`, size, expires_after_secs: 86_400, image } }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
