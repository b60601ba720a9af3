import type { Budget } from "@otklik/connector-kit"
import type { MessageKey } from "@otklik/core"
import type { CallOptions, MessageNotice } from "@otklik/core/connector"
import * as z from "zod"
import type { VkApi } from "../api/client.ts"
import { readKey, thingKey } from "../api/keys.ts"
import { idSchema } from "../api/schemas.ts"

/** Posts a call gives at most (`wall.getById`). */
const pageSize = 100

const listSchema = z.looseObject({ items: z.array(z.unknown()).default([]) })

const goneSchema = z.looseObject({ id: idSchema, is_deleted: z.union([z.literal(true), z.literal(1)]) })

/** The posts of a wall that watched messages are, or are under. */
export function postsOf(ownerId: number, keys: Iterable<MessageKey>): ReadonlySet<string> {
  const posts = [...keys].flatMap((key) => {
    const address = readKey(key)
    return address?.kind === "wall" && address.ownerId === String(ownerId) ? [address.thingId] : []
  })
  return new Set(posts)
}

/** Posts by their ids, whatever their age. VK leaves out what is gone, or says that it is deleted. */
export async function readPosts(
  api: VkApi,
  ownerId: number,
  ids: readonly string[],
  budget: Budget,
  options: CallOptions,
): Promise<{ readonly items: readonly unknown[]; readonly isWhole: boolean }> {
  const items: unknown[] = []
  for (let begin = 0; begin < ids.length; begin += pageSize) {
    if (!budget.spend()) return { items, isWhole: false }
    const posts = ids.slice(begin, begin + pageSize).map((id) => `${ownerId}_${id}`)
    const call = {
      method: "wall.getById",
      tokens: ["service", "user"],
      priority: "incident",
      params: { posts: posts.join(",") },
      ...options,
    } as const
    items.push(...(await api.call(call, listSchema)).items)
  }
  return { items, isWhole: true }
}

/** That posts are deleted, as far as VK says so: one that is left out may only be hidden for a while. */
export function goneOf(ownerId: number, items: readonly unknown[]): readonly MessageNotice[] {
  return items.flatMap((item) => {
    const gone = goneSchema.safeParse(item).data
    return gone === undefined
      ? []
      : [{ kind: "deleted", messageKey: thingKey({ kind: "wall", ownerId: String(ownerId), thingId: gone.id }) } as const]
  })
}
