import type { Instant } from "@otklik/core"
import type { SimulatedFault, SimulatedFaultKind } from "../fault.ts"
import { errorAnswer, isRefusal, refuse, type VkAnswer, type VkRefusal } from "./responses.ts"
import type { VkApiCall } from "./request.ts"
import {
  groupsGetById,
  groupsGetCallbackConfirmationCode,
  groupsGetCallbackServers,
  groupsGetCallbackSettings,
  groupsGetLongPollServer,
  groupsGetTokenPermissions,
} from "./group-methods.ts"
import { parameterFault, vkMethods } from "./parameter.ts"
import type { VkState, VkToken } from "./state.ts"
import {
  boardGetComments,
  boardGetTopics,
  newsfeedGetMentions,
  newsfeedSearch,
  wallGet,
  wallGetById,
  wallGetComments,
} from "./wall-methods.ts"
import { photosGetWallUploadServer, photosSaveWallPhoto, wallCreateComment, wallDeleteComment } from "./write-methods.ts"

const methods: Readonly<Record<string, (call: VkApiCall) => unknown>> = {
  "newsfeed.search": newsfeedSearch,
  "newsfeed.getMentions": newsfeedGetMentions,
  "wall.get": wallGet,
  "wall.getById": wallGetById,
  "wall.getComments": wallGetComments,
  "wall.createComment": wallCreateComment,
  "wall.deleteComment": wallDeleteComment,
  "board.getTopics": boardGetTopics,
  "board.getComments": boardGetComments,
  "groups.getById": groupsGetById,
  "groups.getTokenPermissions": groupsGetTokenPermissions,
  "groups.getCallbackConfirmationCode": groupsGetCallbackConfirmationCode,
  "groups.getCallbackServers": groupsGetCallbackServers,
  "groups.getCallbackSettings": groupsGetCallbackSettings,
  "groups.getLongPollServer": groupsGetLongPollServer,
  "photos.getWallUploadServer": photosGetWallUploadServer,
  "photos.saveWallPhoto": photosSaveWallPhoto,
}

/** Calls a second by kind of token: user 3, community 20, service key 5 (VK's page of limits). */
const callsASecond: Readonly<Record<VkToken["kind"], number>> = { user: 3, community: 20, service: 5 }

const faultAnswers: Readonly<Partial<Record<SimulatedFaultKind, VkRefusal>>> = {
  "rate-limit": refuse(6, "Too many requests per second"),
  "daily-limit": refuse(29, "Rate limit reached"),
  captcha: refuse(14, "Captcha needed", {
    captcha_sid: "548747100691",
    redirect_uri: "https://id.vk.com/not_robot_captcha?session_token=invented",
    remixstlid: "9070000000000000001",
  }),
  "token-expired": refuse(1117, "Access token has expired"),
  "token-revoked": refuse(5, "User authorization failed: invalid access_token (4)."),
  flood: refuse(9, "Flood control"),
  "comments-closed": refuse(213, "Access to status replies denied"),
  "links-forbidden": refuse(222, "Hyperlinks are forbidden"),
  "too-many-replies": refuse(223, "Too many replies"),
  "server-error": refuse(10, "Internal server error: could not check access_token now, check later."),
}

/** What the API needs to know beside the call. */
export interface VkApiContext {
  readonly state: VkState
  readonly now: Instant
  readonly origin: string
  readonly faults: readonly SimulatedFault[]
}

/**
 * Answers a call of the API, as strictly as the contract says.
 *
 * @param method - as `wall.get`
 * @param params - what was sent
 * @param context - see {@link VkApiContext}
 */
export function answerCall(
  method: string,
  params: Readonly<Record<string, string>>,
  { state, now, origin, faults }: VkApiContext,
): VkAnswer {
  const no = (refusal: VkRefusal): VkAnswer => errorAnswer(refusal, method, params)
  const shape = Object.hasOwn(vkMethods, method) ? vkMethods[method] : undefined
  const run = methods[method]
  if (shape === undefined || run === undefined) return no(refuse(3, "Unknown method passed"))
  if (params["v"] === undefined) return no(refuse(8, "Invalid request: v (version) is required"))
  const token = state.tokens.get(params["access_token"] ?? "")
  if (token === undefined || token.isRevoked) return no(refuse(5, "User authorization failed: invalid access_token (4)."))
  if (token.expiresAt !== undefined && token.expiresAt <= now) return no(refuse(1117, "Access token has expired"))
  if (!shape.tokens.includes(token.kind)) return no(wrongToken[token.kind])
  const millis = Date.parse(now)
  const calls = token.calls.filter((moment) => moment > millis - 1000)
  token.calls.splice(0, Infinity, ...calls)
  if (calls.length >= callsASecond[token.kind]) return no(refuse(6, "Too many requests per second"))
  token.calls.push(millis)
  const fault = parameterFault(shape, params)
  if (fault !== undefined) return no(refuse(100, `One of the parameters specified was missing or invalid: ${fault}`))
  for (const { kind, code = 1 } of faults) {
    const answer = kind === "error-code" ? refuse(code, "An error of the network itself") : faultAnswers[kind]
    if (answer !== undefined) return no(answer)
  }
  const result = run({ state, token, params, now: Math.floor(millis / 1000), origin })
  return isRefusal(result) ? no(result) : { response: disturb(result, faults) }
}

const wrongToken: Readonly<Record<VkToken["kind"], VkRefusal>> = {
  community: refuse(27, "Group authorization failed: method is unavailable with group auth."),
  service: refuse(28, "Application authorization failed: method is unavailable with service token."),
  user: refuse(15, "Access denied: method is unavailable with user auth"),
}

/** Doubles or turns round the items of a list. */
function disturb(result: unknown, faults: readonly SimulatedFault[]): unknown {
  if (typeof result !== "object" || result === null || !("items" in result) || !Array.isArray(result.items)) return result
  let items: readonly unknown[] = result.items
  for (const { kind } of faults) {
    if (kind === "duplicate") items = items.flatMap((item) => [item, item])
    if (kind === "reorder") items = items.toReversed()
  }
  return { ...result, items }
}
