import type { QuotaPriority } from "@otklik/connector-kit"
import type { Instant } from "@otklik/core"
import type { CallOptions } from "@otklik/core/connector"
import type { XApi } from "./client.ts"
import { postFields, type XSpelling } from "./fields.ts"
import { pageSchema, type XPage } from "./schemas.ts"

/** Posts that a page holds at most, and ids that one lookup takes. */
export const pageSize = 100

/** Which posts a list is to show, from the newest back. */
export interface TimelineRange {
  readonly since_id?: string
  readonly start_time?: string
  readonly end_time?: string
  readonly until_id?: string
  readonly next_token?: string
}

/** What a list is read for. */
export interface ListCall extends CallOptions {
  readonly priority: QuotaPriority
  readonly dueAt?: Instant
}

/** The lists of posts that are read. */
export interface XLists {
  /** Recent search: seven days. */
  search(query: string, range: TimelineRange, call: ListCall): Promise<XPage>
  /** Posts that mention the account: the newest 800. */
  mentions(accountId: string, range: TimelineRange, call: ListCall): Promise<XPage>
  /** What the account wrote itself: the newest 3 200. */
  own(accountId: string, range: TimelineRange, call: ListCall): Promise<XPage>
  /** Posts by id; those that are gone are in `errors`. At most {@link pageSize}. */
  lookup(ids: readonly string[], call: ListCall): Promise<XPage>
}

/**
 * Makes the lists. Own mentions and posts are asked for with the account's token where there is one: X takes a fifth of
 * the price for them.
 *
 * @param api - X
 * @param spelling - of fields
 */
export function createXLists(api: XApi, spelling: XSpelling): XLists {
  const fields = postFields(spelling)
  // Timelines call the token of the next page by another name than searches.
  const paged = ({ next_token: token, ...range }: TimelineRange) => ({
    ...fields,
    ...range,
    pagination_token: token,
    max_results: String(pageSize),
  })
  return {
    search: (query, range, call) =>
      api.call(
        {
          operation: "searchPostsRecent",
          path: "tweets/search/recent",
          query: { ...fields, ...range, query, max_results: String(pageSize), sort_order: "recency" },
          tokens: ["app", "user"],
          ...call,
        },
        pageSchema,
      ),
    mentions: (accountId, range, call) =>
      api.call(
        { operation: "getUsersMentions", path: `users/${accountId}/mentions`, query: paged(range), tokens: ["user", "app"], ...call },
        pageSchema,
      ),
    own: (accountId, range, call) =>
      api.call(
        {
          operation: "getUsersPosts",
          path: `users/${accountId}/tweets`,
          query: { ...paged(range), exclude: "retweets" },
          tokens: ["user", "app"],
          ...call,
        },
        pageSchema,
      ),
    lookup: (ids, call) =>
      api.call(
        { operation: "getPostsByIds", path: "tweets", query: { ...fields, ids: ids.join(",") }, tokens: ["app", "user"], ...call },
        pageSchema,
      ),
  }
}
