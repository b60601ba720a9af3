import type { Budget, QuotaPriority } from "@otklik/connector-kit"
import { edgeMoment, walkEdge, type GraphClient, type WalkedEdge } from "@otklik/connector-kit/meta"
import type { Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import { commentFields } from "../api/schemas.ts"

/** Comments that a call gives at most. */
export const commentsACall = 100

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
  const params = { fields: commentFields, order: "reverse_chronological", filter: isStream ? "stream" : "toplevel", limit: commentsACall }
  return walkEdge({
    budget,
    isEnd: (item) => (edgeMoment(item) ?? Infinity) <= floor,
    fetch: (place) =>
      graph.page({
        operation: "comments",
        node: id,
        edge: "comments",
        params: { ...params, ...place },
        priority,
        ...(dueAt === undefined ? {} : { dueAt }),
        ...(signal === undefined ? {} : { signal }),
      }),
  })
}
