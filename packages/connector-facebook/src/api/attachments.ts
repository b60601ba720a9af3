import { attachmentSchema, type Attachment } from "@otklik/core/connector"
import type { RawAttachment } from "./schemas.ts"

const kinds: readonly (readonly [look: RegExp, kind: Attachment["kind"]])[] = [
  [/video/, "video"],
  [/photo|album|image|sticker|picture/, "photo"],
  [/audio|music/, "audio"],
  [/file|document/, "document"],
  [/share|link|note|event/, "link"],
]

/**
 * Attachments by reference; those without any link are left out. Addresses of `fbcdn.net` are signed and end: whoever
 * needs the picture copies it at once.
 *
 * @param list - as Facebook gives them; albums are laid out
 */
export function readAttachments(list: readonly RawAttachment[]): Attachment[] {
  const found = new Map<string, Attachment>()
  for (const attachment of list.flatMap(layOut)) {
    const read = toAttachment(attachment)
    if (read !== undefined && !found.has(read.url)) found.set(read.url, read)
  }
  return [...found.values()].slice(0, 100)
}

/** Attachments of a webhook, which names addresses alone. */
export function attachmentsAt(kind: Attachment["kind"], urls: readonly (string | undefined)[]): Attachment[] {
  return urls.flatMap((url) => (isUrl(url) ? [{ kind, url }] : []))
}

function layOut(attachment: RawAttachment): readonly RawAttachment[] {
  const parts = attachment.subattachments?.data ?? []
  return parts.length === 0 ? [attachment] : parts.flatMap(layOut)
}

function toAttachment({
  type = "",
  media_type: media = "",
  media: content,
  target,
  url,
  unshimmed_url: plain,
}: RawAttachment): Attachment | undefined {
  const kind = kinds.find(([look]) => look.test(type) || look.test(media))?.[1] ?? "other"
  const image = content?.image?.src
  // Links go through Facebook's own redirect unless the plain address is taken.
  const candidates: Readonly<Partial<Record<Attachment["kind"], readonly (string | undefined)[]>>> = {
    photo: [image, url, target?.url],
    video: [content?.source, url, target?.url, image],
  }
  const link = (candidates[kind] ?? [plain, url, target?.url, image]).find(isUrl)
  return link === undefined ? undefined : { kind, url: link }
}

function isUrl(url: string | undefined): url is string {
  return attachmentSchema.shape.url.safeParse(url).success
}
