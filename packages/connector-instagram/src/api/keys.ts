import type { MessageKey } from "@otklik/core"

/** What a key names. */
export interface InstagramAddress {
  readonly mediaId: string
  /** Absent for the media object itself. */
  readonly commentId?: string
}

const native = /^instagram:(\d{1,32})(?:-(\d{1,32}))?$/

/** The key of a media object: `instagram:17895731045244887`. */
export function mediaKey(mediaId: string): MessageKey {
  return `instagram:${mediaId}`
}

/**
 * The key of a comment: the media object's, a hyphen and the comment's id. Ids do not hold the owner, so no underscore
 * separates them.
 */
export function commentKey(mediaId: string, commentId: string): MessageKey {
  return `${mediaKey(mediaId)}-${commentId}`
}

/** The key of an account, as the community that something is in. */
export function accountKey(accountId: string): MessageKey {
  return `instagram:${accountId}`
}

/**
 * Reads a key.
 *
 * @returns undefined for a key that this connector does not give
 */
export function readKey(key: MessageKey): InstagramAddress | undefined {
  const [, mediaId, commentId] = native.exec(key) ?? []
  if (mediaId === undefined) return undefined
  return { mediaId, ...(commentId === undefined ? {} : { commentId }) }
}
