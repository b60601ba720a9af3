import { addMinutes, configError, DeskError, isDeskError, minutesBetween, nextTry } from "../../base/index.ts"
import type { IncidentEventType } from "../../incident/index.ts"
import type { Position, SourceCursor } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import { itemsOf, latest, type FeedItem } from "../queries/feed.ts"
import { whileHeld } from "../transact/held-lease.ts"
import { withLease } from "../transact/lease.ts"
import { commit } from "../transact/transact.ts"

/** How to follow the feed. */
export interface ConsumeRequest {
  /** Names the consumer: one worker at a time works for it, and where it got to is stored under this name. */
  readonly id: string
  /**
   * Where it begins when it is new: `beginning`, with the first event there is; `now`, with what happens from now on;
   * or behind a position. One that has begun goes on where it was, whatever is given here.
   */
  readonly from: Position
  /** Names of events; absent: all. */
  readonly types?: readonly IncidentEventType[]
  /**
   * Does something with a batch, in the order of the feed. Once it resolves the batch counts as done. What it throws is
   * told (`work-failed`), and the same batch comes again after 1, 2, 4 … 60 minutes, or after one pause where the error
   * says that it passes (`retryable`). `signal` ends when the consumer is stopped or another worker took over.
   */
  readonly handle: (
    items: readonly FeedItem[],
    context: {
      /** Aborted when the consumer is stopped or another worker took over. */
      readonly signal: AbortSignal
    },
  ) => Promise<void> | void
  /** At most so many items at once, 1 to 1 000. Default 100. */
  readonly batch?: number
  /** The wait when nothing is new, in milliseconds by the desk's clock. Default 1 000. */
  readonly pauseMillis?: number
}

/** Cursors of consumers are kept under this name. */
const feedId = "otklik/feed"

/**
 * Follows the feed until aborted: at least once, in order, one worker an id. What was handled is noted in one commit
 * under the lease, after `handle` resolved; a worker that is killed before leaves the batch to the next one.
 */
export async function consume(context: DeskContext, given: ConsumeRequest, options: { readonly signal: AbortSignal }): Promise<void> {
  const request = readRequest("consume", given)
  const { signal } = readRequest("signal", options)
  const { pauseMillis = 1000, id } = request
  const sleep = context.clock.sleep?.bind(context.clock)
  if (sleep === undefined)
    throw configError("desk.consume", [{ path: "clock.sleep", message: "a clock with sleep(millis, signal) is required" }])
  let failures = 0
  while (!signal.aborted) {
    let wait = pauseMillis
    try {
      if ((await oneBatch(context, request, signal)) === "more") wait = 0
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      const passes = isDeskError(error) && error.retryable
      failures = passes ? 0 : failures + 1
      const now = context.clock.now()
      const nextTryAt = passes ? addMinutes(now, pauseMillis / 60_000) : nextTry(failures, now, null)
      wait = Math.max(pauseMillis, minutesBetween(now, nextTryAt) * 60_000)
      context.eventBus.emit("work-failed", { work: "feed", id, error, nextTryAt })
    }
    // A wait of nothing gives the host a turn.
    if (!signal.aborted) await sleep(wait, signal)
  }
}

/** @returns whether there may be more at once */
async function oneBatch(context: DeskContext, request: ConsumeRequest, signal: AbortSignal): Promise<"more" | "nothing"> {
  const { id, types, batch: limit = 100, handle } = request
  const done = await withLease(
    context,
    id,
    async ({ lease, ...taken }) => {
      const cursor = await cursorOf(context, id)
      const after = cursor === undefined ? await beginningOf(context, request) : positionOf(cursor)
      const move = { connectorId: feedId, sourceId: id, expected: cursor?.cursor ?? null, skipped: 0, gaps: [] }
      if (cursor === undefined) {
        // Before anything is handled: a consumer that begins with what is new must not begin anew after it was killed.
        const begun = { ...move, next: JSON.stringify(after), at: context.clock.now(), read: 0, matched: 0 }
        await commit(context, { cursors: [begun], leases: [lease] })
        return "more"
      }
      const events = await context.storage.readEvents(after, limit)
      const last = events.at(-1)
      if (last === undefined) {
        await context.storage.settle({ lease })
        return "nothing"
      }
      const items = await itemsOf(context, types === undefined ? events : events.filter(({ event }) => types.includes(event.type)))
      if (items.length > 0) {
        await whileHeld(context, { lease, ...taken, signal }, async (held) => {
          await handle(items, { signal: held.signal })
        })
      }
      const moved = { ...move, next: JSON.stringify(last.position), at: context.clock.now(), read: events.length, matched: items.length }
      await commit(context, { cursors: [moved], leases: [lease] })
      return "more"
    },
    "feed",
  )
  return done ?? "nothing"
}

async function cursorOf({ storage }: Pick<DeskContext, "storage">, id: string): Promise<SourceCursor | undefined> {
  return (await storage.readCursors(feedId)).find(({ sourceId }) => sourceId === id)
}

function positionOf({ cursor, sourceId }: SourceCursor): Position | null {
  const position: unknown = JSON.parse(cursor)
  if (position === null || typeof position === "string") return position
  throw new DeskError("protocol", `the position of the consumer "${sourceId}" cannot be read`, { path: "cursor" })
}

async function beginningOf(context: DeskContext, { from }: ConsumeRequest): Promise<Position | null> {
  return from === "beginning" ? null : from === "now" ? latest(context) : from
}
