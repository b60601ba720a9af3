import { createHmac } from "node:crypto"
import { refuse, type FacebookRefusal } from "./responses.ts"
import type { FacebookState, FacebookToken } from "./state.ts"

/** Calls an hour that a token may make here. Meta's own figures follow from how many people a Page reaches. */
const callsAnHour = 20_000

/**
 * The token of a call, when it may be used: known, neither ended nor revoked, with the application's proof, and within
 * its limits.
 */
export function authorize(
  state: FacebookState,
  value: string | undefined,
  proof: string | undefined,
  now: string,
): FacebookToken | FacebookRefusal {
  if (value === undefined || value === "") return refuse(104, "An access token is required to request this resource.")
  const token = state.tokens.get(value)
  if (token === undefined) return refuse(190, "Invalid OAuth access token - Cannot parse access token", { status: 401 })
  if (token.isRevoked) return refuse(190, "Error validating access token: the user changed the password", { subcode: 460, status: 401 })
  if (token.expiresAt !== undefined && token.expiresAt <= now)
    return refuse(190, "Error validating access token: Session has expired", { subcode: 463, status: 401 })
  if (token.kind !== "app" || proof !== undefined) {
    const right = createHmac("sha256", state.application.secret).update(value).digest("hex")
    if (proof === undefined)
      return refuse(100, "API calls from the server require an appsecret_proof argument", { type: "GraphMethodException" })
    if (proof !== right) return refuse(100, "Invalid appsecret_proof provided in the API argument", { type: "GraphMethodException" })
  }
  const millis = Date.parse(now)
  token.calls = token.calls.filter((moment) => moment > millis - 3_600_000)
  if (token.calls.length >= callsAnHour)
    return refuse(80_001, "(#80001) There have been too many calls to this Page account.", { regainMinutes: 5 })
  token.calls.push(millis)
  return token
}

/** The headers that tell how much of the limits is used. */
export function usageHeaders({ accountId, kind, calls }: FacebookToken, regainMinutes = 0): Readonly<Record<string, string>> {
  const percent = regainMinutes > 0 ? 100 : Math.floor((calls.length * 100) / callsAnHour)
  const counts = { call_count: percent, total_cputime: 0, total_time: 0 }
  if (kind !== "page" || accountId === undefined) return { "x-app-usage": JSON.stringify(counts) }
  const entry = { type: "pages", ...counts, estimated_time_to_regain_access: regainMinutes }
  return { "x-business-use-case-usage": JSON.stringify({ [accountId]: [entry] }) }
}
