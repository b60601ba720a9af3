import { addMinutes, type Instant } from "@otklik/core"
import type { XAnswer } from "./responses.ts"
import { nextNumber, type XState, type XToken } from "./state.ts"

/** The app that the simulator knows. Invented. */
export const xApplication = { key: "client-id-of-a-simulated-app", secret: "client-secret-of-a-simulated-app" } as const

/** How long an access token holds, minutes. */
const lifetime = 120

/** Makes a token; one of an account comes with a refresh token, the same with `refresh` in the place of `access`. */
export function addToken(state: XState, token: XToken): string {
  const access = `invented-${token.kind}-access-token-${nextNumber(state)}-of-a-simulated-network`
  state.tokens.set(access, token)
  if (token.kind === "user") state.refresh.set(access.replace("access", "refresh"), access)
  return access
}

/** `POST /2/oauth2/token`: a refresh token works once. */
export function answerTokenCall(
  state: XState,
  form: Readonly<Record<string, string>>,
  authorization: string | null,
  now: Instant,
): XAnswer {
  const basic = `Basic ${Buffer.from(`${xApplication.key}:${xApplication.secret}`).toString("base64")}`
  if (authorization !== null && authorization !== basic)
    return { status: 401, body: { error: "unauthorized_client", error_description: "Missing valid authorization header" } }
  const no = (description: string): XAnswer => ({ status: 400, body: { error: "invalid_request", error_description: description } })
  if (form["grant_type"] !== "refresh_token") return no("Missing required parameter [grant_type].")
  if (form["client_id"] !== xApplication.key) return no("Value passed for the client_id was invalid.")
  const refresh = form["refresh_token"] ?? ""
  const old = state.tokens.get(state.refresh.get(refresh) ?? "")
  if (old === undefined || old.isRevoked) return no("Value passed for the token was invalid.")
  state.refresh.delete(refresh)
  const access = addToken(state, { ...old, expiresAt: addMinutes(now, lifetime), isRevoked: false })
  const scope = old.scopes.join(" ")
  const next = access.replace("access", "refresh")
  return { status: 200, body: { token_type: "bearer", expires_in: lifetime * 60, access_token: access, refresh_token: next, scope } }
}
