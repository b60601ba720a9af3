import { createBudget, createPostTracker, type SeenHeads } from "@otklik/connector-kit"
import { isRightError, type GraphClient } from "@otklik/connector-kit/meta"
import type { PullOptions } from "@otklik/core/connector"
import type * as z from "zod"
import { postHeadFields, postSchema } from "../api/schemas.ts"

/** So many older posts are read in one reading, and each at most once in this time, milliseconds. Our choice. */
const mostReads = 50
const trustMillis = 1_800_000

/** What of a post says whether comments came. */
export const headSchema = postSchema.pick({ id: true, created_time: true, updated_time: true, comments: true })

/** What of a post says whether comments came. */
export type PostHead = z.output<typeof headSchema>

/**
 * Makes a reader of posts that are older than lists go back, and that are asked for because incidents of theirs are
 * open.
 *
 * @param graph - the Graph API
 */
export function createOldPosts(graph: GraphClient): (ids: ReadonlySet<string>, pull: PullOptions) => Promise<SeenHeads<PostHead>> {
  const readHeads = createPostTracker({
    trustMillis,
    read: (id, { signal }) => {
      const call = { operation: "post", node: id, params: { fields: postHeadFields }, priority: "incident" } as const
      return ifAllowed(graph, () => graph.find({ ...call, ...(signal === undefined ? {} : { signal }) }, headSchema))
    },
  })
  return (ids, pull) => readHeads(ids, pull, createBudget(mostReads))
}

/**
 * What is on pages of others may be closed to this token although a list shows it: then there is nothing to read,
 * and nothing to mend.
 */
export async function ifAllowed<Result>(graph: GraphClient, read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read()
  } catch (error) {
    const cause = graph.errorOf(error)
    if (cause !== undefined && isRightError(cause)) return undefined
    throw error
  }
}
