import type { Instant } from "@otklik/core"
import type { SimulatedFault, SimulatedFaultKind } from "../fault.ts"
import { authorize, usageHeaders } from "./authorize.ts"
import { errorBody, goneRefusal, isRefusal, refuse, type FacebookAnswer, type FacebookRefusal } from "./responses.ts"
import { debugToken, listSubscribedApps, listSubscriptions, subscribeApp } from "./app-calls.ts"
import { pagingByTime } from "./edge.ts"
import { facebookCalls, parameterFault } from "./parameter.ts"
import { createComment, deleteComment, listPosts, readComments, readNode } from "./page-calls.ts"
import { nextNumber, type FacebookState, type FacebookToken, type FacebookCall } from "./state.ts"

const handlers: Readonly<Record<string, (call: FacebookCall) => unknown>> = {
  "GET node": readNode,
  "GET feed": listPosts,
  "GET posts": listPosts,
  "GET published_posts": listPosts,
  "GET visitor_posts": listPosts,
  "GET tagged": listPosts,
  "GET comments": readComments,
  "POST comments": createComment,
  "DELETE node": deleteComment,
  "GET debug_token": debugToken,
  "GET subscriptions": listSubscriptions,
  "GET subscribed_apps": listSubscribedApps,
  "POST subscribed_apps": subscribeApp,
}

const faultAnswers: Readonly<Partial<Record<SimulatedFaultKind, FacebookRefusal>>> = {
  "rate-limit": refuse(80_001, "(#80001) There have been too many calls to this Page account.", { regainMinutes: 1 }),
  "daily-limit": refuse(4, "(#4) Application request limit reached", { isTransient: true }),
  captcha: refuse(190, "Error validating access token: You cannot access the app till you log in to www.facebook.com", {
    subcode: 459,
    status: 401,
  }),
  "token-expired": refuse(190, "Error validating access token: Session has expired", { subcode: 463, status: 401 }),
  "token-revoked": refuse(190, "Error validating access token: the user changed the password", { subcode: 460, status: 401 }),
  flood: refuse(368, "(#368) The action attempted has been deemed abusive or is otherwise disallowed"),
  "comments-closed": refuse(200, "(#200) Permissions error", { status: 403 }),
  "links-forbidden": refuse(1_609_005, "(#1609005) There was a problem scraping data from the provided link."),
  "too-many-replies": refuse(506, "(#506) Duplicate status message"),
  "server-error": refuse(2, "An unexpected error has occurred. Please retry your request later.", { isTransient: true, status: 500 }),
}

const tooMuch = "Please reduce the amount of data you're asking for, then retry your request"

/** What the API needs to know beside the call. */
export interface FacebookApiContext {
  readonly state: FacebookState
  readonly now: Instant
  readonly faults: readonly SimulatedFault[]
  /** The value of `Authorization: Bearer`, or `access_token`. */
  readonly tokenValue: string | undefined
  readonly address: string
}

/** The name of a call, as `GET comments`. Endpoints at the root are calls of their own. */
export function callName(method: string, node: string, edge: string | undefined): string {
  return `${method} ${edge ?? (node === "debug_token" ? node : "node")}`
}

/**
 * Answers a call of the Graph API, as strictly as the specification says.
 *
 * @param name - as `GET comments`
 * @param path - the node and its edge
 * @param params - what was sent, without the token
 * @param context - see {@link FacebookApiContext}
 */
export function answerCall(
  name: string,
  { node, edge = "" }: { readonly node: string; readonly edge?: string | undefined },
  params: Readonly<Record<string, string>>,
  { state, now, faults, tokenValue, address }: FacebookApiContext,
): FacebookAnswer {
  const trace = `A${nextNumber(state, "trace")}inventedTrace`
  const no = (refusal: FacebookRefusal, token?: FacebookToken): FacebookAnswer => ({
    status: refusal.status,
    body: errorBody(refusal, trace),
    headers: token === undefined ? {} : usageHeaders(token, refusal.regainMinutes),
  })
  const token = authorize(state, tokenValue, params["appsecret_proof"], now)
  if (isRefusal(token)) return no(token)
  const handler = handlers[name]
  if (handler === undefined) return no(refuse(2500, `Unknown path components: /${node}/${edge}`))
  const wrong = parameterFault(name, params) ?? rightFault(name, node, token)
  if (wrong !== undefined) return no(wrong, token)
  for (const { kind, most = 0, code = 1 } of faults) {
    const answer = kind === "error-code" ? refuse(code, "An error of the network itself") : faultAnswers[kind]
    if (answer !== undefined) return no(answer, token)
    if (kind === "too-much" && Number(params["limit"] ?? 25) > most) return no(refuse(1, tooMuch, { status: 500 }), token)
  }
  const result = handler({ state, token, node, edge, params, now: Math.floor(Date.parse(now) / 1000), address })
  if (isRefusal(result)) return no(result, token)
  return { status: 200, body: disturb(result, faults), headers: usageHeaders(token) }
}

/**
 * What a Page's token lacks for a call. Tokens of applications and people see what is public, if Meta reviewed the
 * application for it.
 */
function rightFault(name: string, node: string, token: FacebookToken): FacebookRefusal | undefined {
  const right = facebookCalls[name]?.right
  if (right === undefined) return undefined
  const isOwn = token.kind === "page" && (token.accountId === node || !/^\d+$/.test(node))
  if (isOwn) {
    if (token.rights.includes(right)) return undefined
    return name.startsWith("POST")
      ? refuse(200, `(#200) The user hasn't authorized the application to perform this action (${right})`, { status: 403 })
      : refuse(10, `(#10) This endpoint requires the '${right}' permission`)
  }
  if (!name.startsWith("GET") || name === "GET subscribed_apps") return goneRefusal(node)
  if (token.rights.includes("page_public_content_access")) return undefined
  const message = `(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature, or does not support this operation. This endpoint requires the '${right}' permission or the 'Page Public Content Access' feature.`
  return refuse(100, message)
}

/** Doubles or turns round the items of a list, or names the next page by time. */
function disturb(result: unknown, faults: readonly SimulatedFault[]): unknown {
  if (typeof result !== "object" || result === null || !("data" in result) || !Array.isArray(result.data)) return result
  let data: readonly unknown[] = result.data
  let paging: unknown = Reflect.get(result, "paging")
  for (const { kind } of faults) {
    if (kind === "duplicate") data = data.flatMap((item) => [item, item])
    if (kind === "reorder") data = data.toReversed()
    if (kind === "paged-by-time") paging = pagingByTime(paging)
  }
  return { ...result, data, ...(paging === undefined ? {} : { paging }) }
}
