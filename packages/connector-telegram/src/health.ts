import { createHealthLook, type CapabilityNote } from "@otklik/connector-kit"
import type { CallOptions, Capabilities, Health } from "@otklik/core/connector"
import * as z from "zod"
import type { TelegramApi } from "./api/client.ts"
import { chatSchema, idSchema, updateKinds } from "./api/schemas.ts"
import type { TelegramOptions } from "./options.ts"

/** The longest text of a message (`sendMessage`). */
const replyLimit = 4096

/** What follows from the settings at hand. */
export function capabilitiesOf({ webhook, journal }: TelegramOptions): Capabilities {
  const reply = journal !== undefined
  return Object.freeze({
    pull: webhook === undefined,
    webhook: webhook !== undefined,
    reply,
    replyPhoto: reply,
    replyLimit,
    relay: false,
  })
}

/** The same in words, and what else Telegram does not let a bot do. */
export function describeCapabilities({ chats, webhook, journal }: TelegramOptions): readonly CapabilityNote[] {
  const isPushed = webhook !== undefined
  return [
    {
      topic: "updates",
      has: !isPushed,
      sentence: isPushed
        ? "with a webhook nothing can be pulled; updates not received within a day are lost without a notice"
        : `asks for the messages of ${chats.map(({ chatId, title }) => title ?? chatId).join(", ")}; Telegram keeps them for a day`,
    },
    {
      topic: "webhook",
      has: isPushed,
      sentence: isPushed
        ? "takes pushes"
        : "needs the secret_token of setWebhook, given as webhook.secret; then nothing is pulled any more",
    },
    {
      topic: "reply",
      has: journal !== undefined,
      sentence:
        journal === undefined
          ? "needs a journal: a Telegram bot cannot list what it sent, so it must be recorded (createJournalFile, or your own table)"
          : "answers under messages as the bot; an attempt that ended without a response is never repeated, a person checks it",
    },
    { topic: "search", has: false, sentence: "bots cannot search; only the chats that the bot is a member of are read" },
    { topic: "backfill", has: false, sentence: "bots cannot read messages from before they joined, or older than a day" },
    { topic: "deletions", has: false, sentence: "Telegram does not notify bots of deleted messages" },
    { topic: "private", has: false, sentence: "private chats, and chats that are not named in the options, are not taken in, by rule" },
  ]
}

const botSchema = z.looseObject({ id: idSchema, can_read_all_group_messages: z.boolean().optional() })

const webhookSchema = z.looseObject({
  url: z.string(),
  pending_update_count: z.number().int().min(0),
  last_error_date: z.number().int().optional(),
  allowed_updates: z.array(z.string()).optional(),
})

const memberSchema = z.looseObject({ status: z.string(), can_send_messages: z.boolean().optional() })

/**
 * Asks Telegram how the bot, its webhook and its chats do.
 *
 * @param options - of the connector
 * @param api - the Bot API
 * @param moved - chats that became others, with their new ids
 */
export async function checkHealth(
  options: TelegramOptions,
  api: TelegramApi,
  moved: ReadonlyMap<string, string>,
  { signal }: CallOptions = {},
): Promise<Health> {
  const { chats, webhook, journal } = options
  const shared = { priority: "discovery", ...(signal === undefined ? {} : { signal }) } as const
  const { look, problems } = createHealthLook(signal === undefined ? {} : { signal })
  const bot = await look("bot", () => api.call({ ...shared, method: "getMe", params: {} }, botSchema))
  const hook = await look("webhook", () => api.call({ ...shared, method: "getWebhookInfo", params: {} }, webhookSchema))
  if (hook !== undefined) problems.push(...webhookProblems(hook, webhook !== undefined))
  for (const { chatId } of chats) {
    const newId = moved.get(chatId)
    if (newId !== undefined) problems.push(`chat ${chatId}: the group became the supergroup ${newId}; name that in chats`)
    const chat = await look(`chat ${chatId}`, () =>
      api.call({ ...shared, method: "getChat", params: { chat_id: Number(chatId) } }, chatSchema),
    )
    if (chat === undefined || bot === undefined) continue
    const isChannel = chat.type === "channel"
    const params = { chat_id: Number(chatId), user_id: Number(bot.id) }
    const member = await look(`chat ${chatId}`, () => api.call({ ...shared, method: "getChatMember", params }, memberSchema))
    if (member === undefined) continue
    const isAdministrator = member.status === "administrator"
    if (isChannel && !isAdministrator) problems.push(`chat ${chatId}: the bot must be an administrator of the channel to see its posts`)
    if (!isChannel && !isAdministrator && bot.can_read_all_group_messages !== true)
      problems.push(
        `chat ${chatId}: the bot does not see ordinary messages; switch privacy off with /setprivacy of @BotFather, or make it an administrator`,
      )
    if (!isChannel && journal !== undefined && (member.can_send_messages === false || ["left", "kicked"].includes(member.status)))
      problems.push(`chat ${chatId}: the bot may not write here; give it the right to send messages`)
  }
  return { ok: problems.length === 0, problems, expiresAt: null }
}

function webhookProblems(hook: z.output<typeof webhookSchema>, isWanted: boolean): readonly string[] {
  if (!isWanted) return hook.url === "" ? [] : ["webhook: the bot has one, and getUpdates gets nothing; end it with deleteWebhook"]
  if (hook.url === "") return ["webhook: the bot has none; set it with setWebhook"]
  const missing = updateKinds.filter((kind) => hook.allowed_updates?.includes(kind) === false)
  return [
    ...(missing.length === 0
      ? []
      : [`webhook: updates of the kinds ${missing.join(", ")} are not sent; name them in allowed_updates of setWebhook`]),
    ...(hook.pending_update_count > 0 && hook.last_error_date !== undefined
      ? [
          `webhook: ${hook.pending_update_count} updates wait, and the last push of ${new Date(hook.last_error_date * 1000).toISOString()} failed`,
        ]
      : []),
  ]
}
