import { createHmac } from "node:crypto"
import type { SimulatedFault, SimulatedFaultKind } from "../fault.ts"
import { parseFields } from "../meta/fields.ts"
import { gone, isRefusal, refuse, type InstagramRefusal } from "./responses.ts"
import { instagramApplication } from "./application.ts"
import type { InstagramCall } from "./request.ts"
import { operations } from "./route.ts"
import type { InstagramAccount, InstagramLogin, InstagramState, InstagramToken } from "./state.ts"

const faultAnswers: Readonly<Partial<Record<SimulatedFaultKind, InstagramRefusal>>> = {
  "rate-limit": refuse(4, "(#4) Application request limit reached"),
  "daily-limit": refuse(80_002, "There have been too many calls to this Instagram account."),
  captcha: refuse(190, "Error validating access token: You cannot access the app till you log in to www.facebook.com", 459),
  "token-expired": refuse(190, "Error validating access token: Session has expired", 463),
  "token-revoked": refuse(190, "Error validating access token: The session has been invalidated", 460),
  flood: refuse(613, "(#613) Calls to this api have exceeded the rate limit."),
  "comments-closed": refuse(100, "(#100) Comments are switched off for this media"),
  "links-forbidden": refuse(368, "The action attempted has been deemed abusive or is otherwise disallowed"),
  "too-many-replies": refuse(368, "The action attempted has been deemed abusive or is otherwise disallowed"),
  "server-error": refuse(2, "An unexpected error has occurred. Please retry your request later.", undefined, 500),
}

const tooMuch = "Please reduce the amount of data you're asking for, then retry your request"

/** What came in. */
export interface InstagramRequest {
  readonly login: InstagramLogin
  readonly operation: string
  readonly nodeId: string
  readonly params: Readonly<Record<string, string>>
  readonly origin: string
}

/**
 * Answers a call: token, proof, rights, parameters, fields, and then the operation.
 *
 * @param request - see {@link InstagramRequest}
 * @param state - everything that the network knows
 * @param now - milliseconds
 * @param faults - what goes wrong
 */
export function answerRequest(
  { login, operation, nodeId, params, origin }: InstagramRequest,
  state: InstagramState,
  now: number,
  faults: readonly SimulatedFault[],
): unknown {
  const shape = Object.hasOwn(operations, operation) ? operations[operation] : undefined
  const value = params["access_token"]
  if (value === undefined) return refuse(2500, "An active access token must be used to query information about the current user.")
  const token = tokenOf(state, value)
  if (token === undefined || token.login !== login) return refuse(190, "Invalid OAuth access token - Cannot parse access token")
  if (token.isRevoked) return refuse(190, "Error validating access token: The session has been invalidated", 460)
  if (token.expiresAt !== undefined && Date.parse(token.expiresAt) <= now)
    return refuse(190, "Error validating access token: Session has expired", 463)
  if (params["appsecret_proof"] !== undefined && params["appsecret_proof"] !== proofOf(value))
    return refuse(100, "Invalid appsecret_proof provided in the API argument")
  if (shape === undefined) return operation.includes("unknown") ? gone(nodeId) : refuse(100, `Unsupported request: ${operation}`)
  const needed = shape.rights[login]
  if (needed === undefined) return refuse(100, `(#100) Tried accessing nonexisting field (${operation}) on node type (User)`)
  const common = ["access_token", "appsecret_proof"]
  // Meta repeats what was sent in its sentences: nothing of them may be repeated.
  const strange = Object.keys(params).find((name) => !common.includes(name) && !shape.params.includes(name))
  if (strange !== undefined) return refuse(100, `(#100) ${strange} is not a parameter: ${JSON.stringify(params)}`)
  const missing = shape.required?.find((name) => !params[name])
  if (missing !== undefined) return refuse(100, `(#100) The parameter ${missing} is required`)
  const fields = params["fields"] === undefined ? undefined : parseFields(params["fields"])
  if (params["fields"] !== undefined && fields === undefined) return refuse(2500, "Syntax error: unexpected end of field expansion")
  const asked = Number(params["limit"] ?? /^business_discovery.*?\.limit\((\d+)\)/.exec(params["fields"] ?? "")?.[1] ?? 25)
  for (const { kind, most = 0, code = 1 } of faults) {
    const answer = kind === "error-code" ? refuse(code, "An error of the network itself") : faultAnswers[kind]
    if (answer !== undefined) return answer
    if (kind === "too-much" && asked > most) return refuse(1, tooMuch, undefined, 500)
    if (kind === "key-lost" && params["after"] !== undefined) return refuse(100, "(#100) Invalid cursors values")
  }
  if (!needed.every((right) => token.rights.includes(right)))
    return refuse(10, "(#10) Application does not have permission for this action")
  const account = accountOf(state, token)
  if (account === undefined && token.kind === "user") return refuse(10, "(#10) The token acts for no account")
  if (account !== undefined && !mayUse(account, nodeId, state)) return gone(nodeId)
  const call: InstagramCall = {
    state,
    login,
    token,
    account: account ?? nobody,
    nodeId,
    params,
    now,
    origin,
    ...(fields === undefined ? {} : { fields }),
  }
  const result = shape.run(call)
  return isRefusal(result) ? result : disturb(result, faults)
}

const nobody: InstagramAccount = { id: "0", scopedId: "0", username: "", isProfessional: false, isPrivate: false, pageId: "0" }

function tokenOf(state: InstagramState, value: string): InstagramToken | undefined {
  // An application may also name itself.
  if (value === `${instagramApplication.key}|${instagramApplication.secret}`)
    return { kind: "application", login: "facebook", rights: [], issuedAt: "2026-01-01T00:00:00.000Z", isRevoked: false }
  return state.tokens.get(value)
}

function accountOf(state: InstagramState, { accountId }: InstagramToken): InstagramAccount | undefined {
  return accountId === undefined ? undefined : state.accounts.get(accountId)
}

/** Nobody acts for another account. */
function mayUse(account: InstagramAccount, nodeId: string, state: InstagramState): boolean {
  const named = [...state.accounts.values()].find(({ id, scopedId, pageId }) => [id, scopedId, pageId].includes(nodeId))
  return named === undefined || named.id === account.id
}

function proofOf(token: string): string {
  return createHmac("sha256", instagramApplication.secret).update(token).digest("hex")
}

/** Doubles or turns round the items of lists, those inside of others too. */
function disturb(value: unknown, faults: readonly SimulatedFault[]): unknown {
  if (Array.isArray(value)) return value.map((item) => disturb(item, faults))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const inner: unknown = disturb(field, faults)
      if (name !== "data" || !Array.isArray(inner)) return [name, inner]
      let items: readonly unknown[] = inner
      for (const { kind } of faults) {
        if (kind === "duplicate") items = items.flatMap((item) => [item, item])
        if (kind === "reorder") items = items.toReversed()
      }
      return [name, items]
    }),
  )
}
