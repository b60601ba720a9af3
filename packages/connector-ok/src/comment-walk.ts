import type { CallOptions } from "@otklik/core"
import type { Budget, QuotaPriority, ReadThread } from "@otklik/connector-kit"
import type { OkApi } from "./api.ts"
import type { OkTopicPlace } from "./key.ts"
import { commentMoment, readComment } from "./message.ts"
import { pageSchema } from "./shape.ts"
import { listItems, walkPages, type WalkedPages } from "./walk-pages.ts"

/** Comments a call gives at most (`discussions.getComments`). */
const pageSize = 100

/** Everything that is needed, and no name. `DATE` brings `date_ms` along. */
const fields = ["ID", "AUTHOR_ID", "AUTHOR_REF", "DATE", "TEXT", "TYPE", "REPLY_TO_COMMENT_ID"].map((name) => `comment.${name}`).join(",")

const commentsSchema = pageSchema("comments")

/** What it takes to read comments. */
export interface CommentWalk extends CallOptions {
  readonly api: OkApi
  readonly place: OkTopicPlace
  readonly budget: Budget
  readonly priority: QuotaPriority
  /** Comments up to and with this moment need not be read, seconds. */
  readonly floor: number
}

/** Walks the comments under a topic, from the newest back to the floor. */
export function walkComments({ api, place, budget, priority, floor, signal }: CommentWalk): Promise<WalkedPages> {
  return walkPages({
    pageSize,
    budget,
    isOld: (item) => (commentMoment(item) ?? Infinity) <= floor,
    fetch: (anchor = "LAST") =>
      api.call(
        {
          method: "discussions.getComments",
          priority,
          params: {
            discussionId: place.topicId,
            discussionType: "GROUP_TOPIC",
            anchor,
            direction: "BACKWARD",
            count: String(pageSize),
            mark_as_read: "false",
            fields,
          },
          ...(signal === undefined ? {} : { signal }),
        },
        commentsSchema,
      ),
  })
}

/** The comments under a topic as a thread of the kit. */
export async function readThread(walk: CommentWalk): Promise<ReadThread> {
  const { place } = walk
  const { items, isWhole } = await walkComments(walk)
  return { items: listItems(items, (item) => readComment(item, place), commentMoment, place.topicId), isWhole }
}
