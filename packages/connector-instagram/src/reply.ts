import { DeskError, type FindReplyOptions, type ReplyOptions, type ReplyReceipt } from "@otklik/core"
import { createBudget, createOnceReplier, type OnceReplier } from "@otklik/connector-kit"
import { edgeSchema, graphIdSchema, readEdge, walkEdge, type GraphClient, type WalkedEdge } from "@otklik/connector-kit/meta"
import { z } from "zod"
import { walkComments } from "./comment-walk.ts"
import { commentKey } from "./key.ts"
import { momentOf } from "./message.ts"
import type { Mentioned, NodeOptions, Nodes } from "./nodes.ts"
import { createRouter, type ReplyRoute } from "./reply-route.ts"
import { authorOf, type Self } from "./self.ts"
import { commentFields, commentSchema } from "./shape.ts"
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
 * Answers as the account: under its own media objects and the comments there, and where it is mentioned. Instagram knows no idempotency key, and has been
 * seen to publish and then answer with an error: a reply is looked for before it is published, and again after every doubtful answer.
 *
 * @param options - see {@link ReplierOptions}
 */
export function createReplier(options: ReplierOptions): OnceReplier {
  const { graph, nodes, self } = options
  const route = createRouter(options)
  /** Where one reply goes is found out once for each try. */
  const routes = new WeakMap<FindReplyOptions, Promise<ReplyRoute>>()

  function routeOf(reply: FindReplyOptions): Promise<ReplyRoute> {
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

  async function find(reply: FindReplyOptions): Promise<ReplyReceipt | undefined> {
    const to = await routeOf(reply)
    const sent = addressed(reply.text, to.username)
    const { items, isWhole } = await listed(to, callOf(reply))
    const ours = items.filter((item) => {
      const comment = commentSchema.safeParse(item).data
      return comment !== undefined && authorOf(comment, self) === self.accountId && isSameReply(comment.text, sent, reply.text)
    })
    const [latest] = ours.toSorted((one, other) => (momentOf(other) ?? 0) - (momentOf(one) ?? 0))
    const found = commentSchema.safeParse(latest).data
    if (found !== undefined) return { replyKey: commentKey(to.mediaId, found.id), url: to.url, publishedAt: found.timestamp }
    if (isWhole) return undefined
    const reason = "more comments than can be looked through for a reply that may stand already; look and answer by hand"
    throw new DeskError("refused", `instagram: ${reason}`, { reason })
  }

  async function publish(reply: ReplyOptions): Promise<ReplyReceipt> {
    const { text, photoUrls } = reply
    if (photoUrls.length > 0) throw new DeskError("capability", "instagram: comments take no photos", { capability: "replyPhoto" })
    const to = await routeOf(reply)
    const { mediaId, rootId, commentId } = to
    const message = addressed(text, to.username)
    const place = to.isMention
      ? { node: self.accountId, edge: "mentions", params: { media_id: mediaId, comment_id: commentId, message } }
      : { node: rootId ?? mediaId, edge: rootId === undefined ? "comments" : "replies", params: { message } }
    // No fields are asked for: Meta would publish and then answer with error 20.
    const created = await graph.call({ operation: `reply by ${place.edge}`, method: "POST", ...place, ...callOf(reply) }, createdSchema)
    // Meta tells the id and not the moment: read it back. It stands, whatever comes of that.
    const shown = await nodes.comment(created.id, callOf(reply)).catch(() => undefined)
    const publishedAt = commentSchema.safeParse(shown).data?.timestamp ?? reply.now
    return { replyKey: commentKey(mediaId, created.id), url: to.url, publishedAt }
  }

  return createOnceReplier({ network: "instagram", find, publish })
}

function callOf({ dueAt, signal }: Pick<FindReplyOptions, "dueAt" | "signal">): NodeOptions {
  return { priority: "reply", ...(dueAt === undefined ? {} : { dueAt }), ...(signal === undefined ? {} : { signal }) }
}
