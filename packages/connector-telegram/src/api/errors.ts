import type { FailureRule } from "@otklik/connector-kit"

/** How long to leave Telegram alone when it names no time, milliseconds. Our choice. */
const unnamedWait = 60_000

/** What is said of a message that was deleted. */
export const goneReason = "the message is gone"

/**
 * What Telegram says of a request that it refuses: the beginning of its sentence, and what it means. The sentences are
 * those of the Bot API server.
 */
const refusals: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/(?:message to be replied|repl(?:y|ied) message|message thread) not found|MESSAGE_ID_INVALID/i, goneReason],
  [/TOPIC_CLOSED/, "the topic is closed"],
  [
    /not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_SEND_(?:PLAIN|PHOTOS)_FORBIDDEN|need administrator/,
    "the bot may not write in this chat",
  ],
  [/bot was (?:kicked|blocked)|bot is not a member/, "the bot was removed from the chat"],
  [/chat not found|group chat was (?:upgraded|deactivated|deleted)|chat was deleted/, "the chat is gone, or has another id"],
  [/text is too long|caption is too long|message is too long/, "the text is too long"],
  [/wrong (?:file|type|remote)|failed to get HTTP URL content|PHOTO_|IMAGE_|WEBPAGE_/, "Telegram cannot fetch the photo"],
]

/**
 * What an answer that is not `ok` means.
 *
 * @param code - `error_code`, the status of HTTP
 * @param description - Telegram's sentence; looked at, never repeated
 * @param retryAfterSeconds - `parameters.retry_after`
 * @param writes - whether something was to be published
 */
export function failureRule(code: number, description: string, retryAfterSeconds: number | undefined, writes: boolean): FailureRule {
  if (code === 429) return { code: "rate-limited", waitMillis: retryAfterSeconds === undefined ? unnamedWait : retryAfterSeconds * 1000 }
  if (code === 401 || code === 404) return { code: "auth", action: "give the connector a valid token of @BotFather" }
  if (code === 409)
    return { code: "auth", action: "Telegram allows one reader at a time: stop the other one, or its webhook (deleteWebhook)" }
  if (code >= 500) return { code: "network" }
  if (/message to delete not found/i.test(description)) return { code: "refused", reason: goneReason }
  const reason = refusals.find(([pattern]) => pattern.test(description))?.[1]
  if (writes) return { code: "refused", reason: reason ?? "Telegram does not take the reply" }
  if (code === 403) return { code: "auth", action: "make the bot a member of the chat, an administrator of a channel" }
  return { code: "protocol", path: "description" }
}
