import { createHealthLook } from "@otklik/connector-kit"
import type { CallOptions, Health } from "@otklik/core/connector"
import { z } from "zod"
import type { TelegramApi } from "./api/client.ts"
import type { TelegramOptions } from "./options.ts"
import { chatSchema, idSchema, updateKinds } from "./api/schemas.ts"

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
