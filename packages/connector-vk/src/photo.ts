import { DeskError, type CallOptions } from "@otklik/core"
import { z } from "zod"
import type { VkApi } from "./api.ts"
import { idSchema } from "./shape.ts"

const serverSchema = z.looseObject({ upload_url: z.url() })

const uploadedSchema = z.looseObject({ server: z.union([z.number(), z.string()]), photo: z.string(), hash: z.string() })

const savedSchema = z.tuple([z.looseObject({ id: idSchema, owner_id: idSchema, access_key: z.string().optional() })], z.unknown())

/** The largest photo that is sent, bytes. Our choice: far above what cameras make, and below the largest answer that is taken in. */
const maxBytes = 25 * 1024 * 1024

/**
 * Uploads photos to the wall of the community: asks for an address, sends the file, saves it. Only user tokens may do that. An upload that is made twice
 * leaves a photo that nobody sees.
 *
 * @param api - VK
 * @param communityId - positive
 * @param urls - where the photos are
 * @returns attachments, as `photo-1_7`
 * @throws DeskError `refused` for what is no photo; whatever the calls throw
 */
export async function uploadPhotos(
  api: VkApi,
  communityId: number,
  urls: readonly string[],
  options: CallOptions,
): Promise<readonly string[]> {
  const attachments: string[] = []
  for (const url of urls) {
    const { bytes, type } = await api.client.bytes({ what: "vk: photo of the reply", method: "GET", url, writes: false, ...options })
    if (!type.startsWith("image/") || bytes.byteLength > maxBytes) {
      const reason = `a photo of at most ${maxBytes} bytes was expected`
      throw new DeskError("refused", `vk: photo of the reply: ${reason}`, { reason })
    }
    attachments.push(await uploadPhoto(api, communityId, new Blob([bytes], { type }), options))
  }
  return attachments
}

async function uploadPhoto(api: VkApi, communityId: number, photo: Blob, options: CallOptions): Promise<string> {
  const shared = { tokens: ["user"], priority: "reply", ...options } as const
  const server = await api.call({ ...shared, method: "photos.getWallUploadServer", params: { group_id: communityId } }, serverSchema)
  const body = new FormData()
  body.append("photo", photo, `photo.${photo.type === "image/png" ? "png" : "jpg"}`)
  const what = "vk: photo upload"
  const uploaded = uploadedSchema.safeParse(
    await api.client.json({ what, method: "POST", url: server.upload_url, body, writes: false, ...options }),
  )
  if (!uploaded.success) throw api.shapeFailure(what, "photo")
  if (uploaded.data.photo === "" || uploaded.data.photo === "[]") {
    const reason = "VK does not take the file for a photo"
    throw new DeskError("refused", `${what}: ${reason}`, { reason })
  }
  const { server: serverId, photo: list, hash } = uploaded.data
  const params = { group_id: communityId, server: serverId, photo: list, hash }
  const [saved] = await api.call({ ...shared, method: "photos.saveWallPhoto", params }, savedSchema)
  return `photo${saved.owner_id}_${saved.id}${saved.access_key === undefined ? "" : `_${saved.access_key}`}`
}
