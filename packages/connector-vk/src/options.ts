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
import type { Clock } from "@otklik/core"
import * as z from "zod"

/** The three kinds of tokens that VK has; each may do other things. */
export type VkTokenKind = "service" | "community" | "user"

/** A wall to read. */
export interface VkWall {
  /** Negative for a community, positive for a person's public page. */
  readonly ownerId: number
  /** For people. */
  readonly title?: string | undefined
  /** Whether comments are read too. Default true. */
  readonly comments?: boolean | undefined
}

/** A search to repeat. */
export interface VkSearch {
  /** Unique among the searches and stable: names the cursor. */
  readonly id: string
  /** What VK is asked for: words or a `#hashtag`. */
  readonly query: string
  /** For people; the query when absent. */
  readonly title?: string | undefined
}

/** The board of a community. */
export interface VkBoard {
  /** Positive. */
  readonly communityId: number
  /** For people. */
  readonly title?: string | undefined
}

/** The webhook. */
export interface VkCallback {
  /** The secret key of the callback server; it is in every push. */
  readonly secret: string
  /** What VK expects as confirmation; absent: asked of VK with the community token. */
  readonly confirmation?: string | undefined
}

/** Options of `createVkConnector`. */
export interface VkConnectorOptions {
  /** Names the cursors. Default `vk:club1` for the community 1, else `vk`. */
  readonly id?: string | undefined
  /** With `sleep`: it times out and waits. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The host's source of chance, as `Math.random`: spreads retries. */
  readonly random: Random
  /** The official community that answers, positive. */
  readonly communityId?: number | undefined
  /** Tokens, or where they come from. */
  readonly tokens: Readonly<Partial<Record<VkTokenKind, string | TokenSource | undefined>>>
  /** Quotas that connectors of one token share; absent: each connector has its own. */
  readonly planners?: Readonly<Partial<Record<VkTokenKind, QuotaPlanner | undefined>>> | undefined
  /** Walls of communities that are read. */
  readonly walls?: readonly VkWall[] | undefined
  /** News searches that are read. */
  readonly searches?: readonly VkSearch[] | undefined
  /** Discussion boards that are read. */
  readonly boards?: readonly VkBoard[] | undefined
  /** Whether posts that mention the owner of the user token are read. Default false. */
  readonly mentions?: boolean | undefined
  /** Whether events of the official community are read by Bots Long Poll. Default false. */
  readonly longPoll?: boolean | undefined
  /** The Callback API of the official community. */
  readonly callback?: VkCallback | undefined
  /** How often sources are worth reading, minutes. Default 5. */
  readonly everyMinutes?: number | undefined
  /**
   * How far back the first reading of a source goes, hours. Default 24: the window that `newsfeed.search` has by
   * itself.
   */
  readonly backfillHours?: number | undefined
  /**
   * How long comments under a post, and its edits, are watched, days, counted from where the last reading came to.
   * Default 14.
   */
  readonly watchDays?: number | undefined
  /** How late a message may appear in a list and still be found, minutes. Default 15. */
  readonly overlapMinutes?: number | undefined
  /** The most calls that one page may cost. Default 200. */
  readonly maxCalls?: number | undefined
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
  /**
   * Whether posts that people suggest to the official community are read, which its team alone sees: from events, and
   * with a user token of an administrator as a source. Default false.
   */
  readonly suggested?: boolean | undefined
  /**
   * Where the API is, with a slash at the end. Default `https://api.vk.ru/method/`: VK informed developers in September
   * 2025 that calls go there from then on (last checked 2026-12-01).
   */
  readonly apiUrl?: string | undefined
  /**
   * The version of the API that every call asks for, as `5.199`: the default, and the newest that VK's schema knows
   * (last checked 2026-12-01).
   */
  readonly version?: string | undefined
}

const communityExpected = "the number of a community was expected, above 0: 123 for vk.com/club123"
const ownerExpected = "the number of a wall's owner was expected: -123 for the community vk.com/club123, 123 for the person vk.com/id123"

const communityIdSchema = z.int(communityExpected).positive(communityExpected)
const title = z.string().min(1).optional()

/** What `createVkConnector` takes. */
export const vkConnectorOptionsSchema = z
  .strictObject({
    id: connectorIdSchema.optional(),
    ...hostShape,
    communityId: communityIdSchema.optional(),
    tokens: z.strictObject({ service: tokenSchema.optional(), community: tokenSchema.optional(), user: tokenSchema.optional() }),
    planners: z
      .strictObject({ service: plannerSchema.optional(), community: plannerSchema.optional(), user: plannerSchema.optional() })
      .default({}),
    walls: z
      .array(
        z.strictObject({
          ownerId: z.int(ownerExpected).refine((id) => id !== 0, ownerExpected),
          title,
          comments: z.boolean().default(true),
        }),
      )
      .default([]),
    searches: z.array(z.strictObject({ id: z.string().min(1).max(128), query: z.string().min(1).max(4096), title })).default([]),
    boards: z.array(z.strictObject({ communityId: communityIdSchema, title })).default([]),
    mentions: z.boolean().default(false),
    longPoll: z.boolean().default(false),
    callback: z.strictObject({ secret: z.string().min(8).max(50), confirmation: z.string().min(1).max(64).optional() }).optional(),
    everyMinutes: z.number().positive().default(5),
    watchDays: z.number().positive().max(365).default(14),
    ...readingShape,
    suggested: z.boolean().default(false),
    apiUrl: apiUrlSchema.default("https://api.vk.ru/method/"),
    version: z
      .string()
      .regex(/^\d{1,3}\.\d{1,4}$/, "a version as 5.199 was expected")
      .default("5.199"),
  })
  .superRefine((options, context) => {
    const issue = (path: (string | number)[], message: string): void => context.addIssue({ code: "custom", path, message })
    const ids = [
      ...options.walls.map(({ ownerId }) => `wall ${ownerId}`),
      ...options.searches.map(({ id }) => `search ${id}`),
      ...options.boards.map(({ communityId }) => `board ${communityId}`),
    ]
    if (new Set(ids).size < ids.length) issue(["walls"], "duplicate wall, search or board")
    const needs = options.communityId === undefined ? "the official community was expected" : undefined
    if (needs === undefined) return
    if (options.callback !== undefined || options.longPoll || options.suggested || options.tokens.community !== undefined)
      issue(["communityId"], needs)
  })

/** The options, checked. */
export type VkOptions = z.output<typeof vkConnectorOptionsSchema>
