import type { Budget, QuotaPriority } from "@otklik/connector-kit"
import { edgeSchema, graphIdSchema, readEdge, walkEdge, type GraphClient, type WalkedEdge } from "@otklik/connector-kit/meta"
import type { Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import { fieldOf } from "../api/message.ts"
import { commentFields } from "../api/schemas.ts"

/** Comments that a call gives at most. */
const pageSize = 50

/** What it takes to read comments. */
export interface CommentWalk extends CallOptions {
  readonly graph: GraphClient
  readonly budget: Budget
  readonly priority: QuotaPriority
  readonly dueAt?: Instant
}

/** Walks one list of comments: those right under a media object, or the replies to one of them. */
export function walkComments(
  { graph, budget, ...options }: CommentWalk,
  { id, edge, fields = commentFields }: { readonly id: string; readonly edge: "comments" | "replies"; readonly fields?: string },
): Promise<WalkedEdge> {
  return walkEdge({
    budget,
    fetch: (place) => graph.page({ operation: edge, node: id, edge, params: { fields, limit: pageSize, ...place }, ...options }),
  })
}

/** Every comment under a media object with all replies; `isWhole` is false when the budget ended before. */
export async function walkThread(walk: CommentWalk, mediaId: string): Promise<Pick<WalkedEdge, "items" | "isWhole">> {
  const fields = `${commentFields},replies.limit(${pageSize}){${commentFields}}`
  const top = await walkComments(walk, { id: mediaId, edge: "comments", fields })
  const items: unknown[] = []
  let { isWhole } = top
  for (const comment of top.items) {
    items.push(comment)
    const replies = edgeSchema.safeParse(fieldOf(comment, "replies")).data
    if (replies === undefined) continue
    const id = graphIdSchema.safeParse(fieldOf(comment, "id")).data
    const first = readEdge(replies)
    // A thread that does not fit into the list is read from its beginning.
    const whole =
      first.hasNext && id !== undefined ? await walkComments(walk, { id, edge: "replies" }) : { items: first.items, isWhole: true }
    items.push(...whole.items.map((reply) => under(id, reply)))
    isWhole &&= whole.isWhole
  }
  return { items, isWhole }
}

/** A reply whose parent is not named is below the comment that holds it. */
function under(parentId: string | undefined, reply: unknown): unknown {
  if (parentId === undefined || typeof reply !== "object" || reply === null || fieldOf(reply, "parent_id") !== undefined) return reply
  return { ...reply, parent_id: parentId }
}
