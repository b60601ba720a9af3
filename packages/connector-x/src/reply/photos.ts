import { DeskError } from "@otklik/core"
import type { CallOptions, PhotoToPublish } from "@otklik/core/connector"
import * as z from "zod"
import type { XApi } from "../api/client.ts"
import { idSchema } from "../api/schemas.ts"

/** The largest photo that X takes, bytes, and how many a post holds (X's page "Media"). */
const maxBytes = 5 * 1024 * 1024
const maxPhotos = 4

const uploadedSchema = z.looseObject({ data: z.looseObject({ id: idSchema }) })

/**
 * Uploads photos for a reply. An upload that is made twice leaves a photo that nobody sees, and that X forgets within a
 * day.
 *
 * @param api - X
 * @param photos - as they were approved
 * @returns ids of media
 * @throws DeskError `refused` for what is no photo, or for too many; whatever the calls throw
 */
export async function uploadPhotos(api: XApi, photos: readonly PhotoToPublish[], call: CallOptions): Promise<readonly string[]> {
  if (photos.length > maxPhotos) throw refused(`at most ${maxPhotos} photos were expected`)
  const ids: string[] = []
  for (const photo of photos) {
    const { bytes, type } = await photo.read()
    if (!/^image\/(?:jpeg|png|webp)\b/.test(type) || bytes.byteLength > maxBytes)
      throw refused(`a photo in JPEG, PNG or WebP of at most ${maxBytes} bytes was expected`)
    const form = new FormData()
    form.append("media", new Blob([bytes], { type }), "photo")
    form.append("media_category", "tweet_image")
    const upload = { operation: "mediaUpload", path: "media/upload", form, tokens: ["user"], priority: "reply", ...call } as const
    ids.push((await api.call(upload, uploadedSchema)).data.id)
  }
  return ids
}

function refused(reason: string): DeskError<"refused"> {
  return new DeskError("refused", `x: photo of the reply: ${reason}`, { reason })
}
