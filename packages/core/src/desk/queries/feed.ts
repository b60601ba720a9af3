import { DeskError } from "../../base/index.ts"
import type { IncidentEvent, IncidentEventType } from "../../incident/index.ts"
import type { IncidentFacts } from "../../report/index.ts"
import type { Position, StoredEvent, StoredIncident } from "../../storage/index.ts"
import { mayRead, readerOf } from "../access/authorise.ts"
import type { Reader } from "../access/authorisation.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"

/** Which part of the feed. */
export interface FeedRequest {
  /** The `next` of the page before; null: from the beginning; `now`: nothing, and where the next event will follow. */
  readonly after: Position | null
  /** So many events are looked at, 1 to 1 000. Default 100. */
  readonly limit?: number
  /** Only events of these types. Default: all. */
  readonly types?: readonly IncidentEventType[]
}

/** One event of an incident that the reader may find: no text and no author. */
export interface FeedItem {
  /** Its place in the feed. */
  readonly position: Position
  /** The incident. */
  readonly incidentId: string
  /** For people. */
  readonly number: number
  /** The incident's version after this event. */
  readonly version: number
  /** What happened. */
  readonly event: IncidentEvent
  /** The incident as it is now, not as it was then. */
  readonly facts: IncidentFacts
}

/** A part of the feed, oldest first. */
export interface FeedPage {
  /** May be empty although more follows: what the reader may not find, and other types, are left out. */
  readonly items: readonly FeedItem[]
  /** For `after`, also past what was left out; the same as `after` where nothing follows yet. */
  readonly next: Position | null
}

/** Events of all incidents in the order of their commits, as far as the reader may find the incidents. */
export async function feed(context: DeskContext, given: FeedRequest, reader: Reader): Promise<FeedPage> {
  const { after, limit = 100, types } = readRequest("feed", given)
  readerOf(context, reader, "find")
  if (after === "now") return { items: [], next: await latest(context) }
  const events = await eventsAfter(context, after, limit)
  const wanted = types === undefined ? events : events.filter(({ event }) => types.includes(event.type))
  return {
    items: await itemsOf(context, wanted, async ({ incident }) => (await mayRead(context, reader, "find", incident)).allowed),
    next: events.at(-1)?.position ?? after,
  }
}

/** Events with what their incidents are now, of those incidents that are wanted. */
export async function itemsOf(
  { storage }: Pick<DeskContext, "storage">,
  events: readonly StoredEvent[],
  isWanted: (stored: StoredIncident) => Promise<boolean> = async () => true,
): Promise<readonly FeedItem[]> {
  const ids = [...new Set(events.map(({ incidentId }) => incidentId))]
  const found = new Map<string, StoredIncident>()
  for (const stored of ids.length === 0 ? [] : await storage.read("incident", ids)) {
    if (await isWanted(stored)) found.set(stored.facts.incidentId, stored)
  }
  return events.flatMap(({ position, incidentId, version, event }) => {
    const stored = found.get(incidentId)
    return stored === undefined ? [] : [{ position, incidentId, number: stored.number, version, event, facts: stored.facts }]
  })
}

/**
 * Reads one event more, before the first: a place that the feed does not have would skip events, and nobody would know.
 */
async function eventsAfter({ storage }: DeskContext, after: Position | null, limit: number): Promise<readonly StoredEvent[]> {
  if (after === null || after === "0") return storage.readEvents(null, limit)
  const [first, ...events] = await storage.readEvents(before(after), limit + 1)
  if (first?.position === after) return events
  throw new DeskError("not-found", `after: there is no position "${after}" in the feed`, { id: after })
}

/** The place before a position, which may be before the first. One that makes no sense is refused by the storage. */
export function before(position: Position): Position {
  const ordinal = Number(position)
  return Number.isSafeInteger(ordinal) && ordinal > 0 ? String(ordinal - 1) : position
}

/** The position of the last event; null where nothing has happened. Some thirty readings of one event, by halves. */
export async function latest({ storage }: DeskContext): Promise<Position | null> {
  const oneAfter = async (place: number) => Number((await storage.readEvents(String(place), 1))[0]?.position ?? 0)
  let [low, high] = [0, 1]
  for (let at = await oneAfter(high); at !== 0; at = await oneAfter(high)) {
    low = at
    high = at * 2
  }
  // An event is at `low`, or `low` is 0; none is after `high`.
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const at = await oneAfter(middle)
    if (at === 0) high = middle
    else low = at
  }
  return low === 0 ? null : String(low)
}
