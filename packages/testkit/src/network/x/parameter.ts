import { invalid, type XAnswer } from "./responses.ts"

interface XParameter {
  readonly pattern: RegExp
  readonly isRequired?: boolean
  readonly maxLength?: number
}

/**
 * What an operation takes, as the contract 2.167 says; from which tokens, with which scopes, and how often in fifteen
 * minutes.
 */
export interface XOperation {
  readonly name: string
  readonly method: "GET" | "POST" | "DELETE"
  readonly path: RegExp
  readonly query: Readonly<Record<string, XParameter>>
  readonly calls: Readonly<Partial<Record<"app" | "user", number>>>
  readonly scopes: readonly string[]
}

const listOf = (names: string): XParameter => {
  const one = names.split(" ").map((name) => name.replaceAll(".", "\\."))
  return { pattern: new RegExp(`^(?:${one.join("|")})(?:,(?:${one.join("|")}))*$`) }
}
const count = (least: number, most: number): XParameter => ({ pattern: wholeBetween(least, most) })
const id: XParameter = { pattern: /^\d{1,19}$/ }
const moment: XParameter = { pattern: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/ }
const token: XParameter = { pattern: /^[0-9A-Za-z]+$/ }

/** A pattern for whole numbers of at most three digits. */
function wholeBetween(least: number, most: number): RegExp {
  return new RegExp(`^(?:${Array.from({ length: most - least + 1 }, (_, index) => index + least).join("|")})$`)
}

/** The newer spelling: whose id it is, and what it refers to, are expansions there. */
const newFields = {
  "post.fields": listOf(
    "article article_title attachments card_uri community_id context_annotations conversation_id created_at display_text_range edit_controls entities geo id lang matched_media_notes media_metadata non_public_metrics note_post note_request_suggestions organic_metrics paid_partnership possibly_sensitive promoted_metrics public_metrics reply_settings scopes source suggested_source_links suggested_source_links_with_counts text withheld",
  ),
}
const newExpansions = listOf(
  "article.cover_media article.media_entities attachments.media_keys attachments.media_source_tweet attachments.poll_ids author_id edit_history_post_ids entities.mentions.username geo.place_id in_reply_to_user_id referenced_posts username",
)
const oldFields = {
  "tweet.fields": listOf(
    "article attachments author_id card_uri community_id context_annotations conversation_id created_at display_text_range edit_controls edit_history_tweet_ids entities geo id in_reply_to_user_id lang non_public_metrics note_tweet organic_metrics possibly_sensitive promoted_metrics public_metrics referenced_tweets reply_settings scopes source text withheld",
  ),
}
const oldExpansions = listOf(
  "attachments.media_keys attachments.media_source_tweet attachments.poll_ids author_id edit_history_tweet_ids entities.mentions.username geo.place_id in_reply_to_user_id referenced_tweets.id referenced_tweets.id.author_id",
)
const shared = {
  "media.fields": listOf(
    "alt_text duration_ms height media_key non_public_metrics organic_metrics preview_image_url promoted_metrics public_metrics type url variants width",
  ),
  "place.fields": listOf("contained_within country country_code full_name geo id name place_type"),
  "user.fields": listOf("created_at description entities id location name protected public_metrics url username verified verified_type"),
}
const range = { start_time: moment, end_time: moment, since_id: id, until_id: id }
const reading = ["tweet.read", "users.read"]

