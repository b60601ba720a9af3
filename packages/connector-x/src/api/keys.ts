import { instantToMillis, type Instant, type MessageKey } from "@otklik/core"

/** Ids count the milliseconds since this moment in their upper bits; X gives them so since November 2010. */
const epoch = 1_288_834_974_657n

/** Ids that were given before, one after the other, end below this. */
const oldest = 30_000_000_000n

const native = /^x:(\d{1,19})$/

/** The key of a post: the id of its first version, since an edit makes a new id. */
export function keyOf(id: string): MessageKey {
  return `x:${id}`
}

/**
 * Reads a key.
 *
 * @returns undefined for a key that this connector does not give
 */
export function idOf(key: MessageKey): string | undefined {
  return native.exec(key)?.[1]
}

const hosts = /^(?:www\.|mobile\.)?(?:x|twitter)\.com$/
const statusPath = /^\/(?:i\/web|\w{1,20})\/status\/(\d{1,19})(?:\/|$)/

/**
 * The key of the post that a link leads to, as people copy it; of an edited post the link may name a later version,
 * whose key it is then.
 *
 * @returns undefined for links to anything else
 */
export function keyOfUrl(url: string): MessageKey | undefined {
  if (!URL.canParse(url)) return undefined
  const { hostname, pathname } = new URL(url)
  const id = hosts.test(hostname) ? statusPath.exec(pathname)?.[1] : undefined
  return id === undefined ? undefined : keyOf(id)
}

/** The permanent link of a post; it needs no name of its author. */
export function postUrl(id: string): string {
  return `https://x.com/i/status/${id}`
}

/** The second in which an id was given; undefined for ids that hold no moment. */
export function secondOf(id: string): number | undefined {
  const number = BigInt(id)
  return number < oldest ? undefined : Number(((number >> 22n) + epoch) / 1000n)
}

/** The same as an instant. */
export function instantOf(id: string): Instant | undefined {
  const second = secondOf(id)
  return second === undefined ? undefined : new Date(second * 1000).toISOString()
}

/** An id as one that is given at a moment begins: ids that were given before are smaller. */
export function idAt(instant: Instant): string {
  const millis = BigInt(Math.max(0, instantToMillis(instant))) - epoch
  return String(millis <= 0n ? 0n : millis << 22n)
}

/** Whether an id was given after another; both are digits without zeros in front. */
export function isLater(id: string, other: string): boolean {
  return id.length === other.length ? id > other : id.length > other.length
}
