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

/** A list of posts that a Page has: everything on it, what visitors wrote, and posts elsewhere that tag it. */
export type FacebookList = "feed" | "visitor_posts" | "tagged"

/** Another Page that is read. */
export interface FacebookPublicPage {
  /** Digits. */
  readonly pageId: string
  /** For people. */
  readonly title?: string | undefined
}

/** The application through which everything runs. */
export interface FacebookApp {
  /** Digits. */
  readonly appId: string
  /** Proves every call, signs every push; keep it as safe as the token. */
  readonly appSecret: string
}

/** The webhook. */
export interface FacebookWebhook {
  /** What the application's settings hold beside the webhook's address. */
  readonly verifyToken: string
  /** Other secrets of the application that pushes may be signed with, while it is being changed. */
  readonly otherSecrets?: readonly string[] | undefined
}

/** Options of `createFacebookConnector`. */
export interface FacebookConnectorOptions {
  /** Names the cursors. Default `facebook:` and the id of the Page. */
  readonly id?: string | undefined
  /** With `sleep`: it times out and waits. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The host's source of chance, as `Math.random`: spreads retries. */
  readonly random: Random
  /** The official Page, digits. */
  readonly pageId: string
  /** The Page's token, or where it comes from. */
  readonly token: string | TokenSource
  /** Absent: no webhook, no proof of calls, no other Pages, and the health of the token is not known. */
  readonly app?: FacebookApp | undefined
  /** The quota that connectors of one token share; absent: each connector has its own. */
  readonly planner?: QuotaPlanner | undefined
  /** Lists of the official Page that are read. Default: all three. */
  readonly lists?: readonly FacebookList[] | undefined
  /** Other Pages; Meta must have reviewed the application for Page Public Content Access. */
  readonly publicPages?: readonly FacebookPublicPage[] | undefined
  /** The webhook of the application. */
  readonly webhook?: FacebookWebhook | undefined
  /** How often sources are worth reading, minutes. Default 10. */
  readonly everyMinutes?: number | undefined
  /** How far back the first reading of a source goes, hours. Default 24. */
  readonly backfillHours?: number | undefined
  /** How long comments under a post are watched, days, counted from where the last reading came to. Default 30. */
  readonly watchDays?: number | undefined
  /** How late a message may appear in a list and still be found, minutes. Default 15. */
  readonly overlapMinutes?: number | undefined
  /** The most calls that one page may cost, for posts and for comments each. Default 200. */
  readonly maxCalls?: number | undefined
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
  /** Where the Graph API is, with a slash at the end. Default `https://graph.facebook.com/`. */
  readonly apiUrl?: string | undefined
  /** The version of the Graph API. Default `v25.0`, for which this connector is tried. */
  readonly version?: string | undefined
}

const idSchema = z.string().regex(/^\d{1,32}$/, "an id of digits was expected")

/** What `createFacebookConnector` takes. */
export const facebookConnectorOptionsSchema = z
  .strictObject({
    ...hostShape,
    ...readingShape,
    id: connectorIdSchema.optional(),
    pageId: idSchema,
    token: tokenSchema,
    app: z.strictObject({ appId: idSchema, appSecret: z.string().min(16) }).optional(),
    planner: plannerSchema.optional(),
    lists: z.array(z.enum(["feed", "visitor_posts", "tagged"])).default(["feed", "visitor_posts", "tagged"]),
    publicPages: z.array(z.strictObject({ pageId: idSchema, title: z.string().min(1).optional() })).default([]),
    webhook: z.strictObject({ verifyToken: z.string().min(8), otherSecrets: z.array(z.string().min(16)).default([]) }).optional(),
    everyMinutes: z.number().positive().default(10),
    watchDays: z.number().positive().max(365).default(30),
    apiUrl: apiUrlSchema.optional(),
    version: graphVersionSchema.optional(),
  })
  .superRefine((options, context) => {
    const issue = (path: string[], message: string): void => context.addIssue({ code: "custom", path, message })
    const pages = [options.pageId, ...options.publicPages.map(({ pageId }) => pageId)]
    if (new Set(pages).size < pages.length) issue(["publicPages"], "duplicate Page")
    if (new Set(options.lists).size < options.lists.length) issue(["lists"], "duplicate list")
    if (options.app !== undefined) return
    if (options.webhook !== undefined) issue(["app"], "pushes are signed with the application's secret, so the application was expected")
    if (options.publicPages.length > 0) issue(["app"], "other Pages are read by the application, so it was expected")
  })

/** The options, checked. */
export type FacebookOptions = z.output<typeof facebookConnectorOptionsSchema>
