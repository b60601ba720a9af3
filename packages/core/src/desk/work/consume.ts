import { addMinutes, configError, isDeskError, minutesBetween, nextTry, type Instant } from "../../base/index.ts"
import type { Actor, IncidentEventType } from "../../incident/index.ts"
import type { Position, StoredEvent } from "../../storage/index.ts"
import { mayRead } from "../access/authorise.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import { before, itemsOf, latest, type FeedItem } from "../queries/feed.ts"
import { whileHeld } from "../transact/held-lease.ts"
import { withLease } from "../transact/lease.ts"
import { beginConsumer, moveConsumer, rangesWithout, readConsumer, type Consumer, type FeedRange } from "./consumer.ts"

/** What a handler did with a batch, where that is not all of it. */
export interface Handled {
  /** The last of the items that is done; null: none of them. Absent: all. */
  readonly upTo?: Position | null
  /**
   * What is kept beside the position, as JSON, in the same commit. It is given what is kept now: `changeConsumer` may
   * have changed it meanwhile; and it may be called again. Absent: what there is.
   */
  readonly notes?: (notes: unknown) => unknown
  /** The handler is not called before this moment. Absent: at once. */
  readonly waitUntil?: Instant
  /** Whether the handler is not called until `desk.changeConsumer` says so. Absent: no. */
  readonly isPaused?: boolean
}

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
  /** Only events of incidents that this actor may find by now; absent: of all. */
  readonly actor?: Actor
  /**
   * Does something with a batch, in the order of the feed. Once it resolves the batch counts as done, or what of it the
   * result names. What it throws is reported (`work-failed`), and the same batch comes again after 1, 2, 4 … 60
   * minutes, or after one pause where the error says that it passes (`retryable`).
   */
  readonly handle: (
    items: readonly FeedItem[],
    context: {
      /** Aborted when the consumer is stopped or another worker took over. */
      readonly signal: AbortSignal
      /** What an earlier call kept; null: nothing yet. */
      readonly notes: unknown
      /** Whether these items were handled before, and somebody asked for them again. */
      readonly isAgain: boolean
    },
  ) => Promise<Handled | void> | Handled | void
  /** At most so many items at once, 1 to 1 000. Default 100. */
  readonly batch?: number
  /** The wait when nothing is new, in milliseconds by the desk's clock. Default 1 000. */
  readonly pauseMillis?: number
}

/** What a look at the feed came to. */
type Round = "more" | "nothing" | "waits"

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
  let round: Round = "more"
  while (!signal.aborted) {
    let wait = pauseMillis
    try {
      // One that waits takes no lease, and is looked at each time: somebody may end its wait.
      if (round !== "waits" || !isWaiting(context, await readConsumer(context, id))) round = await oneBatch(context, request, signal)
      if (round === "more") wait = 0
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

function isWaiting({ clock }: Pick<DeskContext, "clock">, consumer: Consumer | undefined): boolean {
  const { waitUntil = null, isPaused = false } = consumer ?? {}
  return isPaused || (waitUntil !== null && waitUntil > clock.now())
}

async function oneBatch(context: DeskContext, request: ConsumeRequest, signal: AbortSignal): Promise<Round> {
  const { id, batch: limit = 100 } = request
  const done = await withLease(
    context,
    id,
    async ({ lease, ...taken }): Promise<Round> => {
      const consumer = await readConsumer(context, id)
      if (consumer === undefined) {
        // Before anything is handled: a consumer that begins with what is new must not begin anew after it was killed.
        await beginConsumer(context, id, await beginningOf(context, request), lease)
        return "more"
      }
      const {
        position,
        notes,
        again: [range],
      } = consumer
      const isHeld = isWaiting(context, consumer)
      const events = isHeld
        ? []
        : range === undefined
          ? await context.storage.readEvents(position, limit)
          : await eventsOf(context, range, limit)
      const last = events.at(-1)
      if (last === undefined) {
        await context.storage.settle({ lease })
        return isHeld ? "waits" : "nothing"
      }
      const { types, actor } = request
      const items = await itemsOf(
        context,
        types === undefined ? events : events.filter(({ event }) => types.includes(event.type)),
        async ({ incident }) => actor === undefined || (await mayRead(context, { actor }, "find", incident)).allowed,
      )
      const handled =
        items.length === 0
          ? undefined
          : await whileHeld(context, { lease, ...taken, signal }, async (held) =>
              request.handle(items, { signal: held.signal, notes, isAgain: range !== undefined }),
            )
      const upTo = doneUpTo(items, last.position, handled ?? {})
      const { notes: note, waitUntil = null, isPaused = false } = handled ?? {}
      const counts = range === undefined && upTo !== null ? { read: events.length, matched: items.length } : { read: 0, matched: 0 }
      await moveConsumer(context, id, lease, {
        counts,
        change: (now) => ({
          ...(upTo === null
            ? {}
            : range === undefined
              ? { position: upTo }
              : { again: rangesWithout(now.again, { from: range.from, to: upTo }) }),
          ...(note === undefined ? {} : { notes: note(now.notes) }),
          waitUntil,
          isPaused,
        }),
      })
      return waitUntil === null && !isPaused ? "more" : "waits"
    },
    "feed",
  )
  return done ?? "nothing"
}

async function eventsOf({ storage }: DeskContext, { from, to }: FeedRange, limit: number): Promise<readonly StoredEvent[]> {
  const events = await storage.readEvents(before(from), limit)
  return events.filter(({ position }) => Number(position) <= Number(to))
}

/** The place up to which everything is done, with what was left out in between; null: none of it. */
function doneUpTo(items: readonly FeedItem[], end: Position, { upTo }: Handled): Position | null {
  if (upTo === undefined || upTo === items.at(-1)?.position) return end
  if (upTo === null || items.some(({ position }) => position === upTo)) return upTo
  throw configError("desk.consume", [
    { path: "handle.upTo", message: `the position of one of the items, or null, was expected, not "${upTo}"` },
  ])
}

async function beginningOf(context: DeskContext, { from }: ConsumeRequest): Promise<Position | null> {
  return from === "beginning" ? null : from === "now" ? latest(context) : from
}
