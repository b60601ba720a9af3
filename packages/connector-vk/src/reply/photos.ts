import { DeskError } from "@otklik/core"
import type { CallOptions, PhotoToPublish } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { idSchema } from "../api/schemas.ts"

const serverSchema = z.looseObject({ upload_url: z.url() })

const uploadedSchema = z.looseObject({ server: z.union([z.number(), z.string()]), photo: z.string(), hash: z.string() })

const savedSchema = z.tuple([z.looseObject({ id: idSchema, owner_id: idSchema, access_key: z.string().optional() })], z.unknown())

/**
 * Uploads photos to the wall of the community: asks for an address, sends the file, saves it. Only user tokens may do
 * that. An upload that is made twice leaves a photo that nobody sees.
 *
 * @param api - VK
 * @param communityId - positive
 * @param photos - as they were approved
 * @returns attachments, as `photo-1_7`
 * @throws DeskError `refused` for what VK does not take for a photo; whatever the photos and the calls throw
 */
export async function uploadPhotos(
  api: VkApi,
  communityId: number,
  photos: readonly PhotoToPublish[],
  options: CallOptions,
): Promise<readonly string[]> {
  const attachments: string[] = []
  for (const photo of photos) {
    const { bytes, type } = await photo.read()
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
