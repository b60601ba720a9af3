import { attachmentSchema, type Attachment } from "@otklik/core/connector"
import * as z from "zod"
import { idSchema } from "./schemas.ts"

const sizeSchema = z.looseObject({
  url: z.string().optional(),
  src: z.string().optional(),
  width: z.number().default(0),
  height: z.number().default(0),
})

const photoSchema = z.looseObject({ sizes: z.array(sizeSchema).default([]), orig_photo: sizeSchema.optional() })

const bodySchema = z.looseObject({
  id: idSchema.optional(),
  owner_id: idSchema.optional(),
  url: z.string().optional(),
  access_key: z.string().optional(),
})

const kinds: Readonly<Record<string, Attachment["kind"]>> = {
  photo: "photo",
  posted_photo: "photo",
  graffiti: "photo",
  video: "video",
  clip: "video",
  audio: "audio",
  doc: "document",
  link: "link",
}

/** What says nothing in words and is shown nowhere else. */
const wordless: ReadonlySet<string> = new Set(["sticker", "gift"])

/** Whether an attachment is a sticker or a gift of the network. */
export function isWordless(attachment: Readonly<Record<string, unknown>>): boolean {
  return wordless.has(String(attachment["type"]))
}

/** Things that have a page of their own, by the word in its address. */
const pages: Readonly<Record<string, string>> = {
  video: "video",
  clip: "clip",
  audio: "audio",
  poll: "poll",
  market: "product",
  album: "album",
  photo: "photo",
}

/**
 * Attachments by reference; those without any link (stickers, gifts of the network) say nothing that can be kept and
 * are left out. Links of photos are signed and end: whoever needs the picture copies it at once.
 *
 * @param list - as VK gives them
 */
export function readAttachments(list: readonly Readonly<Record<string, unknown>>[]): Attachment[] {
  return list.slice(0, 100).flatMap((item) => {
    const type = String(item["type"])
    const url = linkOf(type, item[type])
    return url === undefined ? [] : [{ kind: kinds[type] ?? "other", url }]
  })
}

function linkOf(type: string, body: unknown): string | undefined {
  const links = [kinds[type] === "photo" ? largest(body) : undefined]
  const read = bodySchema.safeParse(body)
  if (read.success) {
    const { url, id, owner_id: ownerId } = read.data
    links.push(url)
    const page = pages[type]
    if (page !== undefined && id !== undefined && ownerId !== undefined) links.push(`https://vk.com/${page}${ownerId}_${id}`)
  }
  return links.find((link) => link !== undefined && attachmentSchema.shape.url.safeParse(link).success)
}

/** The largest copy of a photo; `photo_604` and the like are the form of versions before 5.77. */
function largest(body: unknown): string | undefined {
  const read = photoSchema.safeParse(body)
  if (!read.success) return undefined
  const { sizes, orig_photo: original } = read.data
  const old = Object.entries(read.data).flatMap(([name, url]) => {
    const width = /^photo_(\d+)$/.exec(name)?.[1]
    return width === undefined || typeof url !== "string" ? [] : [{ url, src: undefined, width: Number(width), height: 1 }]
  })
  const all = [...(original === undefined ? [] : [original]), ...sizes, ...old]
  const [first] = all.toSorted((one, other) => other.width * other.height - one.width * one.height)
  return first?.url ?? first?.src
}
