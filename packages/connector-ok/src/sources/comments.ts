import { listItems, type Budget, type QuotaPriority, type Reading, type ReadThread } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions, MessageNotice } from "@otklik/core/connector"
import type { OkApi } from "../api/client.ts"
import { commentKey, type OkTopicPlace } from "../api/keys.ts"
import { commentMoment, readComment } from "../api/message.ts"
import { commentSchema, pageSchema } from "../api/schemas.ts"
import { itemMark, walkPages, type WalkedPages } from "./list.ts"

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
  /** When what they are read for is due. */
  readonly dueAt?: Instant
  /** Whether removed comments are shown too, without their text. Default false. */
  readonly withRemoved?: boolean
}

/** Walks the comments under a topic, from the newest back to the floor. */
export function walkComments({ api, place, budget, priority, floor, dueAt, withRemoved, signal }: CommentWalk): Promise<WalkedPages> {
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
            includeRemoved: withRemoved === true ? "true" : undefined,
            fields,
          },
          ...(signal === undefined ? {} : { signal }),
          ...(dueAt === undefined ? {} : { dueAt }),
        },
        commentsSchema,
      ),
  })
}

/**
 * The comments under a topic as a thread of the kit; `fallback` is the moment of comments where none has one, seconds.
 */
export async function readThread({ fallback, ...walk }: CommentWalk & { readonly fallback: number }): Promise<ReadThread> {
  const { place } = walk
  const { items, isWhole } = await walkComments(walk)
  const notices = items.flatMap((item) => removedOf(item, place))
  const read = (item: unknown): Reading => readComment(item, place)
  return { items: listItems(items, { read, momentOf: commentMoment, markOf: itemMark, place: place.topicId, fallback }), isWhole, notices }
}

/**
 * That a comment is removed: OK shows it under another type when it is asked to. Others, as hidden ones, may come back.
 */
function removedOf(item: unknown, place: OkTopicPlace): readonly MessageNotice[] {
  const { id, type = "" } = commentSchema.safeParse(item).data ?? {}
  return id !== undefined && type.startsWith("REMOVED") ? [{ kind: "deleted", messageKey: commentKey(place, id) }] : []
}
