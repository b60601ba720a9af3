import {
  connectorIdSchema,
  hostShape,
  plannerSchema,
  readingShape,
  tokenSchema,
  type QuotaPlanner,
  type Random,
  type TokenSource,
} from "@otklik/connector-kit"
import type { Clock } from "@otklik/core"
import * as z from "zod"

/** A group to read. */
export interface OkGroup {
  /** The digits of its address, as in `https://ok.ru/group/54000000000001`. */
  readonly groupId: string
  /** For people. */
  readonly title?: string | undefined
  /** Whether comments are read too. Default true. */
  readonly comments?: boolean | undefined
}

/**
 * Who answers. Give it only when OK's support confirmed in writing that your application may call
 * `discussions.addDiscussionComment`.
 */
export interface OkReply {
  /** The official group. The token's owner must be its administrator or moderator. */
  readonly groupId: string
}

/** Options of `createOkConnector`. */
export interface OkConnectorOptions {
  /** Names the cursors. Default `ok:group54000000000001` for the group that answers, else `ok`. */
  readonly id?: string | undefined
  /** With `sleep`: it times out and waits. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The host's source of chance, as `Math.random`: spreads retries. */
  readonly random: Random
  /** The public key of the application. */
  readonly applicationKey: string
  /** The secret key of the application; this or `sessionSecret` signs the calls. */
  readonly applicationSecret?: string | undefined
  /** The access token, or where it comes from. */
  readonly token: string | TokenSource
  /** The `session_secret_key` that OK gave with the token; only for a token that is a text. */
  readonly sessionSecret?: string | undefined
  /** Groups to read. */
  readonly groups?: readonly OkGroup[] | undefined
  /**
   * Whether the list of discussions is read too: it shows new comments under topics older than `watchDays`, in groups
   * that the token's owner belongs to. Default false.
   */
  readonly discussions?: boolean | undefined
  /** How replies are published; absent: none are. */
  readonly reply?: OkReply | undefined
  /** A quota that connectors of one token share. Absent: 3 calls a second, our choice; OK gives no number. */
  readonly planner?: QuotaPlanner | undefined
  /** How often sources are worth reading, minutes. Default 5. */
  readonly everyMinutes?: number | undefined
  /** How far back the first reading of a source goes, hours. Default 24. */
  readonly backfillHours?: number | undefined
  /** How long comments under a topic are watched, days, counted from where the last reading came to. Default 14. */
  readonly watchDays?: number | undefined
  /** How late a message may appear in a list and still be found, minutes. Default 15. */
  readonly overlapMinutes?: number | undefined
  /** The most calls that one page may cost, for topics and for comments. Default 200. */
  readonly maxCalls?: number | undefined
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
  /** Where the API is. Default `https://api.ok.ru/fb.do`. */
  readonly apiUrl?: string | undefined
}

const groupIdSchema = z.string().regex(/^[1-9]\d{0,19}$/, "the digits of a group's address were expected")
const secretSchema = z.string().min(6)

/** What `createOkConnector` takes. */
export const okConnectorOptionsSchema = z
  .strictObject({
    id: connectorIdSchema.optional(),
    ...hostShape,
    applicationKey: secretSchema,
    applicationSecret: secretSchema.optional(),
    token: tokenSchema,
    sessionSecret: secretSchema.optional(),
    groups: z
      .array(z.strictObject({ groupId: groupIdSchema, title: z.string().min(1).optional(), comments: z.boolean().default(true) }))
      .default([]),
    discussions: z.boolean().default(false),
    reply: z.strictObject({ groupId: groupIdSchema }).optional(),
    planner: plannerSchema.optional(),
    everyMinutes: z.number().positive().default(5),
    watchDays: z.number().positive().max(365).default(14),
    ...readingShape,
    apiUrl: z.url().default("https://api.ok.ru/fb.do"),
  })
  .superRefine((options, context) => {
    const issue = (path: string, message: string): void => context.addIssue({ code: "custom", path: [path], message })
    const { groups, token, sessionSecret, applicationSecret } = options
    if (new Set(groups.map(({ groupId }) => groupId)).size < groups.length) issue("groups", "duplicate group")
    if ((sessionSecret === undefined) === (applicationSecret === undefined))
      issue("applicationSecret", "either the application's secret or the session's was expected")
    if (sessionSecret !== undefined && typeof token !== "string")
      issue("sessionSecret", "it belongs to one token; a renewed one has another")
  })

/** The options, checked. */
export type OkOptions = z.output<typeof okConnectorOptionsSchema>
