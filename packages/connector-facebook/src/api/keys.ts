import type { MessageKey } from "@otklik/core"

/** What a key names. */
export interface FacebookAddress {
  readonly kind: "post" | "comment"
  /** The id by which the Graph API knows it: `{owner}_{post}`, or `{post}_{comment}`. */
  readonly id: string
  /** The post that it is under, or itself: `{owner}_{post}`. */
  readonly postId: string
  /** The Page or person on whose page it is. */
  readonly ownerId: string
}

const native = /^facebook:(\d{1,32})_(\d{1,32})(?:_(\d{1,32}))?$/

/** The key of a post with the id `1_7`: `facebook:1_7`. */
export function postKey(postId: string): MessageKey {
  return `facebook:${postId}`
}

/**
 * The key of a comment: the owner of the post, and the comment's id. The comment `7_12` under the post `1_7` is
 * `facebook:1_7_12`.
 *
 * @param postId - `{owner}_{post}`
 * @param commentId - `{post}_{comment}`; of one without a post, as very old ones are, the post is taken from `postId`
 */
export function commentKey(postId: string, commentId: string): MessageKey {
  const parts = commentId.split("_").slice(-2)
  return parts.length === 2 ? `facebook:${ownerOf(postId)}_${parts.join("_")}` : `facebook:${postId}_${commentId}`
}

/** The owner in the id of a post. */
export function ownerOf(postId: string): string {
  return postId.split("_")[0] ?? postId
}

/**
 * Reads a key.
 *
 * @returns undefined for a key that this connector does not give
 */
export function readKey(key: MessageKey): FacebookAddress | undefined {
  const [, ownerId, post, comment] = native.exec(key) ?? []
  if (ownerId === undefined || post === undefined) return undefined
  const postId = `${ownerId}_${post}`
  return comment === undefined
    ? { kind: "post", id: postId, postId, ownerId }
    : { kind: "comment", id: `${post}_${comment}`, postId, ownerId }
}
