import { createReplyGate, foreignKey, notPossible, type ReplyMembers } from "@otklik/connector-kit"
import { DeskError, isDeskError } from "@otklik/core"
import type { FindRepliesOptions, ReplyOptions, ReplyReceipt, RetractOptions } from "@otklik/core/connector"
import * as z from "zod"
import type { TelegramApi, TelegramCall } from "../api/client.ts"
import { goneReason } from "../api/errors.ts"
import { messageKey as keyOf, messageUrl, readKey, type TelegramAddress } from "../api/keys.ts"
import { messageSchema } from "../api/schemas.ts"
import type { MonitoredChat } from "../options.ts"
import type { ReplyJournal } from "./journal.ts"

/** The longest text under a photo, UTF-16 units (`sendPhoto`). */
const captionLimit = 1024

/** The most photos of an album (`sendMediaGroup`). */
const albumLimit = 10

/** Whose keys can be answered. */
const ofChat = "a message of a monitored chat"

/** What the journal says of a reply: one try may be on its way, none is, or it is published. */
const entrySchema = z.union([
  z.strictObject({ sending: z.literal(true) }),
  z.strictObject({ sending: z.literal(false) }),
  z.strictObject({ replyKey: z.string(), url: z.string(), publishedAt: z.string() }),
])

type Entry = z.output<typeof entrySchema>

/**
 * Answers as the bot, under the message. What is sent is written down before and after, by compare and set, so that of
 * several processes one sends it: a try of which nobody knows how it ended is never repeated, since Telegram lets
 * no bot check whether its message was published.
 *
 * @param api - the Bot API
 * @param journal - remembers what was sent
 * @param chats - the chats that are read, by id
 */
export function createReplier(api: TelegramApi, journal: ReplyJournal, chats: ReadonlyMap<string, MonitoredChat>): ReplyMembers {
  async function known(
    idempotencyKey: string,
  ): Promise<{ readonly entry: string | undefined; readonly receipt: ReplyReceipt | undefined }> {
    const text = await journal.read(idempotencyKey)
    const entry = readEntry(text)
    if (entry === undefined || ("sending" in entry && !entry.sending)) return { entry: text, receipt: undefined }
    if ("replyKey" in entry) return { entry: text, receipt: entry }
    throw new DeskError(
      "ambiguous",
      "telegram: an earlier attempt of this reply has no response, or is under way, and a bot cannot check: open the chat, and record whether it was published",
      {},
    )
  }

  async function publish(options: ReplyOptions): Promise<ReplyReceipt> {
    const { idempotencyKey, beforeWrite } = options
    const address = answerable(options, chats)
    const before = await known(idempotencyKey)
    if (before.receipt !== undefined) return before.receipt
    const call = await callOf(options, address)
    const sending = write({ sending: true })
    for (;;) {
      const { entry, receipt } = await known(idempotencyKey)
      if (receipt !== undefined) return receipt
      if (await journal.replace(idempotencyKey, entry, sending)) break
      // Another process was faster: look what it wrote.
    }
    let isSent = false
    const beforeSend = async (): Promise<void> => {
      await beforeWrite?.()
      isSent = true
    }
    try {
      const receipt = receiptOf(address, await api.call({ ...call, beforeSend }, sentSchema), chats)
      await journal.replace(idempotencyKey, sending, write(receipt))
      return receipt
    } catch (error) {
      // Everything but this was said before anything was published.
      if (!isSent || (isDeskError(error) && error.code !== "ambiguous"))
        await journal.replace(idempotencyKey, sending, write({ sending: false }))
      throw error
    }
  }

  async function doRetract({ replyKey, signal }: RetractOptions): Promise<void> {
    const address = readKey(replyKey)
    if (address === undefined || !chats.has(address.chatId)) throw foreignKey("telegram", ofChat, "replyKey")
    const params = { chat_id: Number(address.chatId), message_id: Number(address.messageId) }
    try {
      await api.call({ method: "deleteMessage", params, priority: "reply", signal }, z.literal(true))
    } catch (error) {
      if (!isDeskError(error, "refused") || error.details.reason !== goneReason) throw error
    }
  }

  return {
    canAnswer: (messageKey) => chats.has(readKey(messageKey)?.chatId ?? ""),
    async doFindReplies(options) {
      options.signal?.throwIfAborted()
      answerable(options, chats)
      const { receipt } = await known(options.idempotencyKey)
      return receipt === undefined ? [] : [receipt]
    },
    doReply: createReplyGate("telegram", publish),
    doRetract,
  }
}

const write = (entry: Entry): string => JSON.stringify(entry)

const sentSchema = z.union([messageSchema, z.array(messageSchema).min(1)]).transform((sent) => (Array.isArray(sent) ? sent[0] : sent))

type Sent = z.output<typeof sentSchema>

/** @throws DeskError `config` for a foreign key or chat, `capability` for a post of the account */
function answerable({ messageKey, placement }: FindRepliesOptions, chats: ReadonlyMap<string, MonitoredChat>): TelegramAddress {
  if (placement === "official-post") {
    throw notPossible("telegram", "the bot answers under messages only")
  }
  const address = readKey(messageKey)
  if (address !== undefined && chats.has(address.chatId)) return address
  throw foreignKey("telegram", ofChat)
}

/** @throws DeskError `capability` for more photos, or more text beside them, than Telegram takes */
async function callOf({ text, photos, signal, dueAt }: ReplyOptions, { chatId, messageId }: TelegramAddress): Promise<TelegramCall> {
  const shared = {
    priority: "reply",
    writesTo: chatId,
    signal,
    dueAt,
  } as const
  // Refused rather than published without its message, which a deleted one would lead to.
  const place = { chat_id: Number(chatId), reply_parameters: { message_id: Number(messageId), allow_sending_without_reply: false } }
  const [first] = photos
  if (first === undefined) return { ...shared, method: "sendMessage", params: { ...place, text } }
  const capability =
    photos.length > albumLimit
      ? `an album has at most ${albumLimit} photos`
      : text.length > captionLimit
        ? `a text under photos has at most ${captionLimit} characters`
        : undefined
  if (capability !== undefined) throw notPossible("telegram", capability)
  // Uploaded rather than named by their addresses, which Telegram would ask itself: only these bytes were approved.
  const files = new Map<string, Blob>()
  for (const [index, photo] of photos.entries()) {
    const { bytes, type } = await photo.read()
    files.set(`photo${index}`, new Blob([bytes], { type }))
  }
  if (photos.length === 1) return { ...shared, method: "sendPhoto", params: { ...place, photo: "attach://photo0", caption: text }, files }
  const media = [...files.keys()].map((name, index) => ({
    type: "photo",
    media: `attach://${name}`,
    ...(index === 0 ? { caption: text } : {}),
  }))
  return { ...shared, method: "sendMediaGroup", params: { ...place, media }, files }
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
