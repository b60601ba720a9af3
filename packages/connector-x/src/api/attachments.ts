import { attachmentSchema, type Attachment } from "@otklik/core/connector"
import type { Includes } from "./includes.ts"
import type { XPost } from "./schemas.ts"

const kinds: Readonly<Record<string, Attachment["kind"]>> = { photo: "photo", video: "video", animated_gif: "video" }

/**
 * Media, which posts name by key only, and links with where they lead to, quoted posts among them.
 *
 * @param post - the post
 * @param includes - which contain the media
 */
export function readAttachments({ attachments, entities }: XPost, { media }: Includes): Attachment[] {
  const things = (attachments?.media_keys ?? []).flatMap((key): readonly Attachment[] => {
    const medium = media.get(key)
    if (medium === undefined) return []
    const [best] = medium.variants.toSorted((one, other) => (other.bit_rate ?? 0) - (one.bit_rate ?? 0))
    const url = medium.url ?? best?.url ?? medium.preview_image_url
    return url === undefined ? [] : [{ kind: kinds[medium.type] ?? "other", url }]
  })
  const links = (entities?.urls ?? []).flatMap(({ expanded_url: url, media_key: key }): readonly Attachment[] =>
    typeof url !== "string" || typeof key === "string" || ownMedia.test(url) ? [] : [{ kind: "link", url }],
  )
  const all = [...things, ...links].filter(({ url }) => attachmentSchema.shape.url.safeParse(url).success)
  return [...new Map(all.map((attachment) => [attachment.url, attachment])).values()].slice(0, 100)
}

/** The link that X writes into a text for its own photos and videos. */
const ownMedia = /^https?:\/\/(?:www\.)?(?:x|twitter)\.com\/\w+\/status\/\d+\/(?:photo|video)\/\d+$/
