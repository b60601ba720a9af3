import { contentLabel, finishReading, invalidReading, skippedReading, unknownContent, type Reading } from "@otklik/connector-kit"
import type { Attachment, Place } from "@otklik/core/connector"
import type * as z from "zod"
import type { MonitoredChat } from "../options.ts"
import { messageKey, messageUrl } from "./keys.ts"
import { flattenRichMessage, type FlatMessage } from "./rich.ts"
import { locationSchema, messageSchema, otherUpdates, updateKinds, type TelegramUpdate } from "./schemas.ts"

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

/** Fields of `Message` that are no content: who, where, when, and how it is shown. */
const besides: ReadonlySet<string> = new Set(
  "message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot sender_tag date guest_query_id business_connection_id chat forward_origin is_topic_message is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id reply_to_poll_option_id via_bot guest_bot_caller_user guest_bot_caller_chat edit_date has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count text entities link_preview_options suggested_post_info effect_id caption caption_entities show_caption_above_media has_media_spoiler reply_markup".split(
    " ",
  ),
)

/** What says nothing in words, and what Telegram itself notes in a chat: that is no message. Bot API 10.1. */
const wordless: ReadonlySet<string> = new Set(
  "sticker contact dice game invoice new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title new_chat_photo delete_chat_photo group_chat_created supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_from_chat_id pinned_message successful_payment refunded_payment users_shared chat_shared gift unique_gift gift_upgrade_sent connected_website write_access_allowed passport_data proximity_alert_triggered boost_added chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed forum_topic_created forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden giveaway_created giveaway giveaway_winners giveaway_completed managed_bot_created paid_message_price_changed poll_option_added poll_option_deleted suggested_post_approved suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited web_app_data".split(
    " ",
  ),
)

/**
 * Reads updates, each in its place among the others: a part of an album without words of its own belongs to the part
 * that has them, or to the first, which then shows what all of them show.
 *
 * @param updates - of the Bot API, in their order
 * @param chats - the chats that are read, by id
 */
export function readUpdates(updates: readonly TelegramUpdate[], chats: ReadonlyMap<string, MonitoredChat>): readonly Reading[] {
  const readings = updates.map((update) => readUpdate(update, chats))
  const albums = Map.groupBy(updates.keys(), (index) => albumOf(updates[index]) ?? "")
  for (const [album, parts] of albums) {
    const messages = parts.flatMap((index) => {
      const reading = readings[index]
      return reading?.kind === "message" ? [{ index, message: reading.message }] : []
    })
    const holder = messages.find(({ message }) => message.text !== "") ?? messages[0]
    if (album === "" || holder === undefined) continue
    const others = messages.filter(({ index, message }) => index !== holder.index && message.text === "")
    const attachments = messages
      .filter((part) => part === holder || others.includes(part))
      .flatMap(({ message }) => message.attachments ?? [])
    readings[holder.index] = { kind: "message", message: { ...holder.message, attachments } }
    for (const { index } of others) readings[index] = partOfAlbum
  }
  return readings
}

/** For what an album already shows. */
export const partOfAlbum: Reading = { kind: "nothing", reason: "a part of an album" }

/**
 * The album that an update is a part of; undefined for another one, and for edits, which come one by one.
 *
 * @param update - of the Bot API
 */
export function albumOf(update: TelegramUpdate | undefined): string | undefined {
  const message = messageSchema.safeParse(update?.message ?? update?.channel_post).data
  return message?.media_group_id === undefined ? undefined : `${message.chat.id} ${message.media_group_id}`
}

/**
 * The supergroup that a chat became; its messages come from there from then on.
 *
 * @param update - of the Bot API
 */
export function movedTo(update: TelegramUpdate): { readonly from: string; readonly to: string } | undefined {
  const message = messageSchema.safeParse(update.message).data
  return message?.migrate_to_chat_id === undefined ? undefined : { from: message.chat.id, to: message.migrate_to_chat_id }
}

/**
 * Reads an update.
 *
 * @param update - of the Bot API
 * @param chats - the chats that are read, by id
 */
