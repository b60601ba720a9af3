import { createHash } from "node:crypto"
import type { Instant } from "@otklik/core"
import type { SimulatedFault, SimulatedFaultKind } from "../fault.ts"
import {
  discussionsAddDiscussionComment,
  discussionsDeleteDiscussionComment,
  groupGetInfo,
  groupGetUserGroupsByIds,
  usersGetCurrentUser,
  usersHasAppPermission,
} from "./account-methods.ts"
import { isRefusal, refuse, type OkRefusal } from "./responses.ts"
import type { OkApiCall } from "./request.ts"
import { okMethods, parameterFault } from "./parameter.ts"
import { discussionsGetComments, discussionsGetList, mediatopicGetTopics } from "./read-methods.ts"
import type { OkState } from "./state.ts"

/** The application that the simulator knows. Invented. */
export const okApplication = { key: "CAPPLICATIONOFASIMULATION", secret: "SECRET0OF0THE0SIMULATED0APPLICATION" } as const

const methods: Readonly<Record<string, (call: OkApiCall) => unknown>> = {
  "mediatopic.getTopics": mediatopicGetTopics,
  "discussions.getList": discussionsGetList,
  "discussions.getComments": discussionsGetComments,
  "discussions.addDiscussionComment": discussionsAddDiscussionComment,
  "discussions.deleteDiscussionComment": discussionsDeleteDiscussionComment,
  "group.getInfo": groupGetInfo,
  "group.getUserGroupsByIds": groupGetUserGroupsByIds,
  "users.getCurrentUser": usersGetCurrentUser,
  "users.hasAppPermission": usersHasAppPermission,
}

const faultAnswers: Readonly<Partial<Record<SimulatedFaultKind, OkRefusal>>> = {
  "rate-limit": refuse(8, "FLOOD_BLOCKED : Method is blocked due to flood"),
  "daily-limit": refuse(11, "LIMIT_REACHED : Method invocation limit reached"),
  captcha: refuse(514, "IDS_SESSION_VERIFICATION_REQUIRED : User must pass verification"),
  "token-expired": refuse(102, "PARAM_SESSION_EXPIRED : Session expired"),
  "token-revoked": refuse(103, "PARAM_SESSION_KEY : Invalid session key"),
  flood: refuse(7, "ACTION_BLOCKED : The requested action is temporarily blocked"),
  "comments-closed": refuse(456, "GROUP_RESTRICTION : Comments are closed"),
  "links-forbidden": refuse(454, "CENSOR_MATCH : Text rejected by censor"),
  "too-many-replies": refuse(511, "IDS_BLOCKED : Blocked by the antispam system"),
  "server-error": refuse(2, "SERVICE : Service temporary unavailable"),
}

/** What the API needs to know beside the call. */
export interface OkApiContext {
  readonly state: OkState
  readonly now: Instant
  readonly faults: readonly SimulatedFault[]
}

/**
 * Answers a call: application, signature, session, right, parameters, and then the method.
 *
 * @param params - what was sent, the method among it
 * @param context - see {@link OkApiContext}
 */
export function answerCall(params: Readonly<Record<string, string>>, { state, now, faults }: OkApiContext): unknown {
  const method = params["method"] ?? ""
  const shape = Object.hasOwn(okMethods, method) ? okMethods[method] : undefined
  const run = methods[method]
  if (shape === undefined || run === undefined) return refuse(3, "METHOD : Method does not exist")
  if (params["application_key"] !== okApplication.key) return refuse(101, "PARAM_API_KEY : Application not exist")
  const token = params["access_token"]
  if (token === undefined) return refuse(453, "SESSION_REQUIRED : Session key was not specified")
  const session = state.sessions.get(token)
  if (session === undefined || session.isRevoked) return refuse(103, "PARAM_SESSION_KEY : Invalid session key")
  if (params["sig"] !== signatureOf(params, token)) return refuse(104, "PARAM_SIGNATURE : Invalid signature")
  if (session.expiresAt !== undefined && session.expiresAt <= now) return refuse(102, "PARAM_SESSION_EXPIRED : Session expired")
  if (params["format"]?.toLowerCase() !== "json") return refuse(5000, "INVALID_RESPONSE : Unknown format requested")
  // OK repeats parameters in its sentences: nothing of them may be repeated.
  const fault = parameterFault(shape, params)
  if (fault !== undefined) return refuse(100, `PARAM : ${fault} (${JSON.stringify(params)})`)
  for (const { kind, code = 1 } of faults) {
    const answer = kind === "error-code" ? refuse(code, "An error of the network itself") : faultAnswers[kind]
    if (answer !== undefined) return answer
    if (kind === "key-lost" && params["anchor"] !== undefined && params["anchor"] !== "LAST") return refuse(100, "PARAM : Invalid anchor")
  }
  if (shape.right !== undefined && !session.rights.includes(shape.right)) return refuse(10, "PERMISSION_DENIED : User must grant an access")
  const result = run({ state, session, params, now: Date.parse(now) })
  return isRefusal(result) ? result : disturb(result, faults)
}

/** The circuit of servers: the secret of a session is made of its token and the application's secret. */
function signatureOf(params: Readonly<Record<string, string>>, token: string): string {
  const md5 = (text: string): string => createHash("md5").update(text, "utf8").digest("hex")
  const signed = Object.keys(params).filter((name) => !["sig", "access_token", "session_key"].includes(name))
  return md5(`${signed.toSorted().reduce((text, name) => `${text}${name}=${params[name]}`, "")}${md5(token + okApplication.secret)}`)
}

/** Doubles or turns round the items of a list. */
function disturb(result: unknown, faults: readonly SimulatedFault[]): unknown {
  if (typeof result !== "object" || result === null || Array.isArray(result)) return result
  const change = (value: unknown, name: string): unknown => {
    if (!["media_topics", "comments", "discussions"].includes(name) || !Array.isArray(value)) return value
    let items: readonly unknown[] = value
    for (const { kind } of faults) {
      if (kind === "duplicate") items = items.flatMap((item) => [item, item])
      if (kind === "reorder") items = items.toReversed()
    }
    return items
  }
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, change(value, name)]))
}
