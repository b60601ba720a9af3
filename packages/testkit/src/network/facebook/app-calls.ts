import { goneRefusal, refuse } from "./responses.ts"
import type { FacebookCall } from "./state.ts"

/** `/debug_token`: about a token of the application, by the application. */
export function debugToken({ state, token, params }: FacebookCall): unknown {
  if (token.kind !== "app")
    return refuse(100, "(#100) You must provide an app access token, or a user access token that is an owner or developer of the app")
  const known = state.tokens.get(params["input_token"] ?? "")
  if (known === undefined) return { data: { error: { code: 190, message: "Invalid OAuth access token." }, is_valid: false, scopes: [] } }
  const types = { app: "APP", page: "PAGE", user: "USER" } as const
  const ends = known.expiresAt === undefined ? 0 : Math.floor(Date.parse(known.expiresAt) / 1000)
  const owner = known.accountId === undefined ? {} : { profile_id: known.accountId }
  return {
    data: {
      app_id: state.application.key,
      type: types[known.kind],
      application: "invented application",
      data_access_expires_at: 0,
      expires_at: ends,
      is_valid: !known.isRevoked,
      scopes: known.rights.filter((right) => right.startsWith("pages_")),
      ...owner,
    },
  }
}

/** `/{app}/subscriptions`: the application's side of the webhook. */
export function listSubscriptions({ state, token, node }: FacebookCall): unknown {
  if (token.kind !== "app" || node !== state.application.key) return goneRefusal(node)
  const [first] = state.subscriptions
  if (first === undefined) return { data: [] }
  const fields = ["feed", "mention"].map((name) => ({ name, version: "v25.0" }))
  return { data: [{ object: "page", callback_url: first.url, active: first.isVerified, fields }] }
}

/** `/{page}/subscribed_apps`: the Page's side. */
export function listSubscribedApps({ state, node }: FacebookCall): unknown {
  const fields = state.subscribedFields.get(node)
  if (fields === undefined) return { data: [] }
  return {
    data: [{ link: "https://city.example.org", name: "invented application", id: state.application.key, subscribed_fields: fields }],
  }
}

/** The Page lets the application hear these fields. */
export function subscribeApp({ state, node, params }: FacebookCall): unknown {
  state.subscribedFields.set(node, (params["subscribed_fields"] ?? "").split(","))
  return { success: true }
}
