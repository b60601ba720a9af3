import { createBudget, createOnceReplier, notPossible, tooMuchToSearch, type ReplyMembers } from "@otklik/connector-kit"
import { edgeSchema, graphIdSchema, readEdge, walkEdge, type GraphClient, type WalkedEdge } from "@otklik/connector-kit/meta"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import * as z from "zod"
import { commentKey, readKey } from "../api/keys.ts"
import type { Mentioned, NodeOptions, Nodes } from "../api/nodes.ts"
import { commentFields, commentSchema } from "../api/schemas.ts"
import { authorOf, type Self } from "../api/self.ts"
import { walkComments } from "../sources/comments.ts"
import { createRouter, type ReplyRoute } from "./route.ts"
import { addressed, isSameReply } from "./text.ts"

/** The most calls of one search for a reply: five thousand comments. */
const mostCalls = 100

const createdSchema = z.looseObject({ id: graphIdSchema })

/** What answering needs. */
export interface ReplierOptions {
  readonly graph: GraphClient
  readonly nodes: Nodes
  readonly self: Self
  /** Whether what mentions the account can be read, and so be answered. */
  readonly canMention: boolean
}

/**
 * Answers as the account: under its own media objects and the comments there, and where it is mentioned. Instagram
 * knows no idempotency key, and has been seen to publish and then answer with an error: a reply is searched for before
 * a second try, and again after every doubtful answer.
 *
 * @param options - see {@link ReplierOptions}
 */
export function createReplier(options: ReplierOptions): ReplyMembers {
  const { graph, nodes, self } = options
  const route = createRouter(options)
  /** Where one reply goes is found out once for each try. */
  const routes = new WeakMap<FindRepliesOptions, Promise<ReplyRoute>>()

  function routeOf(reply: FindRepliesOptions): Promise<ReplyRoute> {
    const known = routes.get(reply) ?? route(reply)
    routes.set(reply, known)
    return known
  }

  /** Pages of a list inside of a mention. */
  function walkMention(read: (extra: string) => Promise<Mentioned | undefined>, list: "comments" | "replies"): Promise<WalkedEdge> {
    return walkEdge({
      budget: createBudget(mostCalls),
      async fetch(place) {
        const after = place?.["after"]
        const cursor = after === undefined ? "" : `.after(${after})`
        const found = await read(`,${list}${cursor}.limit(50){${commentFields}}`)
        const holder = z.looseObject({ [list]: edgeSchema.optional() }).safeParse(found?.value).data
        const edge = edgeSchema.safeParse(holder?.[list] ?? { data: [] }).data
        return readEdge(edge ?? { data: [] })
      },
    })
  }

  async function listed(to: ReplyRoute, call: NodeOptions): Promise<WalkedEdge> {
    const { mediaId, rootId, commentId } = to
    if (!to.isMention) {
      const place = rootId === undefined ? ({ id: mediaId, edge: "comments" } as const) : ({ id: rootId, edge: "replies" } as const)
      return walkComments({ graph, budget: createBudget(mostCalls), ...call }, place)
    }
    return commentId === undefined
      ? walkMention((extra) => nodes.mentionedMedia(mediaId, call, extra), "comments")
      : walkMention((extra) => nodes.mentionedComment(commentId, call, extra), "replies")
  }

  async function find(reply: FindRepliesOptions): Promise<readonly ReplyReceipt[]> {
    const to = await routeOf(reply)
    const sent = addressed(reply.text, to.username)
    const { items, isWhole } = await listed(to, callOf(reply))
    const found = items.flatMap((item) => {
      const comment = commentSchema.safeParse(item).data
      if (comment === undefined || authorOf(comment, self) !== self.accountId || !isSameReply(comment.text, sent, reply.text)) return []
      return [{ replyKey: commentKey(to.mediaId, comment.id), url: to.url, publishedAt: comment.timestamp }]
    })
    if (isWhole || found.length > 0) return found
    throw tooMuchToSearch("instagram")
  }

  async function publish(reply: ReplyOptions): Promise<ReplyReceipt> {
    const { text } = reply
    const to = await routeOf(reply)
    const { mediaId, rootId, commentId } = to
    const message = addressed(text, to.username)
    const place = to.isMention
      ? { node: self.accountId, edge: "mentions", params: { media_id: mediaId, comment_id: commentId, message } }
      : { node: rootId ?? mediaId, edge: rootId === undefined ? "comments" : "replies", params: { message } }
    // No fields are asked for: Meta would publish and then answer with error 20.
    const created = await graph.call(
      { operation: `reply by ${place.edge}`, method: "POST", ...place, beforeSend: reply.beforeWrite, ...callOf(reply) },
      createdSchema,
    )
    // Meta gives the id and not the moment: read it back. It is published, whatever that results in.
    const shown = await nodes.comment(created.id, callOf(reply)).catch(() => undefined)
    const publishedAt = commentSchema.safeParse(shown).data?.timestamp ?? reply.now
    return { replyKey: commentKey(mediaId, created.id), url: to.url, publishedAt }
  }

  function check({ photos }: ReplyOptions): void {
    if (photos.length > 0) throw notPossible("instagram", "comments take no photos", "replyPhoto")
  }

  async function doRetract({ messageKey, replyKey, signal }: RetractOptions): Promise<void> {
    const id = readKey(replyKey)?.commentId
    // Meta: "A comment can only be deleted by the owner of the object upon which the comment was made, even if the user
    // attempting to delete it is its author."
    const to = await route({ messageKey, text: "", idempotencyKey: "", signal })
    if (id === undefined || to.isMention)
      throw notPossible("instagram", "only comments under the account's own media can be deleted", "retract")
    // One that is gone is deleted; `find` gives undefined for it.
    await graph.find({ operation: "delete a comment", node: id, method: "DELETE", ...callOf({ signal }) }, z.unknown())
  }

  return {
    canAnswer: (key) => readKey(key) !== undefined,
    ...createOnceReplier({ network: "instagram", check, find, publish }),
    doRetract,
  }
}

function callOf({ dueAt, signal }: Pick<FindRepliesOptions, "dueAt" | "signal">): NodeOptions {
  return { priority: "reply", dueAt, signal }
}
