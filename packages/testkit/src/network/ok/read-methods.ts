import { refuse } from "./responses.ts"
import { isAnchor, pageOf, type OkApiCall } from "./request.ts"
import { moscowTime, renderComment, renderPhotos, renderTopic } from "./render.ts"
import type { OkComment, OkTopic } from "./state.ts"

const countOf = ({ params }: OkApiCall, usual: number): number => Number(params["count"] ?? usual)

/** `mediatopic.getTopics`, newest first, the pinned one before all. */
export function mediatopicGetTopics(call: OkApiCall): unknown {
  const { state, params } = call
  if (!state.accounts.has(params["gid"] ?? "")) return refuse(160, "PARAM_GROUP_ID : Invalid group_id")
  const { anchor } = params
  if (anchor !== undefined && !isAnchor(anchor)) return refuse(100, "PARAM : Invalid anchor")
  const topics = [...state.topics.values()].filter(({ groupId, isDeleted }) => groupId === params["gid"] && !isDeleted)
  const order = topics.toSorted((one, other) => place(other) - place(one))
  const page = pageOf(
    order.filter(({ isPinned }) => !isPinned),
    place,
    { anchor, count: countOf(call, 20) },
  )
  const shown = [...(anchor === undefined ? order.filter(({ isPinned }) => isPinned) : []), ...page.items]
  const photos = shown.flatMap(renderPhotos)
  return {
    ...(shown.length === 0 ? {} : { media_topics: shown.map((topic) => renderTopic(state, topic)) }),
    ...(photos.length === 0 ? {} : { entities: { group_photos: photos } }),
    anchor: page.anchor,
    has_more: page.has_more,
  }
}

/** By moment; topics of one moment by their number. */
function place({ date, id }: OkTopic): number {
  return date * 1000 + (Number(id) % 1000)
}

/** `discussions.getList`: topics of groups, those with the latest activity first. */
export function discussionsGetList(call: OkApiCall): unknown {
  const { state, params } = call
  const { anchor } = params
  if (anchor !== undefined && !isAnchor(anchor)) return refuse(100, "PARAM : Invalid anchor")
  const active = [...state.topics.values()].filter(({ isDeleted, comments }) => !isDeleted && comments.length > 0)
  const activity = ({ date, comments }: OkTopic): number => Math.max(date, ...comments.map((comment) => comment.date))
  const placeOf = (topic: OkTopic): number => activity(topic) * 1000 + (Number(topic.id) % 1000)
  const order = active.toSorted((one, other) => placeOf(other) - placeOf(one))
  const page = pageOf(order, placeOf, { anchor, count: countOf(call, 20) })
  const discussions = page.items.map((topic) => ({
    object_type: "GROUP_TOPIC",
    object_id: topic.id,
    owner_uid: topic.authorId,
    ref_objects: [{ type: "GROUP", id: topic.groupId }],
    last_activity_date: moscowTime(activity(topic)),
    last_activity_date_ms: activity(topic),
    total_comments_count: topic.comments.filter(({ isDeleted }) => !isDeleted).length,
    new_comments_count: 0,
  }))
  return { discussions, anchor: page.anchor, has_more: page.has_more }
}

/** `discussions.getComments` */
export function discussionsGetComments(call: OkApiCall): unknown {
  const { state, params } = call
  const topic = topicAt(call, "discussionId", "discussionType")
  if (topic === undefined) return refuse(300, "NOT_FOUND : Discussion is not found")
  const { anchor = "LAST", includeRemoved, fields } = params
  const isOpaque = !["FIRST", "LAST", "UNREAD"].includes(anchor)
  if (isOpaque && !isAnchor(anchor)) return refuse(100, "PARAM : Invalid anchor")
  const isBackward = anchor === "LAST" || params["direction"] === "BACKWARD"
  const shown = topic.comments.filter(({ isDeleted }) => !isDeleted || includeRemoved === "true")
  const ordered = isBackward ? shown.toReversed() : shown
  const placeOf = ({ seq }: OkComment): number => (isBackward ? seq : Number.MAX_SAFE_INTEGER - seq)
  const page = pageOf(ordered, placeOf, { anchor: isOpaque ? anchor : undefined, count: countOf(call, 100) })
  // Whichever way it is walked, a page is in the order of time.
  const items = (isBackward ? page.items.toReversed() : page.items).map((comment) => renderComment(state, comment, fields))
  if (items.includes(undefined)) return refuse(220, "PARAM_FIELDSET : Unknown field")
  return {
    ...(items.length === 0 ? {} : { comments: items }),
    discussionId: topic.id,
    discussionType: "GROUP_TOPIC",
    anchor: page.anchor,
    has_more: page.has_more,
  }
}

/** The topic that a call names. */
export function topicAt({ state, params }: OkApiCall, idName: string, typeName: string): OkTopic | undefined {
  if (params[typeName] !== "GROUP_TOPIC") return undefined
  return [...state.topics.values()].find(({ id, isDeleted }) => id === params[idName] && !isDeleted)
}
