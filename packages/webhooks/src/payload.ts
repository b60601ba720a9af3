import type { Instant } from "@otklik/core"
import type { FeedItem } from "@otklik/core/desk"

/**
 * The body of a webhook: what happened, and where to read of it with rights of one's own. No text of a citizen and no
 * author, ever.
 */
export interface WebhookPayload {
  /** `incident.` and the name of the event: `incident.registered`, `incident.reply_published`. */
  readonly type: string
  /** When it happened. */
  readonly timestamp: Instant
  /** The incident as it is when it is sent, which may be later. */
  readonly data: {
    /** The event's place in the feed: `GET /feed?after=` of `@otklik/http` goes on behind it. */
    readonly position: string
    /** The incident. */
    readonly incidentId: string
    /** For people. */
    readonly number: number
    /** The incident's version after the event. */
    readonly version: number
    /** Its state. */
    readonly status: FeedItem["facts"]["status"]
    /** What it is about. */
    readonly topic: string | null
    /** Who owns it; null in the no-owner queue. */
    readonly authorityId: string | null
    /** Where it is. */
    readonly territoryId: string | null
    /** When the first reply is due. */
    readonly dueAt: Instant | null
    /** Its address in the API; null where the sender was given no `apiUrl`. */
    readonly href: string | null
  }
}

/** What is sent of an event. */
export function payloadOf({ position, incidentId, number, version, event, facts }: FeedItem, apiUrl: string | undefined): WebhookPayload {
  const { status, topic, authorityId, territoryId, dueAt } = facts
  const href = apiUrl === undefined ? null : `${apiUrl}/incidents/${encodeURIComponent(incidentId)}`
  return {
    type: `incident.${event.type.replace(/^incident-/, "").replaceAll("-", "_")}`,
    timestamp: event.at,
    data: { position, incidentId, number, version, status, topic, authorityId, territoryId, dueAt, href },
  }
}

/** Names an event's message: the same at every try, and when it is sent again. */
export function messageIdOf(position: string): string {
  const encoded = btoa(position).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
  return `evt_${encoded}`
}
