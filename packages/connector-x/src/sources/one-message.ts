import type { IncomingMessage } from "@otklik/core"
import type { CallOptions, ReadOptions } from "@otklik/core/connector"
import { readIncludes } from "../api/includes.ts"
import { idOf } from "../api/keys.ts"
import type { XLists } from "../api/lists.ts"
import { readPost } from "../api/message.ts"
import { postSchema } from "../api/schemas.ts"

/**
 * Reads one post by its key, in its latest version.
 *
 * @param lists - of X
 * @param allow - keeps reading within the host's limit
 * @returns undefined where there is no such post; the message of an edited post has the key of its first version
 */
export function createMessageReader(
  lists: XLists,
  allow: (now: string, call: CallOptions) => Promise<void>,
): (options: ReadOptions) => Promise<IncomingMessage | undefined> {
  return async ({ messageKey, now, signal }) => {
    const id = idOf(messageKey)
    if (id === undefined) return undefined
    const abort = signal === undefined ? {} : { signal }
    await allow(now, abort)
    const lookUp = (wanted: string) => lists.lookup([wanted], { priority: "incident", ...abort })
    const page = await lookUp(id)
    const latest = page.data.map((item) => postSchema.safeParse(item).data?.history.at(-1)).find((version) => version !== undefined)
    const { data, includes } = latest === undefined || latest === id ? page : await lookUp(latest)
    const beside = readIncludes(includes)
    return data.map((item) => readPost(item, beside)).find((reading) => reading.kind === "message")?.message
  }
}
