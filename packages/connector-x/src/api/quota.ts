import { createQuotaPlanner, type QuotaLimit, type QuotaPlanner, type WaitingClock } from "@otklik/connector-kit"
import type { XTokenKind } from "../options.ts"

const quarter = 900_000

/**
 * Calls in fifteen minutes by kind of token (X's page "Rate limits", August 2026). The day's 10 000 posts of an app are
 * far above what fits into these.
 */
const limits: Readonly<Record<XTokenKind, Readonly<Record<string, number>>>> = {
  app: {
    searchPostsRecent: 450,
    getUsersMentions: 450,
    getPostsByIds: 3500,
    getUsersPosts: 10_000,
    getUsage: 50,
    getWebhooks: 450,
    getActivitySubscriptions: 500,
  },
  user: {
    searchPostsRecent: 300,
    getUsersMentions: 300,
    getPostsByIds: 5000,
    getUsersPosts: 900,
    getUsersMe: 75,
    createPosts: 100,
    mediaUpload: 500,
  },
}

/** The quota of one token, where the host hands in none. */
export function createXPlanner(clock: WaitingClock, kind: XTokenKind): QuotaPlanner {
  const all = Object.entries(limits[kind]).map(([operation, calls]): QuotaLimit => ({
    name: `${operation}: ${calls} in 15 minutes`,
    calls,
    millis: quarter,
    operations: [operation],
  }))
  return createQuotaPlanner({ clock, limits: all })
}
