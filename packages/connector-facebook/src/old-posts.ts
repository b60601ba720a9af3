import { isRightError, type GraphClient } from "@otklik/connector-kit/meta"
import { instantToMillis, type PullOptions } from "@otklik/core"
import type { z } from "zod"
import { postHeadFields, postSchema } from "./shape.ts"

/** So many older posts are looked at in one reading, and each at most once in this time, milliseconds. Our choice. */
const mostReads = 50
const trustMillis = 1_800_000

/** What of a post tells whether comments came. */
export const headSchema = postSchema.pick({ id: true, created_time: true, updated_time: true, comments: true })

/** What of a post tells whether comments came. */
export type PostHead = z.output<typeof headSchema>

/** Heads of older posts, those known from before included; `isWhole` is false when one was never looked at. */
export interface OldPosts {
  readonly heads: readonly PostHead[]
  readonly isWhole: boolean
}

/**
 * Makes a reader of posts that are older than lists go back, and that are asked for because incidents of theirs are open.
 *
 * @param graph - the Graph API
 */
export function createOldPosts(graph: GraphClient): (ids: ReadonlySet<string>, pull: PullOptions) => Promise<OldPosts> {
  const known = new Map<string, { readonly at: number; readonly head: PostHead | undefined }>()

  return async (ids, { now, signal }) => {
    for (const id of known.keys()) if (!ids.has(id)) known.delete(id)
    const at = instantToMillis(now)
    const due = [...ids].filter((id) => at - (known.get(id)?.at ?? 0) >= trustMillis)
    // Those that were never looked at come first.
    const order = due.toSorted((one, other) => (known.get(one)?.at ?? 0) - (known.get(other)?.at ?? 0))
    for (const id of order.slice(0, mostReads)) {
      const call = { operation: "post", node: id, params: { fields: postHeadFields }, priority: "incident" } as const
      const head = await ifAllowed(graph, () => graph.find({ ...call, ...(signal === undefined ? {} : { signal }) }, headSchema))
      known.set(id, { at, head })
    }
    return { heads: [...known.values()].flatMap(({ head }) => head ?? []), isWhole: known.size === ids.size }
  }
}

/** What stands on pages of others may be closed to this token although a list shows it: then there is nothing to read, and nothing to mend. */
export async function ifAllowed<Result>(graph: GraphClient, read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read()
  } catch (error) {
    const cause = graph.errorOf(error)
    if (cause !== undefined && isRightError(cause)) return undefined
    throw error
  }
}