export function readUpdate(update: TelegramUpdate, chats: ReadonlyMap<string, MonitoredChat>): Reading {
  const kind = updateKinds.find((name) => update[name] !== undefined)
  if (kind === undefined) {
    const unknown = Object.keys(update).find((name) => name !== "update_id" && !otherUpdates.has(name))
    return unknown === undefined
      ? { kind: "nothing", reason: "an update that is about no public message" }
      : unknownContent(contentLabel(unknown))
  }
  return readMessage(update[kind], kind, chats)
}

/**
 * Reads a message of a monitored chat. A message that is in a thread or answers another one is a comment of the
 * thread's first message; the copy of a channel's post in its discussion group represents the post.
 */
function readMessage(value: unknown, path: string, chats: ReadonlyMap<string, MonitoredChat>): Reading {
  const read = messageSchema.safeParse(value)
  if (!read.success) return skippedReading(read.error, path)
  const message = read.data
  const chat = chats.get(message.chat.id)
  if (message.chat.type === "private") return { kind: "nothing", reason: "a private chat" }
  if (chat === undefined) return { kind: "nothing", reason: "a chat that is not monitored" }
  const rich = flattenRichMessage(message.rich_message)
  const text = message.text ?? message.caption ?? rich.text
  const url = urlOf(message, chat)
  const attachments = attachmentsOf(message, rich, url)
  const place = placeOf(message, rich)
  if (text === "" && attachments.length === 0 && place === undefined) return unreadOf(message, path)
  const key = messageKey(chat.chatId, message.message_id)
  const { is_topic_message: isInTopic, message_thread_id: threadId } = message
  const repliedId = message.reply_to_message?.message_id
  // What is written into a topic of a forum may be a reply to the note that the topic was opened.
  const parentId = isInTopic === true && repliedId === threadId ? undefined : repliedId
  const rootId = isInTopic === true ? parentId : (threadId ?? parentId)
  const isComment = rootId !== undefined && rootId !== message.message_id
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

/** What holds no words, media or place: a note of Telegram, or content that cannot be read, which is reported. */
function unreadOf(message: TelegramMessage, path: string): Reading {
  if (message.migrate_to_chat_id !== undefined)
    return invalidReading(
      `${path}.migrate_to_chat_id`,
      "the group became a supergroup; name its new id in chats, since its messages come from there",
    )
  const field = Object.keys(message).find((name) => message[name] !== undefined && !besides.has(name) && !wordless.has(name))
  if (field === undefined) return { kind: "nothing", reason: "a service message" }
  return unknownContent(`${path}.${contentLabel(field)}`)
}

/** A post of a channel keeps its own link, wherever its copy is. */
function urlOf(message: TelegramMessage, { chatId, discusses }: MonitoredChat): string {
  const origin = message.forward_origin
  if (message.is_automatic_forward === true && discusses !== undefined && origin?.message_id !== undefined)
    return messageUrl(discusses.chatId, discusses.name, origin.message_id)
  return messageUrl(chatId, message.chat.username, message.message_id)
}

/**
 * Files have no public address: a link from the Bot API would hold the token. Where the message is, they can be
 * seen.
 */
function attachmentsOf(message: TelegramMessage, rich: FlatMessage, url: string): Attachment[] {
  const own = Object.entries(media).flatMap(([field, kind]): Attachment[] => {
    // An animation is in `document` too.
    if (message[field] === undefined || (field === "document" && message["animation"] !== undefined)) return []
    return [{ kind, url }]
  })
  return [...own, ...rich.media.map((kind) => ({ kind, url }))].slice(0, 100)
}

function placeOf({ location: own, venue }: TelegramMessage, rich: FlatMessage): Place | undefined {
  const location = own ?? locationSchema.safeParse(rich.location).data
  if (location === undefined) return undefined
  const name = [venue?.title, venue?.address]
    .filter((part) => part !== undefined && part !== "")
    .join(", ")
    .slice(0, 512)
  return { ...(name === "" ? {} : { name }), latitude: location.latitude, longitude: location.longitude }
}

/** Only channels say where a forwarded message is. */
function repostOf({ forward_origin: origin }: TelegramMessage): string | undefined {
  if (origin?.type !== "channel" || origin.chat === undefined || origin.message_id === undefined) return undefined
  return messageKey(origin.chat.id, origin.message_id)
}

function instantOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
