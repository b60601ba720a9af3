import { createReplyGate } from "@otklik/connector-kit"
import { DeskError, isDeskError, type FindReplyOptions, type MessageKey, type ReplyOptions, type ReplyReceipt } from "@otklik/core"
import { z } from "zod"
import type { TelegramApi, TelegramCall } from "./api.ts"
import type { ReplyJournal } from "./journal.ts"
import { messageKey as keyOf, messageUrl, readKey, type TelegramAddress } from "./key.ts"
import type { MonitoredChat } from "./options.ts"
import { messageSchema } from "./shape.ts"

/** The longest text under a photo, UTF-16 units (`sendPhoto`). */
const captionLimit = 1024

/** The most photos of an album (`sendMediaGroup`). */
const albumLimit = 10

/** What the journal says of a reply: it may be on its way, or it stands. */
const entrySchema = z.union([
  z.strictObject({ sending: z.literal(true) }),
  z.strictObject({ sending: z.literal(false) }),
  z.strictObject({ replyKey: z.string(), url: z.string(), publishedAt: z.string() }),
])

type Entry = z.output<typeof entrySchema>

/** The reply members of the connector contract. */
export interface Replier {
  canAnswer(messageKey: MessageKey): boolean
  send(options: ReplyOptions): Promise<ReplyReceipt>
  find(options: FindReplyOptions): Promise<ReplyReceipt | undefined>
}

/**
 * Answers as the bot, under the message. What is sent is written down before and after: a try of which nobody knows how it ended is never repeated, since
 * Telegram lets no bot look whether its message stands.
 *
 * @param api - the Bot API
 * @param journal - remembers what was sent
 * @param chats - the chats that are read, by id
 */
export function createReplier(api: TelegramApi, journal: ReplyJournal, chats: ReadonlyMap<string, MonitoredChat>): Replier {
  async function known(idempotencyKey: string): Promise<ReplyReceipt | undefined> {
    const entry = readEntry(await journal.read(idempotencyKey))
    if (entry === undefined || ("sending" in entry && !entry.sending)) return undefined
    if ("replyKey" in entry) return entry
    throw new DeskError(
      "ambiguous",
      "telegram: an earlier try of this reply ended without an answer, and no bot can look: look in the chat, and say whether it stands",
      {},
    )
  }

  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { idempotencyKey } = options
    const address = answerable(options, chats)
    const call = callOf(options, address)
    const earlier = await known(idempotencyKey)
    if (earlier !== undefined) return earlier
    const write = (entry: Entry): Promise<void> => journal.write(idempotencyKey, JSON.stringify(entry))
    await write({ sending: true })
    try {
      const sent = await api.call(call, sentSchema)
      const receipt = receiptOf(address, sent, chats)
      await write(receipt)
      return receipt
    } catch (error) {
      // Everything but this was said before anything was published.
      if (isDeskError(error) && error.code !== "ambiguous") await write({ sending: false })
      throw error
    }
  }

  return {
    canAnswer: (messageKey) => chats.has(readKey(messageKey)?.chatId ?? ""),
    async find(options) {
      options.signal?.throwIfAborted()
      answerable(options, chats)
      return known(options.idempotencyKey)
    },
    send: createReplyGate("telegram", publish),
  }
}

const sentSchema = z.union([messageSchema, z.array(messageSchema).min(1)]).transform((sent) => (Array.isArray(sent) ? sent[0] : sent))

type Sent = z.output<typeof sentSchema>

/** @throws DeskError `config` for a foreign key or chat, `capability` for a post of the account */
function answerable({ messageKey, placement }: FindReplyOptions, chats: ReadonlyMap<string, MonitoredChat>): TelegramAddress {
  if (placement === "official-post") {
    const capability = "the bot answers under messages only"
    throw new DeskError("capability", `telegram: ${capability}`, { capability })
  }
  const address = readKey(messageKey)
  if (address !== undefined && chats.has(address.chatId)) return address
  const message = "the key of a message of a monitored chat was expected"
  throw new DeskError("config", `telegram: messageKey: ${message}`, { issues: [{ path: "messageKey", message }] })
}

/** @throws DeskError `capability` for more photos, or more text beside them, than Telegram takes */
function callOf({ text, photoUrls, signal, dueAt }: ReplyOptions, { chatId, messageId }: TelegramAddress): TelegramCall {
  const shared = {
    priority: "reply",
    writesTo: chatId,
    ...(signal === undefined ? {} : { signal }),
    ...(dueAt === undefined ? {} : { dueAt }),
  } as const
  // Refused rather than published without its message, which a deleted one would lead to.
  const place = { chat_id: Number(chatId), reply_parameters: { message_id: Number(messageId), allow_sending_without_reply: false } }
  const [first] = photoUrls
  if (first === undefined) return { ...shared, method: "sendMessage", params: { ...place, text } }
  const capability =
    photoUrls.length > albumLimit
      ? `an album has at most ${albumLimit} photos`
      : text.length > captionLimit
        ? `a text under photos has at most ${captionLimit} characters`
        : undefined
  if (capability !== undefined) throw new DeskError("capability", `telegram: ${capability}`, { capability })
  if (photoUrls.length === 1) return { ...shared, method: "sendPhoto", params: { ...place, photo: first, caption: text } }
  const media = photoUrls.map((url, index) => ({ type: "photo", media: url, ...(index === 0 ? { caption: text } : {}) }))
  return { ...shared, method: "sendMediaGroup", params: { ...place, media } }
}

function receiptOf({ chatId }: TelegramAddress, sent: Sent, chats: ReadonlyMap<string, MonitoredChat>): ReplyReceipt {
  if (sent === undefined) throw new TypeError("a sent message was expected")
  const { message_id: id, chat, date } = sent
  const url = chats.has(chatId) ? messageUrl(chatId, chat.username, id) : ""
  return { replyKey: keyOf(chatId, id), url, publishedAt: new Date(date * 1000).toISOString() }
}

function readEntry(text: string | undefined): Entry | undefined {
  if (text === undefined) return undefined
  try {
    return entrySchema.parse(JSON.parse(text))
  } catch {
    throw new DeskError("protocol", "telegram: the journal holds something that this connector did not write", { path: "journal" })
  }
}
