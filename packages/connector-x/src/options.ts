import {
  apiUrlSchema,
  connectorIdSchema,
  hostShape,
  plannerSchema,
  tokenSchema,
  type QuotaPlanner,
  type Random,
  type TokenSource,
} from "@otklik/connector-kit"
import type { Clock } from "@otklik/core"
import * as z from "zod"
import type { XSpelling } from "./api/fields.ts"
import { weightLimit } from "./reply/weighted-length.ts"

/**
 * The two kinds of tokens: of the app (bearer, reads what is public), and of the official account (OAuth 2.0 with
 * PKCE).
 */
export type XTokenKind = "app" | "user"

/** The official account. */
export interface XAccount {
  /** Digits. */
  readonly id: string
  /** Without the `@`. */
  readonly username: string
}

/** A search to repeat. */
export interface XSearch {
  /** Unique among the searches and stable: names the cursor. */
  readonly id: string
  /** Words, hashtags and phrases; one of them is enough. */
  readonly keywords: readonly string[]
  /** Operators of X that hold for all of them, as `lang:ru`. */
  readonly filter?: string | undefined
  /** For people; the id when absent. */
  readonly title?: string | undefined
}

/** The webhook of the X Activity API: what its pushes are signed with. One is enough. */
export interface XWebhook {
  /** The client secret of OAuth 2.0. */
  readonly clientSecret?: string | undefined
  /** The API secret key of OAuth 1.0a, for older apps. */
  readonly consumerSecret?: string | undefined
}

/** Options of `createXConnector`. */
export interface XConnectorOptions {
  /** Names the cursors. Default `x:` and the account's id, else `x`. */
  readonly id?: string | undefined
  /** With `sleep`: it times out and waits. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The host's source of chance, as `Math.random`: spreads retries. */
  readonly random: Random
  /** The account that answers; absent: replies are not published. */
  readonly account?: XAccount | undefined
  /** Tokens, or where they come from; for the account's, see `createXUserToken`. */
  readonly tokens: Readonly<Partial<Record<XTokenKind, string | TokenSource | undefined>>>
  /**
   * The scopes of the account's token, as X named them. Default: `tweet.read tweet.write users.read offline.access`.
   */
  readonly userScopes?: readonly string[] | undefined
  /** Weighted characters that the account may write. Default 280; accounts with X Premium may write up to 25 000. */
  readonly replyLimit?: number | undefined
  /** What was agreed with X; decides how long queries may be, and who may be answered. Default `self-serve`. */
  readonly plan?: "self-serve" | "enterprise" | undefined
  /** The names of fields that are sent; both are understood. Default `post`, as in the contract 2.167. */
  readonly spelling?: XSpelling | undefined
  /** Quotas that connectors of one token share; absent: each connector has its own. */
  readonly planners?: Readonly<Partial<Record<XTokenKind, QuotaPlanner | undefined>>> | undefined
  /** Searches that are read. */
  readonly searches?: readonly XSearch[] | undefined
  /** Whether mentions of the account are read. Default true. */
  readonly mentions?: boolean | undefined
  /** Whether messages of open incidents and the replies below them are rechecked. Default true. */
  readonly conversations?: boolean | undefined
  /** How pushes are taken; absent: none are. */
  readonly webhook?: XWebhook | undefined
  /** The most posts that may be read in a billing cycle, counted by X over the whole project. Needs the app's token. */
  readonly monthlyReads?: number | undefined
  /** How often sources are worth reading, minutes. Default 5. */
  readonly everyMinutes?: number | undefined
  /** How far back the first reading of a source goes, hours. Default 24; X reaches seven days. */
  readonly backfillHours?: number | undefined
  /**
   * What is younger is left for the next reading, since X shows posts late and out of order. Seconds; default 30, as
   * X's own.
   */
  readonly lagSeconds?: number | undefined
  /** The most calls that one page may cost. Default 200. */
  readonly maxCalls?: number | undefined
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
  /** Where the API is, with a slash at the end. Default `https://api.x.com/2/`. */
  readonly apiUrl?: string | undefined
}

const secret = z.string().min(8).optional()

/** What `createXConnector` takes. */
export const xConnectorOptionsSchema = z
  .strictObject({
    id: connectorIdSchema.optional(),
    ...hostShape,
    account: z
      .strictObject({
        id: z.string().regex(/^[1-9]\d{0,18}$/, "the digits of an id were expected"),
        username: z.string().regex(/^\w{1,15}$/, "a name without the @ was expected"),
      })
      .optional(),
    tokens: z.strictObject({ app: tokenSchema.optional(), user: tokenSchema.optional() }),
    userScopes: z.array(z.string().min(1)).default(["tweet.read", "tweet.write", "users.read", "offline.access"]),
    replyLimit: z.number().int().min(weightLimit).max(25_000).default(weightLimit),
    plan: z.enum(["self-serve", "enterprise"]).default("self-serve"),
    spelling: z.enum(["post", "tweet"]).default("post"),
    planners: z.strictObject({ app: plannerSchema.optional(), user: plannerSchema.optional() }).default({}),
    searches: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[^:]{1,128}$/, "an id without a colon was expected"),
          keywords: z.array(z.string().min(1)).min(1),
          filter: z.string().default(""),
          title: z.string().min(1).optional(),
        }),
      )
      .default([]),
    mentions: z.boolean().default(true),
    conversations: z.boolean().default(true),
    webhook: z
      .strictObject({ clientSecret: secret, consumerSecret: secret })
      .refine(({ clientSecret, consumerSecret }) => (clientSecret ?? consumerSecret) !== undefined, "one of the two secrets was expected")
      .optional(),
    monthlyReads: z.number().int().positive().optional(),
    everyMinutes: z.number().positive().default(5),
    backfillHours: z.number().positive().max(167).default(24),
    lagSeconds: z.number().min(10).max(3600).default(30),
    maxCalls: z.number().int().min(1).default(200),
    timeoutMillis: z.number().positive().default(30_000),
    apiUrl: apiUrlSchema.default("https://api.x.com/2/"),
  })
  .superRefine((options, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message })
    const { searches, account, tokens, webhook, monthlyReads } = options
    if (new Set(searches.map(({ id }) => id)).size < searches.length) issue("searches", "duplicate id")
    if (account === undefined && (tokens.user !== undefined || webhook !== undefined)) issue("account", "the official account was expected")
    if (monthlyReads !== undefined && tokens.app === undefined)
      issue("monthlyReads", "the app's token is required too: X reports usage to no other token")
  })

/** The options, checked. */
export type XOptions = z.output<typeof xConnectorOptionsSchema>
