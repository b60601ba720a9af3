import { isSameSecret, readJson, readPush } from "@otklik/connector-kit"
import type { Received } from "@otklik/core"
import { readUpdate } from "./message.ts"
import type { MonitoredChat, TelegramWebhook } from "./options.ts"
import { updateSchema } from "./shape.ts"

/** The largest push that is read, bytes; Telegram's are a few thousand. */
const maxBytes = 1024 * 1024

/**
 * Reads a push. Telegram signs nothing: the secret of `setWebhook` comes in a header, over HTTPS. A second delivery of an update holds the same message,
 * which the desk knows already.
 *
 * @param webhook - its secret
 * @param chats - the chats that are read, by id
 */
export function createReceiver(
  { secret }: TelegramWebhook,
  chats: ReadonlyMap<string, MonitoredChat>,
): (request: Request) => Promise<Received> {
  return async (request) => {
    if (request.method !== "POST") return nothing(405)
    if (!isSameSecret(request.headers.get("x-telegram-bot-api-secret-token") ?? "", secret)) return nothing(403)
    const bytes = await readPush(request, maxBytes)
    if (bytes === undefined) return nothing(413)
    const update = updateSchema.safeParse(readJson(bytes))
    if (!update.success) return nothing(400)
    const reading = readUpdate(update.data, chats)
    return {
      messages: reading.kind === "message" ? [reading.message] : [],
      skipped: reading.kind === "skipped" ? [reading.item] : [],
      response: new Response(null, { status: 200 }),
    }
  }
}

function nothing(status: number): Received {
  return { messages: [], skipped: [], response: new Response(null, { status }) }
}
