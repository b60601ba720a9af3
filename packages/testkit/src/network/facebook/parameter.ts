import { refuse, type FacebookRefusal } from "./responses.ts"

/** What a parameter must be. */
type Parameter = "text" | "whole" | "flag" | readonly string[]

/** Parameters of every call. */
const usual: Readonly<Record<string, Parameter>> = { access_token: "text", appsecret_proof: "text", fields: "text" }

/** Parameters of every list. */
const list: Readonly<Record<string, Parameter>> = {
  limit: "whole",
  after: "text",
  before: "text",
  since: "text",
  until: "text",
  __paging_token: "text",
}

const feed: Readonly<Record<string, Parameter>> = { ...list, include_hidden: "flag", show_expired: "flag", with: ["LOCATION"] }

/**
 * Calls that are simulated, with their parameters as the specification of v25.0 names them. Rights: Meta's page of
 * permissions.
 */
export const facebookCalls: Readonly<Record<string, { readonly params: Readonly<Record<string, Parameter>>; readonly right?: string }>> = {
  "GET node": { params: { metadata: "flag" } },
  "GET feed": { params: feed, right: "pages_read_engagement" },
  "GET posts": { params: { ...feed, q: "text" }, right: "pages_read_engagement" },
  "GET published_posts": { params: feed, right: "pages_read_engagement" },
  "GET visitor_posts": { params: feed, right: "pages_read_user_content" },
  "GET tagged": { params: list, right: "pages_read_user_content" },
  "GET comments": {
    params: {
      ...list,
      filter: ["toplevel", "stream"],
      live_filter: ["filter_low_quality", "no_filter"],
      order: ["chronological", "reverse_chronological"],
      summary: "flag",
    },
    right: "pages_read_user_content",
  },
  "POST comments": {
    params: { message: "text", attachment_url: "text", attachment_id: "text", attachment_share_url: "text" },
    right: "pages_manage_engagement",
  },
  "DELETE node": { params: {}, right: "pages_manage_engagement" },
  "GET debug_token": { params: { input_token: "text" } },
  "GET subscriptions": { params: list },
  "GET subscribed_apps": { params: list, right: "pages_manage_metadata" },
  "POST subscribed_apps": { params: { subscribed_fields: "text" }, right: "pages_manage_metadata" },
}

/**
 * What is wrong with the parameters of a call; undefined: nothing. Stricter than Meta, which passes over what it does
 * not know.
 */
export function parameterFault(call: string, params: Readonly<Record<string, string>>): FacebookRefusal | undefined {
  const shape = facebookCalls[call]?.params ?? {}
  for (const [name, value] of Object.entries(params)) {
    const parameter = usual[name] ?? shape[name]
    if (parameter === undefined) return refuse(100, `(#100) ${name} is no parameter of this call`)
    if (!fits(parameter, value)) return refuse(100, `(#100) Param ${name} is not of its type`)
  }
  return undefined
}

function fits(parameter: Parameter, value: string): boolean {
  if (parameter === "text") return value !== ""
  if (parameter === "whole") return /^\d+$/.test(value)
  return parameter === "flag" ? ["true", "false", "0", "1"].includes(value) : parameter.includes(value)
}
