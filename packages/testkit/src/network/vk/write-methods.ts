import { isRefusal, refuse } from "./responses.ts"
import { numberOf, type VkApiCall } from "./request.ts"
import { addComment, tellOfComment } from "./actions.ts"
import { nextNumber } from "./state.ts"
import { threadOf } from "./wall-methods.ts"

/** `wall.createComment`; the same `guid` gives the same comment. */
export function wallCreateComment(call: VkApiCall): unknown {
  const { state, token, params, now } = call
  const thread = threadOf(call)
  if (isRefusal(thread)) return thread
  const group = numberOf(call, "from_group", 0)
  if (token.kind === "community" && group !== token.accountId)
    return refuse(15, "Access denied: from_group is not the community of the token")
  if (!token.rights.includes("wall")) return refuse(15, "Access denied: no access to call this method")
  if (thread.isClosed) return refuse(213, "Access to status replies denied")
  const text = params["message"] ?? ""
  const attachments = (params["attachments"] ?? "").split(",").filter((attachment) => attachment !== "")
  if (text === "" && attachments.length === 0)
    return refuse(100, "One of the parameters specified was missing or invalid: message is empty")
  const known = params["guid"] === undefined ? undefined : state.guids.get(`${group} ${params["guid"]}`)
  if (known !== undefined) return createdOf(known)
  const replyTo = params["reply_to_comment"] === undefined ? undefined : Number(params["reply_to_comment"])
  const target = replyTo === undefined ? undefined : thread.comments.find(({ id }) => id === replyTo)
  if (replyTo !== undefined && (target === undefined || target.isDeleted))
    return refuse(100, "One of the parameters specified was missing or invalid: reply_to_comment")
  const fromId = group === 0 ? (token.accountId ?? 0) : -group
  const comment = addComment(state, thread, { fromId, date: now, text, attachments, ...(target === undefined ? {} : { target }) })
  if (params["guid"] !== undefined) state.guids.set(`${group} ${params["guid"]}`, comment)
  return createdOf(comment)
}

/** `wall.deleteComment`: of a community whoever has the right `wall` may. */
export function wallDeleteComment(call: VkApiCall): unknown {
  const { state, token } = call
  if (!token.rights.includes("wall")) return refuse(15, "Access denied: no access to call this method")
  const ownerId = numberOf(call, "owner_id", token.accountId ?? 0)
  const id = numberOf(call, "comment_id", 0)
  const found = [...state.comments.values()].find(({ thread, comment }) => thread.ownerId === ownerId && comment.id === id)
  if (found === undefined || found.comment.isDeleted) return refuse(104, "Not found")
  found.comment.isDeleted = true
  tellOfComment(state, found.thread, found.comment, "delete")
  return 1
}

function createdOf({ id, rootId }: { readonly id: number; readonly rootId?: number }): unknown {
  return { comment_id: id, parents_stack: rootId === undefined ? [] : [rootId] }
}

/** `photos.getWallUploadServer` */
export function photosGetWallUploadServer(call: VkApiCall): unknown {
  if (!call.token.rights.includes("photos")) return refuse(7, "Permission to perform this action is denied")
  const groupId = numberOf(call, "group_id", 0)
  return { album_id: -14, upload_url: `${call.origin}/upload/${groupId}`, user_id: call.token.accountId ?? 0, group_id: groupId }
}

/** `photos.saveWallPhoto`: what the upload server signed. */
export function photosSaveWallPhoto(call: VkApiCall): unknown {
  const { state, params, now } = call
  const groupId = numberOf(call, "group_id", 0)
  if (params["hash"] !== uploadHash(params["photo"] ?? "")) return refuse(121, "Invalid hash")
  const id = nextNumber(state, "photo") + 456_239_016
  const sizes = [{ type: "z", width: 1080, height: 720, url: `https://sun9.userapi.example.com/${id}.jpg` }]
  return [{ id, owner_id: -groupId, album_id: -14, date: now, has_tags: false, user_id: 100, text: "", sizes }]
}

/** What the upload server gives for a file, and expects to see again. */
export function uploadHash(photo: string): string {
  return `h${photo.length}${photo.slice(0, 16).replaceAll(/\W/g, "")}`
}
