import { gone, refuse } from "./responses.ts"
import { newestFirst, pageOf, selectFields, type InstagramCall } from "./request.ts"
import { mentionsOf } from "./actions.ts"
import { commentsOf, renderComment, renderMedia } from "./render.ts"
import { accountNamed, commentWith, mediaWith, type InstagramAccount } from "./state.ts"

/** A list of media objects that an account shows of itself. */
function mediaOf(
  call: InstagramCall,
  account: InstagramAccount,
  view: "own" | "discovered",
  page: Readonly<Record<string, string>>,
  asked = call.fields,
) {
  const media = [...call.state.media.values()].filter(({ ownerId, isLive }) => ownerId === account.id && !isLive)
  return pageOf(
    {
      items: newestFirst(media),
      idOf: ({ id }) => id,
      isShown: ({ isDeleted }) => !isDeleted,
      render: (item) => renderMedia(call, item, asked, view),
      maxLimit: 100,
      next: `${call.origin}${account.id}/media?access_token=${call.params["access_token"] ?? "invented"}`,
    },
    { after: page["after"], limit: page["limit"] },
  )
}

/** `GET /{ig-user}`: the account itself, and through it what mentions it and what other businesses publish. */
export function readUser(call: InstagramCall): unknown {
  const { state, account, login, fields } = call
  const { id, scopedId, username } = account
  if (login === "instagram")
    return selectFields("User", fields, {
      id: () => scopedId,
      user_id: () => id,
      username: () => username,
      account_type: () => "BUSINESS",
      media_count: () => [...state.media.values()].filter(({ ownerId }) => ownerId === id).length,
    })
  return selectFields("IGUser", fields, {
    id: () => id,
    username: () => username,
    media_count: () => [...state.media.values()].filter(({ ownerId }) => ownerId === id).length,
    mentioned_media: ({ args, fields: inner }) => {
      const media = mediaWith(state, args["media_id"])
      const isMentioned = media !== undefined && !isHidden(call, media.ownerId) && mentionsOf(media.text).includes(username)
      return isMentioned ? renderMedia(call, media, inner, "mentioned") : notMentioned(args["media_id"])
    },
    mentioned_comment: ({ args, fields: inner }) => {
      const found = commentWith(state, args["comment_id"])
      const isMentioned = found !== undefined && !isHidden(call, found.media.ownerId) && mentionsOf(found.comment.text).includes(username)
      return isMentioned ? renderComment(call, found.media, found.comment, inner) : notMentioned(args["comment_id"])
    },
    business_discovery: ({ args, fields: inner }) => {
      const other = accountNamed(state, args["username"] ?? "")
      if (other === undefined || !other.isProfessional || other.isPrivate)
        return refuse(110, `Invalid user id: cannot find user with username: ${args["username"] ?? ""}`, 2_207_013)
      return selectFields("IGUser", inner, {
        id: () => other.id,
        username: () => other.username,
        media: ({ args: page, fields: asked }) => mediaOf(call, other, "discovered", page, asked),
      })
    },
  })
}

const isHidden = ({ state }: InstagramCall, ownerId: string): boolean => state.accounts.get(ownerId)?.isPrivate === true

const notMentioned = (id: string | undefined) => refuse(100, `The media or comment ${id ?? ""} does not mention this account`, 33)

/** `GET /{ig-user}/media` */
export function readOwnMedia(call: InstagramCall): unknown {
  return mediaOf(call, call.account, "own", call.params)
}

/** `GET /{ig-user}/tags`: what others tagged the account in; private ones are left out. */
export function readTags(call: InstagramCall): unknown {
  const { state, account, params, fields, origin } = call
  const tagged = [...state.media.values()].filter(({ taggedId, ownerId }) => taggedId === account.id && !isHidden(call, ownerId))
  return pageOf(
    {
      items: newestFirst(tagged),
      idOf: ({ id }) => id,
      isShown: ({ isDeleted }) => !isDeleted,
      render: (item) => renderMedia(call, item, fields, "tagged"),
      maxLimit: 100,
      next: `${origin}${account.id}/tags?access_token=${params["access_token"] ?? "invented"}`,
    },
    params,
  )
}

/** `GET /{ig-media}`: of others only what tags the account. */
export function readMedia(call: InstagramCall): unknown {
  const media = mediaWith(call.state, call.nodeId)
  if (media?.ownerId === call.account.id) return renderMedia(call, media, call.fields, "own")
  return media?.taggedId === call.account.id ? renderMedia(call, media, call.fields, "tagged") : gone(call.nodeId)
}

/** `GET /{ig-media}/comments` */
export function readComments(call: InstagramCall): unknown {
  const media = mediaWith(call.state, call.nodeId)
  return media?.ownerId === call.account.id ? commentsOf(call, media, undefined, call.fields, call.params) : gone(call.nodeId)
}

/** `GET /{ig-comment}`: under the account's own media objects, or its own. */
export function readComment(call: InstagramCall): unknown {
  const found = commentWith(call.state, call.nodeId)
  const mayRead = found !== undefined && [found.media.ownerId, found.comment.authorId].includes(call.account.id)
  return mayRead ? renderComment(call, found.media, found.comment, call.fields) : gone(call.nodeId)
}

/** `GET /{ig-comment}/replies` */
export function readReplies(call: InstagramCall): unknown {
  const found = commentWith(call.state, call.nodeId)
  if (found === undefined || found.media.ownerId !== call.account.id) return gone(call.nodeId)
  return commentsOf(call, found.media, found.comment.id, call.fields, call.params)
}
