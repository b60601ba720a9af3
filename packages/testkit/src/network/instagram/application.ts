import { refuse } from "./responses.ts"
import type { InstagramCall } from "./request.ts"
import { nextNumber, type InstagramState, type InstagramToken } from "./state.ts"

/** The application that the simulator knows. Invented. */
export const instagramApplication = { key: "900000000000001", secret: "0123456789abcdef0123456789abcdef" } as const

const day = 86_400_000

const rightsOf = {
  facebook: ["instagram_basic", "instagram_manage_comments", "pages_show_list", "pages_read_engagement"],
  instagram: ["instagram_business_basic", "instagram_business_manage_comments"],
} as const

/** Every right that a token can have here; a token with a right of Instagram Login is one of Instagram Login. */
export const allRights: Readonly<Record<InstagramToken["login"], readonly string[]>> = rightsOf

/** Makes a token. */
export function issueToken(state: InstagramState, token: Omit<InstagramToken, "isRevoked">): string {
  const prefix = token.login === "instagram" ? "IGAA" : "EAAG"
  const value = `${prefix}INVENTED${token.kind === "user" ? "USER" : "APP"}TOKEN${nextNumber(state)}OFASIMULATEDNETWORK`
  state.tokens.set(value, { ...token, isRevoked: false })
  return value
}

/** `GET /debug_token`: what a token is worth. */
export function debugToken({ state, params, now }: InstagramCall): unknown {
  const token = state.tokens.get(params["input_token"] ?? "")
  if (token === undefined || token.login !== "facebook") return refuse(190, "The access token could not be decrypted")
  const end = token.expiresAt === undefined ? 0 : Date.parse(token.expiresAt)
  const isValid = !token.isRevoked && (end === 0 || end > now)
  return {
    data: {
      app_id: instagramApplication.key,
      type: "USER",
      application: "simulation",
      expires_at: Math.floor(end / 1000),
      is_valid: isValid,
      scopes: token.rights,
      user_id: "100000000000001",
    },
  }
}

/** `GET /{app}/subscriptions`: of an application with its own token. */
export function readSubscriptions({ state, token }: InstagramCall): unknown {
  if (token.kind !== "application") return refuse(15, "(#15) This method must be called with an app access_token.")
  const [first] = state.subscriptions
  const fields = ["comments", "live_comments", "mentions"].map((name) => ({ name, version: "v25.0" }))
  return { data: first === undefined ? [] : [{ object: "instagram", callback_url: first.url, active: true, fields }] }
}

/** `GET /{page}/subscribed_apps`: a Page takes no names of fields of Instagram. */
export function readPageApps({ state, account }: InstagramCall): unknown {
  const isOn = state.subscriptions.some(({ accountId }) => accountId === account.id)
  return { data: isOn ? [{ id: instagramApplication.key, name: "simulation", subscribed_fields: ["feed"] }] : [] }
}

/** `GET /{ig-user}/subscribed_apps`, by Instagram Login. */
export function readUserApps({ state, account }: InstagramCall): unknown {
  const isOn = state.subscriptions.some(({ accountId }) => accountId === account.id)
  return { data: isOn ? [{ app_id: instagramApplication.key, subscribed_fields: ["comments", "live_comments"] }] : [] }
}

/** `GET /refresh_access_token`: for tokens that are a day old and did not end; the new one holds for sixty days. */
export function refreshToken({ state, token, params, now }: InstagramCall): unknown {
  if (params["grant_type"] !== "ig_refresh_token") return refuse(100, "(#100) Param grant_type must be ig_refresh_token")
  if (Date.parse(token.issuedAt) > now - day) return refuse(190, "The token is too young to be refreshed")
  const issuedAt = new Date(now).toISOString()
  const expiresAt = new Date(now + 60 * day).toISOString()
  const value = issueToken(state, { ...token, issuedAt, expiresAt })
  return { access_token: value, token_type: "bearer", expires_in: 60 * 86_400, permissions: token.rights.join(",") }
}
