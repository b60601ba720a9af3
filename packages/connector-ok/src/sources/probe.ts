import type { CallOptions } from "@otklik/core/connector"
import type { OkApi } from "../api/client.ts"
import { commentMoment } from "../api/message.ts"
import { pageSchema, topicHeadSchema } from "../api/schemas.ts"
import { itemMark } from "./list.ts"

const topicsSchema = pageSchema("media_topics")
const commentsSchema = pageSchema("comments")

/**
 * Whether comments begin at the newest where they are asked for so. Reading leans on it, and OK's documentation of it
 * is of 2017: were it otherwise, new comments would be taken for read ones, and nothing else would say so.
 *
 * @param api - OK
 * @param groupId - the group whose topics are searched for one with two comments or more
 * @returns false where it does not hold; true where it does, or nothing is there to see it by
 */
export async function beginsAtNewest(api: OkApi, groupId: string, { signal }: CallOptions): Promise<boolean> {
  const shared = { priority: "discovery", ...(signal === undefined ? {} : { signal }) } as const
  const topics = await api.call({ ...shared, method: "mediatopic.getTopics", params: { gid: groupId, count: "50" } }, topicsSchema)
  const heads = topics.items.flatMap((item) => topicHeadSchema.safeParse(item).data ?? [])
  const topic = heads.find(({ discussion_summary: summary }) => (summary?.comments_count ?? 0) > 1)
  if (topic === undefined) return true
  const edgeOf = async (anchor: "FIRST" | "LAST", direction: string): Promise<unknown> => {
    const place = { discussionId: topic.id, discussionType: "GROUP_TOPIC", mark_as_read: "false" }
    const params = { ...place, anchor, direction, count: "1", fields: "comment.ID,comment.DATE" }
    return (await api.call({ ...shared, method: "discussions.getComments", params }, commentsSchema)).items[0]
  }
  const [oldest, newest] = [await edgeOf("FIRST", "FORWARD"), await edgeOf("LAST", "BACKWARD")]
  if (oldest === undefined || newest === undefined) return oldest === newest
  return itemMark(oldest) !== itemMark(newest) && (commentMoment(oldest) ?? 0) <= (commentMoment(newest) ?? 0)
}
