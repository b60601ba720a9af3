import type { InstagramCall } from "./request.ts"
import { debugToken, instagramApplication, readPageApps, readSubscriptions, readUserApps, refreshToken } from "./application.ts"
import { readRecentMedia, recentHashtags, searchHashtag } from "./hashtags.ts"
import { readComment, readComments, readMedia, readOwnMedia, readReplies, readTags, readUser } from "./read-nodes.ts"
import type { InstagramLogin, InstagramState } from "./state.ts"
import { deleteComment, writeComment, writeMention, writeReply } from "./write-edges.ts"

/** What a path and a method come to. */
export interface InstagramOperation {
  readonly run: (call: InstagramCall) => unknown
  /** Parameters that it takes beside those of every call. */
  readonly params: readonly string[]
  readonly required?: readonly string[]
  /** The right that it takes, by way in; a way that is not named does not have it. */
  readonly rights: Readonly<Partial<Record<InstagramLogin, readonly string[]>>>
}

const basic = {
  facebook: ["instagram_basic", "pages_read_engagement"],
  instagram: ["instagram_business_basic"],
} as const
const comments = {
  facebook: ["instagram_basic", "instagram_manage_comments", "pages_read_engagement"],
  instagram: ["instagram_business_basic", "instagram_business_manage_comments"],
} as const
const facebookOnly = { facebook: basic.facebook } as const
const page = ["fields", "limit", "after", "before", "since", "until"]

/** Every operation, by method, kind of node and edge. */
export const operations: Readonly<Record<string, InstagramOperation>> = {
  "GET user": { run: readUser, params: ["fields"], rights: basic },
  "GET user.mentioned_media": { run: readUser, params: ["fields"], rights: { facebook: comments.facebook } },
  "GET user.mentioned_comment": { run: readUser, params: ["fields"], rights: { facebook: comments.facebook } },
  "GET user.business_discovery": { run: readUser, params: ["fields"], rights: facebookOnly },
  "GET user/media": { run: readOwnMedia, params: page, rights: basic },
  "GET user/tags": { run: readTags, params: page, rights: comments },
  "GET user/recently_searched_hashtags": { run: recentHashtags, params: page, rights: facebookOnly },
  "GET user/subscribed_apps": { run: readUserApps, params: [], rights: { instagram: basic.instagram } },
  "GET page/subscribed_apps": { run: readPageApps, params: ["fields"], rights: { facebook: ["pages_show_list"] } },
  "GET media": { run: readMedia, params: ["fields"], rights: basic },
  "GET media/comments": { run: readComments, params: page, rights: comments },
  "GET comment": { run: readComment, params: ["fields"], rights: comments },
  "GET comment/replies": { run: readReplies, params: page, rights: comments },
  "GET ig_hashtag_search": { run: searchHashtag, params: ["user_id", "q"], required: ["user_id", "q"], rights: facebookOnly },
  "GET hashtag/recent_media": { run: readRecentMedia, params: [...page, "user_id"], required: ["user_id"], rights: facebookOnly },
  "GET debug_token": { run: debugToken, params: ["input_token"], required: ["input_token"], rights: { facebook: [] } },
  "GET app/subscriptions": { run: readSubscriptions, params: [], rights: { facebook: [] } },
  "GET refresh_access_token": {
    run: refreshToken,
    params: ["grant_type"],
    required: ["grant_type"],
    rights: { instagram: basic.instagram },
  },
  "POST media/comments": { run: writeComment, params: ["message", "ad_id", "fields"], rights: comments },
  "POST comment/replies": { run: writeReply, params: ["message", "fields"], rights: comments },
  "DELETE comment": { run: deleteComment, params: [], rights: comments },
  "POST user/mentions": {
    run: writeMention,
    params: ["media_id", "comment_id", "message", "fields"],
    required: ["media_id", "message"],
    rights: comments,
  },
}

/** What kind of thing an id names; hashtags are recognised by what they are not. */
function kindOf(state: InstagramState, id: string): string {
  if (id === "me" || state.accounts.has(id) || [...state.accounts.values()].some(({ scopedId }) => scopedId === id)) return "user"
  if (id === instagramApplication.key) return "app"
  if ([...state.accounts.values()].some(({ pageId }) => pageId === id)) return "page"
  if (state.media.has(`instagram:${id}`)) return "media"
  if ([...state.comments.values()].some(({ comment }) => comment.id === id)) return "comment"
  return id.startsWith("178") ? "hashtag" : "unknown"
}

/** A request by its name; what is asked of an account through a field is named after the field. */
export function operationOf(
  state: InstagramState,
  method: string,
  path: readonly string[],
  params: Readonly<Record<string, string>>,
): { readonly operation: string; readonly nodeId: string } {
  const [nodeId = "", edge] = path
  if (["ig_hashtag_search", "debug_token", "refresh_access_token"].includes(nodeId)) return { operation: `${method} ${nodeId}`, nodeId }
  const kind = kindOf(state, nodeId)
  if (edge !== undefined) return { operation: `${method} ${kind}/${edge}`, nodeId }
  const [, through] = /(?:^|,)(mentioned_media|mentioned_comment|business_discovery)\b/.exec(params["fields"] ?? "") ?? []
  return { operation: `${method} ${kind}${kind === "user" && through !== undefined ? `.${through}` : ""}`, nodeId }
}
