import type { Look, WatchReaderOptions } from "@otklik/connector-kit"
import { createAppToken, inspectToken, isRightError, type GraphClient } from "@otklik/connector-kit/meta"
import { isDeskError } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import * as z from "zod"
import { readKey, type FacebookAddress } from "../api/keys.ts"
import { readComment, readPost } from "../api/message.ts"
import { commentFields, commentSchema, postFields, postSchema } from "../api/schemas.ts"
import type { FacebookApp } from "../options.ts"

/** Rights without which what citizens wrote appears as if it were deleted. */
const readingRights = ["pages_read_engagement", "pages_read_user_content"]

/**
 * Makes what reads a message of an open incident again, by its id.
 *
 * Meta says the same of what is gone and of what a token may not see (100/33). So a message is gone only when the post
 * around it, or the Page, can be read, and the token, where the application can ask about it, still has its rights.
 *
 * @param graph - the Graph API with the Page's token
 * @param app - the application, if it is known
 */
export function createRecheck(graph: GraphClient, app: FacebookApp | undefined): WatchReaderOptions["look"] {
  async function isGone({ kind, postId, ownerId }: FacebookAddress, options: CallOptions): Promise<boolean> {
    if (app !== undefined && !(await hasRights(app, options))) return false
    const isThere = async (node: string): Promise<boolean> => {
      const call = { operation: "control", node, params: { fields: "id" }, priority: "incident", ...options } as const
      return (await graph.find(call, z.unknown())) !== undefined
    }
    // A post may have gone with its comments.
    return (kind === "comment" && (await isThere(postId))) || isThere(ownerId)
  }

  async function hasRights(application: FacebookApp, options: CallOptions): Promise<boolean> {
    try {
      const { isValid, scopes } = await inspectToken(graph, createAppToken(application), options)
      return isValid && readingRights.every((right) => scopes.includes(right))
    } catch (error) {
      // An application that cannot ask stops no reading: `doCheck` reports it.
      if (isDeskError(error, "auth") || isDeskError(error, "protocol")) return false
      throw error
    }
  }

  async function look(address: FacebookAddress, options: CallOptions): Promise<Look> {
    const isComment = address.kind === "comment"
    const params = { fields: isComment ? commentFields : postFields }
    const value = await graph.find({ operation: address.kind, node: address.id, params, priority: "incident", ...options }, z.unknown())
    if (value === undefined) return { kind: (await isGone(address, options)) ? "gone" : "unknown" }
    const reading = isComment ? readComment(value, address.postId) : readPost(value)
    const mayComment = isComment
      ? commentSchema.safeParse(value).data?.can_comment
      : postSchema.safeParse(value).data?.comments?.summary?.can_comment
    return reading.kind === "message"
      ? { kind: "shown", message: reading.message, takesComments: mayComment !== false }
      : { kind: "unknown" }
  }

  return async (key, { signal }) => {
    const address = readKey(key)
    if (address === undefined) return { kind: "unknown" }
    try {
      return await look(address, signal === undefined ? {} : { signal })
    } catch (error) {
      const cause = graph.errorOf(error)
      if (cause !== undefined && isRightError(cause)) return { kind: "unknown" } // what is on pages of others
      throw error
    }
  }
}
