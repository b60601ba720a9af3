import type { MessageKey } from "@otklik/core"
import { invalidReading, skippedReading, type Reading } from "@otklik/connector-kit"
import type { z } from "zod"
import { accountKey, readKey, type InstagramAddress } from "./key.ts"
import { readComment, readMedia } from "./message.ts"
import type { Mentioned, NodeOptions, Nodes } from "./nodes.ts"
import { owns, type Self } from "./self.ts"
import { commentSchema, mediaSchema, type placeSchema } from "./shape.ts"
import type { Look, Sight } from "./watch-reader.ts"

type Place = z.output<typeof placeSchema>

/** The page of an account: the link of what mentions it, where Instagram gives none. */
export function profileUrl(username: string | undefined): string | undefined {
  return username === undefined ? undefined : `https://www.instagram.com/${username}/`
}

/**
 * Reads a comment that was asked for by itself: it names the media object that it stands under, of an album the album.
 *
 * @param value - as Instagram gives it
 * @param self - the account that reads
 * @param given - what is known from elsewhere: the media object, the link
 */
export function readFoundComment(
  value: unknown,
  self: Self,
  given: { readonly mediaId?: string | undefined; readonly fallbackUrl?: string | undefined } = {},
): Reading {
  const media: Place | undefined = commentSchema.safeParse(value).data?.media
  const mediaId = media?.id ?? given.mediaId
  if (mediaId === undefined) {
    const read = commentSchema.safeParse(value)
    return read.success ? invalidReading("media.id", "an id was expected") : skippedReading(read.error)
  }
  const communityKey = owns(self, media?.owner) ? accountKey(self.accountId) : undefined
  return readComment(value, { mediaId, url: media?.permalink ?? given.fallbackUrl, self, communityKey })
}

/** Reads a media object that mentions the account. */
export function readMentionedMedia({ value, username }: Mentioned): Reading {
  return readMedia(value, { fallbackUrl: profileUrl(username) })
}

/** Reads a comment that mentions the account. */
export function readMentionedComment({ value, username }: Mentioned, self: Self, mediaId: string | undefined): Reading {
  return readFoundComment(value, self, { mediaId, fallbackUrl: profileUrl(username) })
}

/**
 * Looks at watched messages of one account. What Instagram does not give (100/33) is gone only where it was seen before, or where the media object that it
 * stood under is still given: the same error says that the token may not see it, as what was found by a hashtag.
 *
 * @param nodes - of the account
 * @param self - the account
 * @param canMention - whether what mentions the account can be read
 */
export function createLook(nodes: Nodes, self: Self, canMention: boolean): Look {
  const foreign = new Set<string>()
  const hopeless = new Set<MessageKey>()

  async function ofComment(mediaId: string, commentId: string, wasSeen: boolean, options: NodeOptions): Promise<Sight> {
    if (!foreign.has(mediaId)) {
      const value = await nodes.comment(commentId, options)
      if (value !== undefined) return sightOf(readFoundComment(value, self, { mediaId }), commentSchema.safeParse(value).data?.media)
      if ((await nodes.media(mediaId, options)) !== undefined) return { kind: "gone" }
    }
    const found = canMention ? await nodes.mentionedComment(commentId, options) : undefined
    if (found === undefined) return { kind: wasSeen ? "gone" : "unknown" }
    foreign.add(mediaId)
    return sightOf(readMentionedComment(found, self, mediaId))
  }

  async function ofMedia(mediaId: string, wasSeen: boolean, options: NodeOptions): Promise<Sight> {
    const value = foreign.has(mediaId) ? undefined : await nodes.media(mediaId, options)
    const media = mediaSchema.safeParse(value).data
    const authorId = owns(self, media?.owner) ? self.accountId : undefined
    if (value !== undefined) return sightOf(readMedia(value, { authorId }), media)
    const found = canMention ? await nodes.mentionedMedia(mediaId, options) : undefined
    if (found === undefined) return { kind: wasSeen ? "gone" : "unknown" }
    foreign.add(mediaId)
    return sightOf(readMentionedMedia(found))
  }

  return async (key, { wasSeen, ...call }) => {
    const address: InstagramAddress | undefined = readKey(key)
    if (address === undefined || (hopeless.has(key) && !wasSeen)) return { kind: "unknown" }
    const { mediaId, commentId } = address
    const options = { priority: "incident", ...call } as const
    const sight = commentId === undefined ? await ofMedia(mediaId, wasSeen, options) : await ofComment(mediaId, commentId, wasSeen, options)
    if (sight.kind === "unknown") hopeless.add(key)
    return sight
  }
}

function sightOf(reading: Reading, place?: { readonly is_comment_enabled?: boolean | undefined }): Sight {
  if (reading.kind === "message") return { kind: "shown", message: reading.message, takesComments: place?.is_comment_enabled !== false }
  // Hidden is not public any more; what cannot be understood says nothing.
  return { kind: reading.kind === "nothing" ? "gone" : "unknown" }
}
