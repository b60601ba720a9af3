import { pageOf } from "./edge.ts"
import { goneRefusal, isRefusal, refuse, type FacebookRefusal } from "./responses.ts"
import { type FacebookCall, isGone, thingOf, type FacebookComment, type FacebookPost } from "./state.ts"
import { parseFields, pickFields, type AskedField } from "./fields.ts"
import { addComment, tellOf } from "./actions.ts"
import { commentsOf, showThing, type FacebookView } from "./render.ts"

function viewOf({ state, token }: FacebookCall): FacebookView {
  return { state, pageId: token.kind === "page" ? token.accountId : undefined }
}

function askedFields({ params }: FacebookCall): readonly AskedField[] | FacebookRefusal {
  return params["fields"] === undefined ? [] : parseFields(params["fields"])
}

/**
 * Whether the token may see what is here: its own Page, or anything public where Meta reviewed the application for
 * it.
 */
function maySee({ token }: FacebookCall, post: FacebookPost): boolean {
  if (token.rights.includes("page_public_content_access")) return true
  const isOwn = token.kind === "page" && (token.accountId === post.ownerId || token.accountId === post.taggedId)
  return isOwn && token.rights.includes("pages_read_engagement")
}

function visibleThing(call: FacebookCall): FacebookPost | FacebookComment | FacebookRefusal {
  const thing = thingOf(call.state, call.node)
  if (thing === undefined) return goneRefusal(call.node)
  const post = thing.type === "PagePost" ? thing : thing.post
  const isByOthers = thing.authorId !== post.ownerId
  if (!maySee(call, post)) return goneRefusal(call.node)
  if (isByOthers && call.token.kind === "page" && !call.token.rights.includes("pages_read_user_content")) return goneRefusal(call.node)
  return thing
}

/** `/{id}` of a Page, a post or a comment. */
export function readNode(call: FacebookCall): unknown {
  const asked = askedFields(call)
  if (isRefusal(asked)) return asked
  const id = call.node === "me" ? (call.token.accountId ?? "") : call.node
  const account = call.state.accounts.get(id)
  if (account !== undefined) {
    if (account.kind === "person") return goneRefusal(id)
    const { name } = account
    return pickFields(
      "Page",
      { id, name, link: `https://www.facebook.com/${id}` },
      asked.length === 0 ? [{ name: "name", modifiers: {}, inner: [] }] : asked,
    )
  }
  const thing = visibleThing(call)
  return isRefusal(thing) ? thing : showThing(viewOf(call), thing, asked)
}

/** The lists of posts of a Page. */
export function listPosts(call: FacebookCall): unknown {
  const { state, node, edge, params, address } = call
  if (state.accounts.get(node)?.kind !== "page") return goneRefusal(node)
  const asked = askedFields(call)
  if (isRefusal(asked)) return asked
  const own = [...state.things.values()].filter((thing) => thing.type === "PagePost")
  const chosen: Readonly<Record<string, (post: FacebookPost) => boolean>> = {
    feed: ({ ownerId }) => ownerId === node,
    posts: ({ ownerId, authorId }) => ownerId === node && authorId === node,
    published_posts: ({ ownerId, authorId }) => ownerId === node && authorId === node,
    visitor_posts: ({ ownerId, authorId }) => ownerId === node && authorId !== node,
    tagged: ({ taggedId }) => taggedId === node,
  }
  const words = (params["q"] ?? "").toLowerCase()
  const posts = own.filter((post) => chosen[edge]?.(post) === true && post.text.toLowerCase().includes(words))
  let refused: FacebookRefusal | undefined
  const show = (post: FacebookPost): unknown => {
    const shown = showThing(viewOf(call), post, asked)
    if (isRefusal(shown)) refused = shown
    return shown
  }
  const page = pageOf(posts, { params, isNewestFirst: true, isSeen: (post) => !isGone(post), show, address })
  return refused ?? page
}

/** `/{post}/comments` and `/{comment}/comments`. */
export function readComments(call: FacebookCall): unknown {
  const thing = visibleThing(call)
  return isRefusal(thing) ? thing : commentsOf(viewOf(call), thing, call.params, call.address)
}

/** A new comment of the Page. There is no key of idempotency: every call is a comment. */
export function createComment(call: FacebookCall): unknown {
  const { state, token, params, now } = call
  const thing = visibleThing(call)
  if (isRefusal(thing)) return thing
  const post = thing.type === "PagePost" ? thing : thing.post
  if (token.accountId === undefined) return refuse(200, "(#200) Permissions error", { status: 403 })
  if (post.isClosed) return refuse(200, "(#200) Permissions error", { status: 403 })
  const { message = "", attachment_url: url } = params
  if (message === "" && url === undefined) return refuse(100, "(#100) Param message must not be empty")
  if (message.length > 8000) return refuse(100, "(#100) Param message is too long")
  if (url !== undefined && !/^https?:\/\//.test(url)) return refuse(100, "(#100) Param attachment_url must be a valid URI")
  const attachments = url === undefined ? [] : [{ kind: "photo" as const, url }]
  const comment = addComment(state, { under: thing, authorId: token.accountId, createdAt: now, text: message, attachments })
  const asked = askedFields(call)
  if (isRefusal(asked)) return asked
  return showThing(viewOf(call), comment, asked.length === 0 ? [{ name: "id", modifiers: {}, inner: [] }] : asked)
}

/** `DELETE /{comment}`: a comment under what belongs to the Page. */
export function deleteComment(call: FacebookCall): unknown {
  const { state, token, now } = call
  const thing = visibleThing(call)
  if (isRefusal(thing)) return thing
  if (thing.type !== "Comment" || thing.isDeleted) return goneRefusal(call.node)
  if (thing.post.ownerId !== token.accountId && thing.authorId !== token.accountId)
    return refuse(200, "(#200) Permissions error", { status: 403 })
  thing.isDeleted = true
  tellOf(state, thing, "remove", now)
  return { success: true }
}
