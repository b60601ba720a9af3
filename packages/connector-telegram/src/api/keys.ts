import type { MessageKey } from "@otklik/core"

/** What a key names: a message of a chat. */
export interface TelegramAddress {
  /** Negative. */
  readonly chatId: string
  readonly messageId: string
}

const native = /^telegram:(-\d{1,20})_(\d{1,20})$/

/** The key of a message: `telegram:-1001_7`. */
export function messageKey(chatId: string, messageId: string): MessageKey {
  return `telegram:${chatId}_${messageId}`
}

/**
 * Reads a key.
 *
 * @returns undefined for a key that this connector does not give
 */
export function readKey(key: MessageKey): TelegramAddress | undefined {
  const [, chatId, messageId] = native.exec(key) ?? []
  return chatId === undefined || messageId === undefined ? undefined : { chatId, messageId }
}

/**
 * The permanent link of a message: by the chat's public name, else the one that opens for members. It cannot be made
 * for a group that is no supergroup (its id does not begin with -100).
 *
 * @param chatId - negative
 * @param name - the chat's public name, without `@`
 * @param messageId - which message
 */
export function messageUrl(chatId: string, name: string | undefined, messageId: string): string {
  return `https://t.me/${name ?? `c/${chatId.replace(/^-100/, "")}`}/${messageId}`
}
