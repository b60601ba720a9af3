import { createBudget } from "@otklik/connector-kit"
import { DeskError, type IncomingMessage } from "@otklik/core"
import type { ReadOptions } from "@otklik/core/connector"
import type { VkApi } from "../api/client.ts"
import { readKey } from "../api/keys.ts"
import { readComment, readPost } from "../api/message.ts"
import { commentHeadSchema } from "../api/schemas.ts"
import { walkAllComments } from "./comments.ts"
import type { Openness } from "./openness.ts"
import { readPosts } from "./watched-posts.ts"

/**
 * Reads one post or one comment of a wall by its key. VK has no call for a comment whose thread is not known, so the
 * comments of its post are walked through.
 *
 * @param api - VK
 * @param openness - keeps closed communities unread
 * @param maxCalls - how many calls may be spent
 * @returns undefined where there is no such message
 * @throws DeskError `refused` for a closed community, and where the post has more comments than may be walked through
 */
export function createMessageReader(
  api: VkApi,
  openness: Openness,
  maxCalls: number,
): (options: ReadOptions) => Promise<IncomingMessage | undefined> {
  return async ({ messageKey, now, signal }) => {
    const address = readKey(messageKey)
    if (address?.kind !== "wall") return undefined
    const abort = signal === undefined ? {} : { signal }
    const { ownerId, thingId, commentId } = address
    await openness.require(Number(ownerId), now, abort)
    const budget = createBudget(maxCalls)
    if (commentId === undefined) {
      const { items } = await readPosts(api, Number(ownerId), [thingId], budget, abort)
      return items.map((item) => readPost(item)).find((reading) => reading.kind === "message")?.message
    }
    const thing = { kind: "wall", ownerId, thingId } as const
    const { comments, isWhole } = await walkAllComments({ api, thing, budget, ...abort })
    const found = comments.find(({ value }) => commentHeadSchema.safeParse(value).data?.id === commentId)
    if (found !== undefined) {
      const reading = readComment(found.value, thing, { rootId: found.rootId })
      return reading.kind === "message" ? reading.message : undefined
    }
    if (isWhole) return undefined
    const reason = "more comments than one reading may walk through"
    throw new DeskError("refused", `vk: wall ${ownerId}: ${reason}`, { reason })
  }
}
