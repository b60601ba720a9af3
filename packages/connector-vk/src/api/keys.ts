import type { MessageKey } from "@otklik/core"

/** What a comment is under. */
export type VkThingKind = "wall" | "topic" | "photo" | "video" | "market"

/** A post, a topic of a board, a photo, a video or a product. Ids are unique within the owner and the kind only. */
export interface VkThing {
  readonly kind: VkThingKind
  /** Negative for communities. */
  readonly ownerId: string
  readonly thingId: string
}

/** What a key names. */
export interface VkAddress extends VkThing {
  /** Absent for the post itself. */
  readonly commentId?: string
}

const site = "https://vk.com/"
const native = /^vk:(-?\d{1,20})_(topic|photo|video|market)?(\d{1,20})(?:_(\d{1,20}))?$/

/** The key of a post, and of what else comments are under: `vk:-1_7`, `vk:-1_topic7`. */
export function thingKey({ kind, ownerId, thingId }: VkThing): MessageKey {
  return `vk:${ownerId}_${kind === "wall" ? "" : kind}${thingId}`
}

/** The key of a comment: `vk:-1_7_12`, `vk:-1_topic7_12`. */
export function commentKey(thing: VkThing, commentId: string): MessageKey {
  return `${thingKey(thing)}_${commentId}`
}

/**
 * Reads a key.
 *
 * @returns undefined for a key that this connector does not give
 */
export function readKey(key: MessageKey): VkAddress | undefined {
  const [, ownerId, kind = "wall", thingId, commentId] = native.exec(key) ?? []
  if (ownerId === undefined || thingId === undefined) return undefined
  return { kind: kind as VkThingKind, ownerId, thingId, ...(commentId === undefined ? {} : { commentId }) }
}

const hosts = new Set(["vk.com", "www.vk.com", "m.vk.com", "vk.ru", "www.vk.ru", "m.vk.ru"])
const wallPlace = /^wall(-?\d{1,20})_(\d{1,20})(?:_r(\d{1,20}))?$/

/**
 * The key of the post or comment of a wall that a link leads to, as people copy it: from the site, from its mobile
 * form, or with the post opened over another page.
 *
 * @returns undefined for links to anything else
 */
export function keyOfUrl(url: string): MessageKey | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, pathname, searchParams } = new URL(url)
  if (!hosts.has(hostname)) return undefined
  const [, ownerId, thingId, commentId] = wallPlace.exec(searchParams.get("w") ?? pathname.slice(1)) ?? []
  if (ownerId === undefined || thingId === undefined) return undefined
  const thing: VkThing = { kind: "wall", ownerId, thingId }
  const reply = commentId ?? searchParams.get("reply")
  if (reply === null) return thingKey(thing)
  return /^\d{1,20}$/.test(reply) ? commentKey(thing, reply) : undefined
}

/** The permanent link of a post, topic, photo, video or product. */
export function thingUrl({ kind, ownerId, thingId }: VkThing): string {
  return `${site}${kind === "market" ? "product" : kind}${ownerId}_${thingId}`
}

/**
 * The permanent link of a comment. Only walls and boards have links to a single one; under photos, videos and products
 * it is the link of the thing.
 *
 * @param thing - what it is under
 * @param commentId - which one
 * @param rootId - the comment at the root of its thread, when it is in one
 */
export function commentUrl(thing: VkThing, commentId: string, rootId?: string): string {
  const url = thingUrl(thing)
  if (thing.kind === "wall") return `${url}?reply=${commentId}${rootId === undefined ? "" : `&thread=${rootId}`}`
  return thing.kind === "topic" ? `${url}?post=${commentId}` : url
}
