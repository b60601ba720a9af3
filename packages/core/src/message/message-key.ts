/** A network's identifier, as `vk`. */
export type Network = string

/** A message's key, as `vk:-1_7_12`. */
export type MessageKey = string

/**
 * The network that a key names.
 *
 * @param key - a valid key
 */
export function networkOf(key: MessageKey): Network {
  return key.slice(0, key.indexOf(":"))
}

/**
 * How people come who do not write in a network; their messages' keys begin with it. No connector reads such messages,
 * and none answers them.
 */
export const byHandWays = ["phone", "visit", "letter", "form"] as const satisfies readonly ByHandWay[]

/** How somebody came who did not write in a network; `visit`: to the counter. */
export type ByHandWay = "phone" | "visit" | "letter" | "form"

/**
 * Whether a message came by phone, at the counter, as a letter or by a form, and was entered by hand.
 *
 * @param key - its key
 */
export function isByHand(key: MessageKey): boolean {
  const ways: readonly string[] = byHandWays
  return ways.includes(networkOf(key))
}

/**
 * The community that a message is in: what the connector says, else the owner's part of the key (`vk:-1` of
 * `vk:-1_7_12`), by the convention that a native id is the owner, the post and the comment, joined by underscores.
 *
 * @param message - its key, and the community if the connector names one
 */
export function communityKeyOf(message: {
  /** The message's key. */
  readonly key: MessageKey
  /** The community, if the connector names one. */
  readonly communityKey?: MessageKey | null | undefined
}): MessageKey | null {
  if (message.communityKey !== undefined && message.communityKey !== null) return message.communityKey
  const end = message.key.indexOf("_")
  return end === -1 ? null : message.key.slice(0, end)
}
