import { finishReading, skippedReading, type Reading } from "@otklik/connector-kit"
import type { Attachment, Place } from "@otklik/core"
import type { z } from "zod"
import { messageKey, messageUrl } from "./key.ts"
import type { MonitoredChat } from "./options.ts"
import { messageSchema, updateKinds, type TelegramUpdate } from "./shape.ts"

type TelegramMessage = z.output<typeof messageSchema>

/** Things that a message may hold beside its text, by the field of `Message`. Stickers and the like say nothing. */
const media: Readonly<Record<string, Attachment["kind"]>> = {
  photo: "photo",
  live_photo: "photo",
  video: "video",
  video_note: "video",
  animation: "video",
  audio: "audio",
  voice: "audio",
  document: "document",
}

/**
 * Reads an update.
 *
 * @param update - of the Bot API
 * @param chats - the chats that are read, by id
 */
export function readUpdate(update: TelegramUpdate, chats: ReadonlyMap<string, MonitoredChat>): Reading {
  const kind = updateKinds.find((name) => update[name] !== undefined)
  if (kind === undefined) return { kind: "nothing", reason: "an update that is about no public message" }
  return readMessage(update[kind], kind, chats)
}

/**
 * Reads a message of a monitored chat. A message that stands in a thread or answers another one is a comment of the thread's first message; the copy
 * of a channel's post in its discussion group stands for the post.
 */
function readMessage(value: unknown, path: string, chats: ReadonlyMap<string, MonitoredChat>): Reading {
  const read = messageSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error, path)
  const message = read.data
  const chat = chats.get(message.chat.id)
  if (message.chat.type === "private") return { kind: "nothing", reason: "a private chat" }
  if (chat === undefined) return { kind: "nothing", reason: "a chat that is not monitored" }
  const text = message.text ?? message.caption ?? ""
  const url = urlOf(message, chat)
  const attachments = attachmentsOf(message, url)
  const place = placeOf(message)
  if (text === "" && attachments.length === 0 && place === undefined) return { kind: "nothing", reason: "a service message" }
  const key = messageKey(chat.chatId, message.message_id)
  const parentId = message.reply_to_message?.message_id
  const rootId = message.message_thread_id ?? parentId
  const isComment = rootId !== undefined && rootId !== message.message_id && message.is_topic_message !== true
  return finishReading("telegram", {
    key,
    kind: isComment ? "comment" : "post",
    url,
    text,
    publishedAt: instantOf(message.date),
    editedAt: message.edit_date === undefined || message.edit_date <= message.date ? undefined : instantOf(message.edit_date),
    authorId: message.sender_chat?.id ?? message.from?.id,
    communityKey: `telegram:${chat.chatId}`,
    threadKey: isComment ? messageKey(chat.chatId, rootId) : undefined,
    parentKey: isComment ? messageKey(chat.chatId, parentId ?? rootId) : undefined,
    repostOf: message.is_automatic_forward === true ? undefined : repostOf(message),
    attachments: attachments.length === 0 ? undefined : attachments,
    place,
  })
}

/** A post of a channel keeps its own link, wherever its copy stands. */
function urlOf(message: TelegramMessage, { chatId, discusses }: MonitoredChat): string {
  const origin = message.forward_origin
  if (message.is_automatic_forward === true && discusses !== undefined && origin?.message_id !== undefined)
    return messageUrl(discusses.chatId, discusses.name, origin.message_id)
  return messageUrl(chatId, message.chat.username, message.message_id)
}

/** Files have no public address: a link from the Bot API would hold the token. Where the message stands, they can be seen. */
function attachmentsOf(message: TelegramMessage, url: string): Attachment[] {
  return Object.entries(media).flatMap(([field, kind]) => {
    // An animation stands in `document` too.
    if (message[field] === undefined || (field === "document" && message["animation"] !== undefined)) return []
    return [{ kind, url }]
  })
}

function placeOf({ location, venue }: TelegramMessage): Place | undefined {
  if (location === undefined) return undefined
  const name = [venue?.title, venue?.address]
    .filter((part) => part !== undefined && part !== "")
    .join(", ")
    .slice(0, 512)
  return { ...(name === "" ? {} : { name }), latitude: location.latitude, longitude: location.longitude }
}

/** Only channels say where a forwarded message stands. */
function repostOf({ forward_origin: origin }: TelegramMessage): string | undefined {
  if (origin?.type !== "channel" || origin.chat === undefined || origin.message_id === undefined) return undefined
  return messageKey(origin.chat.id, origin.message_id)
}

function instantOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
