import type { CallOptions, Instant } from "@otklik/core"
import { listed, type Budget, type ListedItem, type QuotaPriority, type Reading } from "@otklik/connector-kit"
import { edgeMark, edgeSchema, graphIdSchema, readEdge, walkEdge, type GraphClient, type WalkedEdge } from "@otklik/connector-kit/meta"
import { fieldOf, momentOf } from "./message.ts"
import { commentFields } from "./shape.ts"

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

/** A reply whose parent is not named stands below the comment that holds it. */
function under(parentId: string | undefined, reply: unknown): unknown {
  if (parentId === undefined || typeof reply !== "object" || reply === null || fieldOf(reply, "parent_id") !== undefined) return reply
  return { ...reply, parent_id: parentId }
}

/**
 * What the items of a list are, for a reader of the kit. A broken item takes the moment of the one before it, or behind it; where no item has one, the
 * given: a list that cannot be understood at all must not pass for an old one.
 *
 * @param items - as Instagram gives them
 * @param read - what an item is
 * @param place - tells items of this list from those of others
 * @param fallback - seconds
 */
export function listItems(
  items: readonly unknown[],
  read: (item: unknown) => Reading,
  place: string,
  fallback: number,
): readonly ListedItem[] {
  const own = items.map(momentOf)
  const isKnown = (moment: number | undefined): boolean => moment !== undefined
  return items.flatMap((item, index) => {
    const at = own[index] ?? own.slice(0, index).findLast(isKnown) ?? own.slice(index).find(isKnown) ?? fallback
    return listed(read(item), at, `${place} ${edgeMark(item)}`)
  })
}
