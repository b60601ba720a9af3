import type { Instant } from "@otklik/core"
import type { SimulatedFault, SimulatedFaultKind } from "../fault.ts"
import { getActivitySubscriptions, getUsage, getUsersMe, getWebhooks } from "./account-methods.ts"
import { coded, isAnswer, invalid, problem, type XAnswer } from "./responses.ts"
import type { XApiCall } from "./request.ts"
import { parameterFault, type XOperation } from "./parameter.ts"
import { getPostsByIds, getUsersMentions, getUsersPosts, searchPostsRecent } from "./read-methods.ts"
import type { XState } from "./state.ts"
import { createPosts, deletePosts, mediaUpload } from "./write-methods.ts"

const methods: Readonly<Record<string, (call: XApiCall) => unknown>> = {
  searchPostsRecent,
  getUsersMentions,
  getUsersPosts,
  getPostsByIds,
  createPosts,
  deletePosts,
  mediaUpload,
  getUsersMe,
  getUsage,
  getWebhooks,
  getActivitySubscriptions,
}

const quarter = 900

/** How soon a window that a fault spent begins anew, seconds. */
const faultWait = 5

const faultAnswers: Readonly<Partial<Record<SimulatedFaultKind, (now: number) => XAnswer>>> = {
  "rate-limit": (now) => ({ ...coded(429, 88, "Rate limit exceeded"), headers: { "x-rate-limit-reset": String(now + faultWait) } }),
  "daily-limit": (now) => ({
    ...problem(429, "Too Many Requests", "Too Many Requests"),
    headers: {
      "x-rate-limit-remaining": "90",
      "x-rate-limit-reset": String(now + faultWait),
      "x-user-limit-24hour-limit": "10000",
      "x-user-limit-24hour-remaining": "0",
      "x-user-limit-24hour-reset": String(now + 3600),
    },
  }),
  "cap-spent": () =>
    problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", "usage-capped", { period: "Monthly", scope: "Product" }),
  captcha: () =>
    coded(403, 326, "To protect our users from spam, this account is temporarily locked. Please log in to unlock your account."),
  "token-expired": () => problem(401, "Unauthorized", "Unauthorized"),
  "token-revoked": () => problem(401, "Unauthorized", "Unauthorized"),
  flood: () => problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."),
  "comments-closed": () => problem(403, "Forbidden", "The original Tweet author restricted who can reply to this Tweet."),
  "links-forbidden": () => problem(403, "Forbidden", "You are not permitted to perform this action."),
  "too-many-replies": () => coded(403, 226, "This request looks like it might be automated."),
  "server-error": () => problem(503, "Service Unavailable", "Service Unavailable"),
}

/** What the API needs to know beside the call. */
export interface XApiContext {
  readonly state: XState
  readonly now: Instant
  readonly faults: readonly SimulatedFault[]
  readonly authorization: string | null
  readonly pathId: string
  readonly params: Readonly<Record<string, string>>
  readonly body: unknown
}

/**
 * Answers a call: token, kind of token, scopes, quota, parameters, and then the method.
 *
 * @param operation - which one
 * @param context - see {@link XApiContext}
 */
export function answerCall(operation: XOperation, context: XApiContext): XAnswer {
  const { state, faults, authorization, pathId, params, body } = context
  const unauthorized = problem(401, "Unauthorized", "Unauthorized")
  const value = /^Bearer (.+)$/.exec(authorization ?? "")?.[1] ?? ""
  const token = state.tokens.get(value)
  if (token === undefined || token.isRevoked) return unauthorized
  if (token.expiresAt !== undefined && token.expiresAt <= context.now) return unauthorized
  const calls = operation.calls[token.kind]
  if (calls === undefined)
    return problem(
      403,
      "Unsupported Authentication",
      `Authenticating with ${token.kind === "app" ? "OAuth 2.0 Application-Only" : "OAuth 2.0 User Context"} is forbidden for this endpoint.`,
      "unsupported-authentication",
    )
  if (token.kind === "user" && !operation.scopes.every((scope) => token.scopes.includes(scope)))
    return problem(403, "Forbidden", "You are not permitted to perform this action.")
  const now = Math.floor(Date.parse(context.now) / 1000)
  const name = `${value} ${operation.name}`
  const known = state.windows.get(name)
  const window = known === undefined || known.from + quarter <= now ? { from: now, calls: 0 } : known
  state.windows.set(name, window)
  window.calls += 1
  const headers = {
    "x-rate-limit-limit": String(calls),
    "x-rate-limit-remaining": String(Math.max(0, calls - window.calls)),
    "x-rate-limit-reset": String(window.from + quarter),
  }
  if (window.calls > calls) return { ...problem(429, "Too Many Requests", "Too Many Requests"), headers }
  for (const { kind, code = 500 } of faults) {
    const answer = kind === "error-code" ? problem(code, "Error", "An error of the network itself") : faultAnswers[kind]?.(now)
    if (answer !== undefined) return { ...answer, headers: { ...headers, ...answer.headers } }
    if (kind === "key-lost" && (params["next_token"] ?? params["pagination_token"]) !== undefined)
      return { ...invalid("next_token", "", "the token is not valid any more"), headers }
  }
  const fault = parameterFault(operation, params)
  if (fault !== undefined) return { ...fault, headers }
  const result = methods[operation.name]?.({ state, token, pathId, params, body, now })
  if (isAnswer(result)) return { ...result, headers: { ...headers, ...result.headers } }
  return { status: 200, headers, body: disturb(result, faults) }
}

/** Doubles or turns round the items of a list. */
function disturb(result: unknown, faults: readonly SimulatedFault[]): unknown {
  if (typeof result !== "object" || result === null || !("data" in result) || !Array.isArray(result.data)) return result
  let data: readonly unknown[] = result.data
  for (const { kind } of faults) {
    if (kind === "duplicate") data = data.flatMap((item) => [item, item])
    if (kind === "reorder") data = data.toReversed()
  }
  return { ...result, data }
}
