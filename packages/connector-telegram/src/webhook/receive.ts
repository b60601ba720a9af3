import { isSameSecret, readJson, readPush, type Reading } from "@otklik/connector-kit"
import type { Received } from "@otklik/core/connector"
import { albumOf, movedTo, partOfAlbum, readUpdate } from "../api/message.ts"
import { updateSchema, type TelegramUpdate } from "../api/schemas.ts"
import type { MonitoredChat, TelegramWebhook } from "../options.ts"

/** The largest push that is read, bytes; Telegram's are a few thousand. */
const maxBytes = 1024 * 1024

/** So many albums are remembered. */
const mostAlbums = 1000

/**
 * Reads a push. Telegram signs nothing: the secret of `setWebhook` comes in a header, over HTTPS. A second delivery of
 * an update holds the same message, which the desk knows already.
 *
 * @param webhook - its secret
 * @param chats - the chats that are read, by id
 * @param moved - is reported a chat that became another one
 */
export function createReceiver(
  { secret }: TelegramWebhook,
  chats: ReadonlyMap<string, MonitoredChat>,
  moved: (from: string, to: string) => void,
): (request: Request) => Promise<Received> {
  /** Albums of which a part came, the newest last. */
  const albums = new Set<string>()

  /**
   * The parts of an album are pushed one by one: those without words are shown by the first, where the whole can be
   * seen.
   */
  function readPart(update: TelegramUpdate): Reading {
    const reading = readUpdate(update, chats)
    const album = reading.kind === "message" ? albumOf(update) : undefined
    if (album === undefined || reading.kind !== "message") return reading
    const isKnown = albums.has(album)
    albums.add(album)
    const [oldest] = albums.size > mostAlbums ? albums : []
    if (oldest !== undefined) albums.delete(oldest)
    return isKnown && reading.message.text === "" ? partOfAlbum : reading
  }

  return async (request) => {
    if (request.method !== "POST") return nothing(405)
    if (!isSameSecret(request.headers.get("x-telegram-bot-api-secret-token") ?? "", secret)) return nothing(403)
    const bytes = await readPush(request, maxBytes)
    if (bytes === undefined) return nothing(413)
    const update = updateSchema.safeParse(readJson(bytes))
    if (!update.success) return nothing(400)
    const move = movedTo(update.data)
    if (move !== undefined) moved(move.from, move.to)
    const reading = readPart(update.data)
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
