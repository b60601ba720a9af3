import { listed, type Budget, type ListedItem, type QuotaPriority, type Reading } from "@otklik/connector-kit"
import { edgeMark, instantToSeconds, readGraphTime, walkEdge, type GraphClient, type WalkedEdge } from "@otklik/connector-kit/meta"
import type { CallOptions, Instant } from "@otklik/core"
import { commentFields } from "./shape.ts"

/** Items that a call gives at most. */
const pageSize = 100

/** What it takes to read comments. */
export interface CommentWalk extends CallOptions {
  readonly graph: GraphClient
  /** A post, or a comment with its replies. */
  readonly id: string
  readonly budget: Budget
  readonly priority: QuotaPriority
  readonly dueAt?: Instant | undefined
  /** Comments up to and including this moment are not needed, seconds. */
  readonly floor: number
  /** With replies to comments, in one list. */
  readonly isStream: boolean
}

/** Comments from the newest back to the floor. */
export function walkComments({ graph, id, budget, priority, dueAt, floor, isStream, signal }: CommentWalk): Promise<WalkedEdge> {
  const params = { fields: commentFields, order: "reverse_chronological", filter: isStream ? "stream" : "toplevel", limit: pageSize }
  return walkEdge({
    budget,
    isEnd: (item) => (momentOf(item) ?? Infinity) <= floor,
    fetch: (after) =>
      graph.page({
        operation: "comments",
        node: id,
        edge: "comments",
        params: { ...params, after },
        priority,
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(signal === undefined ? {} : { signal }),
      }),
  })
}

/** The moment of an item, seconds; undefined for a broken one. */
export function momentOf(item: unknown): number | undefined {
  const time: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "created_time") : undefined
  const instant = typeof time === "string" ? readGraphTime(time) : undefined
  return instant === undefined ? undefined : instantToSeconds(instant)
}

/**
 * What the items of a list are, for a reader of the kit. A broken item takes the moment of the one before it, or behind it.
 *
 * @param items - as Facebook gives them
 * @param read - what an item is
 * @param place - tells items of this list from those of others
 */
export function listItems(items: readonly unknown[], read: (item: unknown) => Reading, place: string): readonly ListedItem[] {
  const own = items.map(momentOf)
  const isKnown = (moment: number | undefined): boolean => moment !== undefined
  return items.flatMap((item, index) => {
    const at = own[index] ?? own.slice(0, index).findLast(isKnown) ?? own.slice(index).find(isKnown) ?? 0
    return listed(read(item), at, `${place} ${edgeMark(item)}`)
  })
}
