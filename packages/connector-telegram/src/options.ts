import {
  apiUrlSchema,
  connectorIdSchema,
  handleSchema,
  hostShape,
  plannerSchema,
  type QuotaPlanner,
  type Random,
} from "@otklik/connector-kit"
import type { Clock } from "@otklik/core"
import * as z from "zod"
import type { ReplyJournal } from "./reply/journal.ts"

/**
 * A chat that is read: a public channel, its discussion group, a public group. Nothing of any other chat is taken in.
 */
export interface TelegramChat {
  /** As Telegram gives it: `-100…` for channels and supergroups. */
  readonly chatId: string | number
  /** For people. */
  readonly title?: string | undefined
  /** The public channel whose posts are discussed here. Its posts are taken from here, where they can be answered. */
  readonly discusses?:
    | {
        /** The channel, by its id. */
        readonly chatId: string | number
        /** The public name, without `@`. */ readonly name: string
      }
    | undefined
}

/** The webhook. */
export interface TelegramWebhook {
  /** `secret_token` of `setWebhook`: 1 to 256 letters, digits, `_` and `-`; here 16 or more. */
  readonly secret: string
}

/** Options of `createTelegramConnector`. */
export interface TelegramConnectorOptions {
  /** Names the cursors. Default `telegram:` and the number in the bot's token. */
  readonly id?: string | undefined
  /** With `sleep`: it times out and waits. */
  readonly clock: Clock
  /** The host's `fetch`. */
  readonly fetch: typeof globalThis.fetch
  /** The host's source of chance, as `Math.random`: spreads retries. */
  readonly random: Random
  /** The bot's token, as `@BotFather` gives it. */
  readonly token: string
  /** The chats that are read. */
  readonly chats: readonly TelegramChat[]
  /** Takes pushes. Telegram knows one way at a time: with a webhook nothing can be pulled. */
  readonly webhook?: TelegramWebhook | undefined
  /** Where it is written down what was sent; absent: the bot does not reply. */
  readonly journal?: ReplyJournal | undefined
  /** The quota of the bot, when several connectors share it; absent: an own one. */
  readonly planner?: QuotaPlanner | undefined
  /** How often updates are worth asking for, minutes. Default 1. */
  readonly everyMinutes?: number | undefined
  /** How long an answer may take, milliseconds. Default 30 000. */
  readonly timeoutMillis?: number | undefined
  /** Where the API is, with a slash at the end. Default `https://api.telegram.org/`. */
  readonly apiUrl?: string | undefined
}

const chatIdSchema = z
  .union([z.number().int(), z.string()])
  .transform(String)
  .pipe(z.string().regex(/^-\d{1,20}$/, "the id of a channel or a group was expected, like -1001234567890"))
const nameSchema = z.string().regex(/^[A-Za-z]\w{3,31}$/, "a public name without @ was expected")

/** What `createTelegramConnector` takes. */
export const telegramConnectorOptionsSchema = z
  .strictObject({
    id: connectorIdSchema.optional(),
    ...hostShape,
    token: z.string().regex(/^\d{1,20}:[\w-]{20,}$/, "a token of @BotFather was expected, like 123456:ABC…"),
    chats: z
      .array(
        z.strictObject({
          chatId: chatIdSchema,
          title: z.string().min(1).optional(),
          discusses: z.strictObject({ chatId: chatIdSchema, name: nameSchema }).optional(),
        }),
      )
      .min(1),
    webhook: z.strictObject({ secret: z.string().regex(/^[\w-]{16,256}$/, "16 to 256 letters, digits, _ and - were expected") }).optional(),
    journal: handleSchema<ReplyJournal>(
      ["read", "replace"],
      "a journal was expected: createJournalFile({ path }), or the functions read and replace over a table of yours",
    ).optional(),
    planner: plannerSchema.optional(),
    everyMinutes: z.number().positive().default(1),
    timeoutMillis: z.number().positive().default(30_000),
    apiUrl: apiUrlSchema.default("https://api.telegram.org/"),
  })
  .superRefine(({ chats }, context) => {
    const ids = new Set<string>()
    chats.forEach(({ chatId, discusses }, index) => {
      for (const [path, id] of [
        ["chatId", chatId],
        ["discusses", discusses?.chatId],
      ] as const) {
        if (id !== undefined && ids.has(id)) context.addIssue({ code: "custom", path: ["chats", index, path], message: "duplicate chat" })
        if (id !== undefined) ids.add(id)
      }
    })
  })

/** The options, checked. */
export type TelegramOptions = z.output<typeof telegramConnectorOptionsSchema>

/** A chat, checked. */
export type MonitoredChat = TelegramOptions["chats"][number]
