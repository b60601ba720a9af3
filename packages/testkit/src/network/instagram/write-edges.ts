import { gone, refuse } from "./responses.ts"
import type { InstagramCall } from "./request.ts"
import { addComment, mentionsOf } from "./actions.ts"
import { commentWith, mediaWith, type InstagramComment, type InstagramMedia } from "./state.ts"

/**
 * Writes a comment. Whoever asks for fields gets an error although the comment is published: so does Meta. Nothing
 * keeps the same comment from being published twice.
 */
function write(call: InstagramCall, media: InstagramMedia, target?: InstagramComment): unknown {
  const text = call.params["message"] ?? ""
  if (text.trim() === "") return refuse(100, "(#100) The parameter message is required")
  if (media.isClosed) return refuse(100, "(#100) Comments are switched off for this media")
  if (target?.isHidden === true) return refuse(100, "(#100) Hidden comments cannot be replied to")
  if (media.isLive) return refuse(100, "(#100) Comments on live videos cannot be replied to")
  const shared = { authorId: call.account.id, date: Math.floor(call.now / 1000), text }
  const { id } = addComment(call.state, media, target === undefined ? shared : { ...shared, target })
  return call.fields === undefined ? { id } : refuse(20, "This API call does not support the requested response format", 1_772_107)
}

/** `POST /{ig-media}/comments` */
export function writeComment(call: InstagramCall): unknown {
  const media = mediaWith(call.state, call.nodeId)
  return media?.ownerId === call.account.id ? write(call, media) : gone(call.nodeId)
}

/** `POST /{ig-comment}/replies` */
export function writeReply(call: InstagramCall): unknown {
  const found = commentWith(call.state, call.nodeId)
  return found?.media.ownerId === call.account.id ? write(call, found.media, found.comment) : gone(call.nodeId)
}

/** `POST /{ig-user}/mentions`: under what names the account. */
export function writeMention(call: InstagramCall): unknown {
  const { state, params, account } = call
  const media = mediaWith(state, params["media_id"])
  const found = params["comment_id"] === undefined ? undefined : commentWith(state, params["comment_id"])
  const text = params["comment_id"] === undefined ? media?.text : found?.comment.text
  if (media === undefined || text === undefined || !mentionsOf(text).includes(account.username)) return gone(params["media_id"] ?? "")
  return write(call, media, found?.comment)
}

/** `DELETE /{ig-comment}`: only the owner of the media object may, whoever wrote the comment. */
export function deleteComment(call: InstagramCall): unknown {
  const found = commentWith(call.state, call.nodeId)
  if (found === undefined || found.media.ownerId !== call.account.id) return gone(call.nodeId)
  found.comment.isDeleted = true // No event tells of it.
  return { success: true }
}
