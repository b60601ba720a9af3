import { addMinutes, type Instant } from "../base/index.ts"
import type { MessageKey } from "../message/index.ts"
import type { Claim } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"

/** What the claim of a message names in the place of an incident when its end was told before it came itself: this, and the moment. */
const gone = "gone:"

/** So long an end that came first counts for a message that is pushed: networks repeat pushes for a day and a half (Meta), and what comes later was restored. */
const pushedMinutes = 2 * 24 * 60

/** So long it counts for one that a list shows: what is shown later stands. Our choice. */
const shownMinutes = 15

/** What is known of messages by their claims. */
export interface MessageClaims {
  /** The incidents that they were registered with. */
  readonly incidents: ReadonlyMap<MessageKey, string>
  /** When it was told that they are gone, of those that did not come yet. */
  readonly gone: ReadonlyMap<MessageKey, Instant>
}

const messageClaim = (key: MessageKey): string => `message:${key}`
const lateClaim = (key: MessageKey): string => `late-message:${key}`

/** Finds the incidents of messages. */
export async function findMessageClaims({ storage }: DeskContext, keys: readonly MessageKey[]): Promise<MessageClaims> {
  const incidents = new Map<MessageKey, string>()
  const ended = new Map<MessageKey, Instant>()
  if (keys.length === 0) return { incidents, gone: ended }
  const claims = await storage.findClaims(keys.map(messageClaim))
  for (const key of keys) {
    const found = claims.get(messageClaim(key))
    if (found?.startsWith(gone) === true) ended.set(key, found.slice(gone.length))
    else if (found !== undefined) incidents.set(key, found)
  }
  if (ended.size === 0) return { incidents, gone: ended }
  const late = await storage.findClaims([...ended.keys()].map(lateClaim))
  for (const key of ended.keys()) {
    const found = late.get(lateClaim(key))
    if (found !== undefined && ended.delete(key)) incidents.set(key, found)
  }
  return { incidents, gone: ended }
}

/** The incident of one message; undefined when there is none. */
export async function findIncidentOf(context: DeskContext, key: MessageKey): Promise<string | undefined> {
  return (await findMessageClaims(context, [key])).incidents.get(key)
}

/**
 * The claim that makes a message an incident's at most once.
 *
 * @param claims - what is known of the message
 */
export function claimOf(key: MessageKey, incidentId: string, claims: Pick<MessageClaims, "gone">): Claim {
  return { key: claims.gone.has(key) ? lateClaim(key) : messageClaim(key), incidentId }
}

/** Takes the claim of a message that is gone before it came: whoever registers it at this moment meets it, and looks again. */
export function goneClaim(key: MessageKey, at: Instant): Claim {
  return { key: messageClaim(key), incidentId: `${gone}${at}` }
}

/**
 * Whether a message that comes is gone already.
 *
 * @param goneAt - when its end was told; undefined: nothing was
 * @param shownAt - when a list showed it; undefined: it was pushed
 */
export function isGone(goneAt: Instant | undefined, shownAt: Instant | undefined, at: Instant): boolean {
  if (goneAt === undefined) return false
  return shownAt === undefined ? at <= addMinutes(goneAt, pushedMinutes) : shownAt <= addMinutes(goneAt, shownMinutes)
}
