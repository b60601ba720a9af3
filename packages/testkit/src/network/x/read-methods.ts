import { invalid, isAnswer, missing, problem, type XAnswer } from "./responses.ts"
import type { XApiCall } from "./request.ts"
import { parseQuery } from "./query.ts"
import { askedOf, renderIncludes, renderPost } from "./render.ts"
import { isLater, latest, mentions, secondOf, type XPost } from "./state.ts"

/** How far a search reaches back, seconds. */
const searchReach = 7 * 86_400

/** X shows what is at least so old, seconds. */
const leastAge = 10
const usualAge = 30

/** How many of the newest posts a timeline shows. */
const mentionsReach = 800
const ownReach = 3200

/** `GET /2/tweets/search/recent` */
export function searchPostsRecent(call: XApiCall): unknown {
  const { state, params, now } = call
  const query = params["query"] ?? ""
  const test = parseQuery(query)
  if (test === undefined) return invalid("query", query, "There were errors processing your request: the query cannot be parsed")
  const { since_id: since, start_time: start, end_time: end } = params
  const edge = now - searchReach
  if (since !== undefined && secondOf(since) < edge)
    return invalid("since_id", since, "'since_id' must be a tweet id created after the last 7 days")
  if (start !== undefined && Date.parse(start) / 1000 < edge)
    return invalid("start_time", start, "'start_time' must be on or after 7 days before now")
  if (end !== undefined && Date.parse(end) / 1000 > now - leastAge)
    return invalid("end_time", end, "'end_time' must be a minimum of 10 seconds prior to the request time")
  const until = end === undefined ? now - usualAge : Infinity
  const found = shown(call).filter((post) => latest(post).at >= edge && latest(post).at < until && test(post, state))
  return page(call, found, Infinity)
}

/** `GET /2/users/:id/mentions` */
export function getUsersMentions(call: XApiCall): unknown {
  const user = call.state.users.get(call.pathId)
  if (user === undefined) return nobody(call.pathId)
  const found = shown(call).filter((post) => post.authorId !== user.id && mentions(post, user))
  return page(call, found, mentionsReach)
}

/** `GET /2/users/:id/tweets` */
export function getUsersPosts(call: XApiCall): unknown {
  const { pathId, params } = call
  if (!call.state.users.has(pathId)) return nobody(pathId)
  const withReplies = !(params["exclude"] ?? "").split(",").includes("replies")
  const found = shown(call).filter(({ authorId, replyTo }) => authorId === pathId && (withReplies || replyTo === undefined))
  return page(call, found, ownReach)
}

/** `GET /2/tweets`: each version by its own id. */
export function getPostsByIds({ state, params, now }: XApiCall): unknown {
  const asked = askedOf(params)
  const ids = [...new Set((params["ids"] ?? "").split(","))]
  const found = ids.flatMap((id) => {
    const post = state.versions.get(id)
    const version = post?.versions.find((candidate) => candidate.id === id)
    return post === undefined || version === undefined || post.isDeleted ? [] : [{ post, version }]
  })
  const open = found.filter(({ post }) => state.users.get(post.authorId)?.isClosed !== true)
  const closed = found.filter(({ post }) => state.users.get(post.authorId)?.isClosed === true).map(({ version }) => version.id)
  const gone = ids.filter((id) => !found.some(({ version }) => version.id === id))
  const errors = [...gone.map((id) => missing(id, "resource-not-found")), ...closed.map((id) => missing(id, "not-authorized-for-resource"))]
  const includes = renderIncludes(
    state,
    open.map(({ post }) => post),
    asked,
  )
  for (const { version } of open) state.reads.add(`${Math.floor(now / 86_400)} ${version.id}`)
  return {
    ...(open.length === 0 ? {} : { data: open.map(({ post, version }) => renderPost(state, post, version, asked)) }),
    ...(includes === undefined ? {} : { includes }),
    ...(errors.length === 0 ? {} : { errors }),
  }
}

/** What anybody may see, from the newest back. */
function shown({ state }: XApiCall): readonly XPost[] {
  return [...state.posts.values()]
    .filter(({ isDeleted, authorId }) => !isDeleted && state.users.get(authorId)?.isClosed !== true)
    .toSorted((one, other) => latest(other).at - latest(one).at || (isLater(latest(one).id, latest(other).id) ? -1 : 1))
}

/** A page of a list; its token names the post that the next page begins below. */
function page(call: XApiCall, all: readonly XPost[], reach: number): XAnswer | Readonly<Record<string, unknown>> {
  const { state, params, now } = call
  const range = rangeOf(params)
  if (isAnswer(range)) return range
  const reachable = all.slice(0, reach)
  const token = params["next_token"] ?? params["pagination_token"]
  const below = token === undefined ? undefined : Buffer.from(token, "hex").toString()
  if (below !== undefined && !/^\d+$/.test(below)) return invalid("next_token", token ?? "", "the token is not valid")
  const rest = reachable.filter((post) => {
    const { id, at } = latest(post)
    if (below !== undefined && !isLater(below, id)) return false
    return range(id, at)
  })
  const posts = rest.slice(0, Number(params["max_results"] ?? 10))
  const ids = posts.map((post) => latest(post).id)
  const last = ids.at(-1)
  const asked = askedOf(params)
  const includes = renderIncludes(state, posts, asked)
  for (const id of ids) state.reads.add(`${Math.floor(now / 86_400)} ${id}`)
  const next = rest.length > posts.length && last !== undefined ? { next_token: Buffer.from(last).toString("hex") } : {}
  if (posts.length === 0) return { meta: { result_count: 0 } }
  return {
    data: posts.map((post) => renderPost(state, post, latest(post), asked)),
    ...(includes === undefined ? {} : { includes }),
    meta: { newest_id: ids[0], oldest_id: last, result_count: posts.length, ...next },
  }
}

/** Which posts a call asks for; the id says more than the moment. */
function rangeOf(params: Readonly<Record<string, string>>): XAnswer | ((id: string, at: number) => boolean) {
  const { since_id: since, until_id: until, start_time: start, end_time: end } = params
  const from = start === undefined ? -Infinity : Date.parse(start) / 1000
  const to = end === undefined ? Infinity : Date.parse(end) / 1000
  if (Number.isNaN(from) || Number.isNaN(to)) return invalid("start_time", start ?? "", "the moment is not valid")
  if (from > to) return invalid("start_time", start ?? "", "'start_time' must be before 'end_time'")
  return (id, at) => at < to && (since === undefined ? at >= from : isLater(id, since)) && (until === undefined || isLater(until, id))
}

function nobody(id: string): XAnswer {
  return problem(404, "Not Found Error", `Could not find user with id: [${id}].`, "resource-not-found", {
    resource_type: "user",
    resource_id: id,
    parameter: "id",
    value: id,
  })
}
