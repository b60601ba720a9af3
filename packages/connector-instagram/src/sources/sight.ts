import { invalidReading, skippedReading, type Look, type Reading, type WatchReaderOptions } from "@otklik/connector-kit"
import type { MessageKey } from "@otklik/core"
import { accountKey, readKey, type InstagramAddress } from "../api/keys.ts"
import { readComment, readMedia } from "../api/message.ts"
import type { Mentioned, NodeOptions, Nodes } from "../api/nodes.ts"
import { commentSchema, mediaSchema } from "../api/schemas.ts"
import { owns, standsAtHome, type Self } from "../api/self.ts"

/** The page of an account: the link of what mentions it, where Instagram gives none. */
export function profileUrl(username: string | undefined): string | undefined {
  return username === undefined ? undefined : `https://www.instagram.com/${username}/`
}

/**
 * Reads a comment that was asked for by itself: it names the media object that it is under, of an album the album.
 *
 * @param value - as Instagram gives it
 * @param self - the account that reads
 * @param given - the media object, where it is known; of a mention, also the account's own name
 */
export function readFoundComment(
  value: unknown,
  self: Self,
  given: { readonly mediaId?: string | undefined; readonly mention?: Mentioned } = {},
): Reading {
  const read = commentSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error)
  const { media } = read.data
  const mediaId = media?.id ?? given.mediaId
  if (mediaId === undefined) return invalidReading("media.id", "an id was expected")
  const isHome = given.mention === undefined ? standsAtHome(self, read.data) : owns(self, media?.owner)
  const url = media?.permalink ?? profileUrl(given.mention?.username)
  return readComment(value, { mediaId, url, self, communityKey: isHome ? accountKey(self.accountId) : undefined })
}

/** Reads a media object that mentions the account. */
export function readMentionedMedia({ value, username }: Mentioned): Reading {
  return readMedia(value, { fallbackUrl: profileUrl(username) })
}

/** Reads a comment that mentions the account. */
export function readMentionedComment(mention: Mentioned, self: Self, mediaId: string | undefined): Reading {
  return readFoundComment(mention.value, self, { mediaId, mention })
}

/**
 * Rechecks watched messages of one account. What Instagram does not give (100/33) is gone only where it was seen
 * before, or where the media object that it was under is still given: the same error says that the token may not see
 * it, as what was found by a hashtag.
 *
 * @param nodes - of the account
 * @param self - the account
 * @param canMention - whether what mentions the account can be read
 */
export function createRecheck(nodes: Nodes, self: Self, canMention: boolean): WatchReaderOptions["look"] {
  const foreign = new Set<string>()
  const hopeless = new Set<MessageKey>()

  async function ofComment(mediaId: string, commentId: string, wasSeen: boolean, options: NodeOptions): Promise<Look> {
    if (!foreign.has(mediaId)) {
      const value = await nodes.comment(commentId, options)
      if (value !== undefined) return sightOf(readFoundComment(value, self, { mediaId }), commentSchema.safeParse(value).data?.media)
      // Only under the account's own media is every comment given: one that it is tagged in shows none.
      if (owns(self, mediaSchema.safeParse(await nodes.media(mediaId, options)).data?.owner)) return { kind: "gone" }
    }
    const found = canMention ? await nodes.mentionedComment(commentId, options) : undefined
    if (found === undefined) return { kind: wasSeen ? "gone" : "unknown" }
    foreign.add(mediaId)
    return sightOf(readMentionedComment(found, self, mediaId))
  }

  async function ofMedia(mediaId: string, wasSeen: boolean, options: NodeOptions): Promise<Look> {
    const value = foreign.has(mediaId) ? undefined : await nodes.media(mediaId, options)
    const media = mediaSchema.safeParse(value).data
    const authorId = owns(self, media?.owner) ? self.accountId : undefined
    if (value !== undefined) return sightOf(readMedia(value, { authorId }), media)
    const found = canMention ? await nodes.mentionedMedia(mediaId, options) : undefined
    if (found === undefined) return { kind: wasSeen ? "gone" : "unknown" }
    foreign.add(mediaId)
    return sightOf(readMentionedMedia(found))
  }

  return async (key, { wasSeen, signal }) => {
    const address: InstagramAddress | undefined = readKey(key)
    if (address === undefined || (hopeless.has(key) && !wasSeen)) return { kind: "unknown" }
    const { mediaId, commentId } = address
    const options = { priority: "incident", ...(signal === undefined ? {} : { signal }) } as const
    const sight = commentId === undefined ? await ofMedia(mediaId, wasSeen, options) : await ofComment(mediaId, commentId, wasSeen, options)
    if (sight.kind === "unknown") hopeless.add(key)
    return sight
  }
}

function sightOf(reading: Reading, place?: { readonly is_comment_enabled?: boolean | undefined }): Look {
  if (reading.kind === "message") return { kind: "shown", message: reading.message, takesComments: place?.is_comment_enabled !== false }
  // Hidden is not public any more; what cannot be understood says nothing.
  return { kind: reading.kind === "nothing" ? "gone" : "unknown" }
}
