import { refuse } from "./responses.ts"
import type { OkApiCall } from "./request.ts"
import { topicAt } from "./read-methods.ts"
import { addComment } from "./state.ts"

/** `users.getCurrentUser` */
export function usersGetCurrentUser({ session }: OkApiCall): unknown {
  return { uid: session.uid }
}

/** `users.hasAppPermission`: a bare word of JSON. */
export function usersHasAppPermission({ session, params }: OkApiCall): unknown {
  return session.rights.includes(params["ext_perm"] ?? "")
}

/** `group.getInfo`; groups that there are not are left out. */
export function groupGetInfo({ state, params }: OkApiCall): unknown {
  return (params["uids"] ?? "").split(",").flatMap((uid) => {
    const account = state.accounts.get(uid)
    return account?.kind === "group" ? [{ uid, private: account.isClosed }] : []
  })
}

/** `group.getUserGroupsByIds` */
export function groupGetUserGroupsByIds({ session, params }: OkApiCall): unknown {
  const groupId = params["group_id"]
  return (params["uids"] ?? "").split(",").map((userId) => ({
    groupId,
    userId,
    status: userId === session.uid && groupId === session.groupId ? "ADMIN" : "ACTIVE",
  }))
}

/** `discussions.addDiscussionComment`. Nothing keeps the same comment from being published twice. */
export function discussionsAddDiscussionComment(call: OkApiCall): unknown {
  const { state, session, params, now } = call
  const topic = topicAt(call, "entityId", "entityType")
  if (topic === undefined) return refuse(300, "NOT_FOUND : Discussion is not found")
  const isAdmin = params["as_admin"] === "true"
  if (isAdmin && session.groupId !== topic.groupId) return refuse(50, "NOT_ADMIN : User is not an administrator")
  if (topic.isClosed) return refuse(456, "GROUP_RESTRICTION : Comments are closed")
  const replyTo = params["reply_to_comment_id"]
  const target = topic.comments.find(({ id }) => id === replyTo)
  if (replyTo !== undefined && target === undefined) return refuse(700, "COMMENT_NOT_FOUND : Comment is not found")
  if (target?.isDeleted === true) return refuse(702, "COMMENT_NOT_ACTIVE : Comment was removed")
  const authorId = isAdmin ? topic.groupId : session.uid
  const { id } = addComment(state, topic, {
    authorId,
    date: now,
    text: params["comment"] ?? "",
    ...(replyTo === undefined ? {} : { replyTo }),
  })
  return { id }
}

/** `discussions.deleteDiscussionComment`: the group's own comments. What it answers is not documented any more. */
export function discussionsDeleteDiscussionComment(call: OkApiCall): unknown {
  const { session, params } = call
  const topic = topicAt(call, "discussionId", "discussionType")
  if (topic === undefined) return refuse(300, "NOT_FOUND : Discussion is not found")
  if (session.groupId !== topic.groupId) return refuse(50, "NOT_ADMIN : User is not an administrator")
  const comment = topic.comments.find(({ id }) => id === params["comment_id"])
  if (comment === undefined) return refuse(700, "COMMENT_NOT_FOUND : Comment is not found")
  if (comment.isDeleted) return refuse(702, "COMMENT_NOT_ACTIVE : Comment was removed")
  comment.isDeleted = true
  return { success: true }
}
