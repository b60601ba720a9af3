import {
  apiUrlSchema,
  connectorIdSchema,
  hostShape,
  plannerSchema,
  readingShape,
  tokenSchema,
  type QuotaPlanner,
  type Random,
  type TokenSource,
} from "@otklik/connector-kit"
import { graphVersionSchema } from "@otklik/connector-kit/meta"
import type { Clock } from "@otklik/core"
import * as z from "zod"

/**
 * The way in: by Facebook Login through the linked Page, or by Instagram Login. Tokens of one do not work with the
 * other.
 */
export type InstagramLogin = "facebook" | "instagram"

/** A hashtag to read. */
export interface InstagramHashtag {
  /** Without the sign; letters, digits and underscores. */
  readonly name: string
  /** For people; the hashtag when absent. */
  readonly title?: string | undefined
}

/** Another professional account, whose posts are read. */
export interface InstagramAccountSource {
  /** Its name, without the sign. */
  readonly username: string
  /** For people; the name when absent. */
  readonly title?: string | undefined
}

/** The application at Meta. By Instagram Login, the Instagram app id and the Instagram app secret. */
export interface InstagramApp {
  /** Digits. */
  readonly appId: string
  /** Proves every call, signs every push; keep it as safe as the token. */
  readonly appSecret: string
}

/** The webhook. */
export interface InstagramWebhook {
  /** What the application's settings hold beside the webhook's address. */
  readonly verifyToken: string
  /** Other secrets of the application that pushes may be signed with, while it is being changed. */
  readonly otherSecrets?: readonly string[] | undefined
}

/** Options of `createInstagramConnector`. */
export interface InstagramConnectorOptions {
  /** Names the cursors. Default `instagram:` and the account's id. */
  readonly id?: string | undefined
  /** With `sleep`: it times out and waits. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The host's source of chance, as `Math.random`: spreads retries. */
  readonly random: Random
  /** Through which product of Meta the account is connected. */
  readonly login: InstagramLogin
  /** The professional account: digits, as `17841400000000001`. */
  readonly accountId: string
  /** The token, or where it comes from: see `createInstagramToken`. */
  readonly token: string | TokenSource
  /** Absent: no webhook, no proof of calls, and rights and subscriptions are not checked. */
  readonly app?: InstagramApp | undefined
  /** The webhook of the application. */
  readonly webhook?: InstagramWebhook | undefined
  /** The linked Page, by Facebook Login: with it the check sees whether the Page lets the application hear. */
  readonly pageId?: string | undefined
  /**
   * So many of the newest media objects are watched for comments, beside what came since the last reading and what open
   * incidents hold. Comments under older ones are heard of by pushes alone. Default 50.
   */
  readonly mediaCount?: number | undefined
  /** Whether media objects in which others tagged the account are read. Default false. */
  readonly tags?: boolean | undefined
  /** Hashtags to read, at most 30: as many as Instagram allows within seven days. Facebook Login only. */
  readonly hashtags?: readonly InstagramHashtag[] | undefined
  /** Other professional accounts whose posts are read. Facebook Login only. */
  readonly accounts?: readonly InstagramAccountSource[] | undefined
  /**
   * A quota that connectors of one token share. Absent: 10 calls a second, our choice; Meta counts by impressions and
   * says so in headers.
   */
  readonly planner?: QuotaPlanner | undefined
  /**
   * How often the account's media are worth reading, minutes. Default 10. Tags, hashtags and other accounts: once an
   * hour, or as seldom.
   */
  readonly everyMinutes?: number | undefined
  /** How far back the first reading of a source goes, hours. Default 24. */
  readonly backfillHours?: number | undefined
  /** How late a message may appear in a list and still be found, minutes. Default 15. */
  readonly overlapMinutes?: number | undefined
  /**
   * The most calls that one page may cost, for lists, for comments, and for messages of open incidents. Default 200.
   */
  readonly maxCalls?: number | undefined
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
  /**
   * Where the API is, with a slash at the end. Default `https://graph.facebook.com/` or `https://graph.instagram.com/`.
   */
  readonly apiUrl?: string | undefined
  /** The version of the Graph API. Default `v25.0`, for which this connector is tried. */
  readonly version?: string | undefined
}

const digits = z.string().regex(/^\d{5,32}$/, "the digits of an id were expected")
const title = z.string().min(1).optional()
const secretSchema = z.string().min(16)

/** What `createInstagramConnector` takes. */
export const instagramConnectorOptionsSchema = z
  .strictObject({
    id: connectorIdSchema.optional(),
    ...hostShape,
    ...readingShape,
    login: z.enum(["facebook", "instagram"]),
    accountId: digits,
    token: tokenSchema,
    app: z.strictObject({ appId: digits, appSecret: secretSchema }).optional(),
    webhook: z.strictObject({ verifyToken: z.string().min(8), otherSecrets: z.array(secretSchema).default([]) }).optional(),
    pageId: digits.optional(),
    mediaCount: z.number().int().min(1).max(500).default(50),
    tags: z.boolean().default(false),
    hashtags: z
      .array(
        z.strictObject({
          name: z.string().regex(/^[\p{L}\p{N}_]{1,100}$/u, "letters, digits and underscores were expected, without the sign"),
          title,
        }),
      )
      .max(30, "Instagram allows at most 30 hashtags within seven days")
      .default([]),
    accounts: z
      .array(z.strictObject({ username: z.string().regex(/^[A-Za-z0-9._]{1,30}$/, "a name of Instagram was expected"), title }))
      .default([]),
    planner: plannerSchema.optional(),
    everyMinutes: z.number().positive().default(10),
    apiUrl: apiUrlSchema.optional(),
    version: graphVersionSchema.optional(),
  })
  .superRefine((options, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message })
    const { hashtags, accounts, app, webhook } = options
    const lower = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => name.toLowerCase()))
    if (lower(hashtags.map(({ name }) => name)).size < hashtags.length) issue("hashtags", "duplicate hashtag")
    if (lower(accounts.map(({ username }) => username)).size < accounts.length) issue("accounts", "duplicate account")
    if (webhook !== undefined && app === undefined)
      issue("app", "pushes are signed with the application's secret, so the application was expected")
  })

/** The options, checked. */
export type InstagramOptions = z.output<typeof instagramConnectorOptionsSchema>