/** The operations that are simulated. */
export const xOperations: readonly XOperation[] = [
  {
    name: "searchPostsRecent",
    method: "GET",
    path: /^\/2\/tweets\/search\/recent$/,
    query: {
      ...shared,
      ...range,
      query: { pattern: /^[^]+$/, isRequired: true, maxLength: 512 },
      max_results: count(10, 100),
      next_token: token,
      pagination_token: token,
      sort_order: { pattern: /^(?:recency|relevancy)$/ },
    },
    calls: { app: 450, user: 300 },
    scopes: reading,
  },
  {
    name: "getUsersMentions",
    method: "GET",
    path: /^\/2\/users\/(\d{1,19})\/mentions$/,
    query: { ...shared, ...range, max_results: count(5, 100), pagination_token: token },
    calls: { app: 450, user: 300 },
    scopes: reading,
  },
  {
    name: "getUsersPosts",
    method: "GET",
    path: /^\/2\/users\/(\d{1,19})\/tweets$/,
    query: { ...shared, ...range, max_results: count(5, 100), pagination_token: token, exclude: listOf("replies retweets") },
    calls: { app: 10_000, user: 900 },
    scopes: reading,
  },
  {
    name: "getPostsByIds",
    method: "GET",
    path: /^\/2\/tweets$/,
    query: { ...shared, ids: { pattern: /^\d{1,19}(?:,\d{1,19}){0,99}$/, isRequired: true } },
    calls: { app: 3500, user: 5000 },
    scopes: reading,
  },
  { name: "createPosts", method: "POST", path: /^\/2\/tweets$/, query: {}, calls: { user: 100 }, scopes: [...reading, "tweet.write"] },
  {
    name: "deletePosts",
    method: "DELETE",
    path: /^\/2\/tweets\/(\d{1,19})$/,
    query: {},
    calls: { user: 50 },
    scopes: [...reading, "tweet.write"],
  },
  { name: "mediaUpload", method: "POST", path: /^\/2\/media\/upload$/, query: {}, calls: { user: 500 }, scopes: ["media.write"] },
  { name: "getUsersMe", method: "GET", path: /^\/2\/users\/me$/, query: shared, calls: { user: 75 }, scopes: reading },
  {
    name: "getUsage",
    method: "GET",
    path: /^\/2\/usage\/tweets$/,
    query: {
      days: count(1, 90),
      "usage.fields": listOf("cap_reset_day daily_client_app_usage daily_project_usage project_cap project_id project_usage"),
    },
    calls: { app: 50 },
    scopes: [],
  },
  {
    name: "getWebhooks",
    method: "GET",
    path: /^\/2\/webhooks$/,
    query: { "webhook_config.fields": listOf("created_at id url valid") },
    calls: { app: 450 },
    scopes: [],
  },
  {
    name: "getActivitySubscriptions",
    method: "GET",
    path: /^\/2\/activity\/subscriptions$/,
    query: { max_results: count(1, 1000), pagination_token: token },
    calls: { app: 500, user: 500 },
    scopes: ["tweet.read"],
  },
]

/** Operations that show posts take their fields in one of the two spellings. */
const showing: ReadonlySet<string> = new Set(["searchPostsRecent", "getUsersMentions", "getUsersPosts", "getPostsByIds"])

/** Whether a call asks in the older spelling. */
export function isOldSpelling(params: Readonly<Record<string, string>>): boolean {
  return params["tweet.fields"] !== undefined || /tweet/.test(params["expansions"] ?? "")
}

/** The answer to parameters that do not fit; undefined when all do. */
export function parameterFault({ name, query }: XOperation, params: Readonly<Record<string, string>>): XAnswer | undefined {
  const fields = isOldSpelling(params) ? { ...oldFields, expansions: oldExpansions } : { ...newFields, expansions: newExpansions }
  const known: Readonly<Record<string, XParameter>> = showing.has(name) ? { ...query, ...fields } : query
  for (const [parameter, value] of Object.entries(params)) {
    const shape = Object.hasOwn(known, parameter) ? known[parameter] : undefined
    if (shape === undefined) return invalid(parameter, value, `The query parameter [${parameter}] is not one of the expected ones`)
    if (!shape.pattern.test(value) || value.length > (shape.maxLength ?? Infinity))
      return invalid(parameter, value, `The \`${parameter}\` query parameter value [${value}] is not valid`)
  }
  const absent = Object.entries(known).find(([parameter, { isRequired }]) => isRequired === true && params[parameter] === undefined)
  return absent === undefined ? undefined : invalid(absent[0], "", `${absent[0]}: is missing but it is required`)
}
