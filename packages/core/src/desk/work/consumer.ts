import { DeskError, isDeskError, type Instant } from "../../base/index.ts"
import type { CursorMove, Lease, Position, SourceCursor } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"
import { commit } from "../transact/transact.ts"

/** A part of the feed, both ends included. */
export interface FeedRange {
  /** Its first event. */
  readonly from: Position
  /** Its last event. */
  readonly to: Position
}

/** How far a consumer of the feed is, and what it keeps beside its position. */
export interface Consumer {
  /** Names it. */
  readonly id: string
  /** The last event that it is done with; null: none yet. */
  readonly position: Position | null
  /** Events before `position` that are handled once more, before new ones, in the order of the feed. */
  readonly again: readonly FeedRange[]
  /** Its handler is not called before this moment; null: it need not wait. */
  readonly waitUntil: Instant | null
  /** Whether its handler is not called until `desk.changeConsumer` says so. */
  readonly isPaused: boolean
  /** What its handler keeps, as JSON: null at the beginning. */
  readonly notes: unknown
  /** When any of it changed. */
  readonly at: Instant
}

/** What may be changed of a consumer: an absent member stays. */
export type ConsumerChange = Partial<Pick<Consumer, "again" | "waitUntil" | "isPaused" | "notes">>

/** Cursors of consumers are kept under this name. */
const feedId = "otklik/feed"

/** How often a change is made anew because another writer was first. Our choice. */
const tries = 5

/** How far a consumer is; undefined for one that has not begun. */
export async function readConsumer({ storage }: Pick<DeskContext, "storage">, id: string): Promise<Consumer | undefined> {
  const cursor = await cursorOf(storage, id)
  return cursor === undefined ? undefined : consumerOf(cursor)
}

async function cursorOf(storage: DeskContext["storage"], id: string): Promise<SourceCursor | undefined> {
  return (await storage.readCursors(feedId)).find(({ sourceId }) => sourceId === id)
}

function consumerOf({ cursor, sourceId, at }: SourceCursor): Consumer {
  const { position, again, waitUntil, isPaused, notes } = JSON.parse(cursor) as Omit<Consumer, "id" | "at">
  return { id: sourceId, position, again, waitUntil, isPaused, notes, at }
}

function moveOf(
  context: DeskContext,
  { id, position, again, waitUntil, isPaused, notes }: Omit<Consumer, "at">,
): Omit<CursorMove, "expected"> {
  const next = JSON.stringify({ position, again, waitUntil, isPaused, notes })
  return { connectorId: feedId, sourceId: id, next, at: context.clock.now(), read: 0, matched: 0, skipped: 0, gaps: [] }
}

/** Writes down where a new consumer begins, before anything is handled. */
export async function beginConsumer(context: DeskContext, id: string, position: Position | null, lease: Lease): Promise<void> {
  const begun = moveOf(context, { id, position, again: [], waitUntil: null, isPaused: false, notes: null })
  await commit(context, { cursors: [{ ...begun, expected: null }], leases: [lease] })
}

/** What a batch came to. */
export interface ConsumerStep {
  readonly change: (consumer: Consumer) => Partial<Consumer>
  /** Events that were looked at, and those among them that were handed on. */
  readonly counts: Pick<CursorMove, "read" | "matched">
}

/**
 * Stores what a worker did under its lease, which ends with it. Where somebody changed the consumer meanwhile
 * (`changeConsumer`), the step is applied to what is stored now: only the worker moves the position.
 */
export async function moveConsumer(context: DeskContext, id: string, lease: Lease, { change, counts }: ConsumerStep): Promise<void> {
  await changeStored(context, id, (consumer) => ({ ...consumer, ...change(consumer) }), { leases: [lease] }, counts)
}

/**
 * Changes what a consumer keeps beside its position, also while it is at work.
 *
 * @param change - called again where another writer was first
 * @throws DeskError `not-found` for one that has not begun; `config` for ranges that are not behind it
 */
export async function changeConsumer(context: DeskContext, id: string, change: (consumer: Consumer) => ConsumerChange): Promise<Consumer> {
  return changeStored(context, id, (consumer) => {
    const changed = readRequest("changeConsumer", change(consumer))
    const again = mergeRanges(changed.again ?? consumer.again)
    const last = again.at(-1)
    if (last !== undefined && Number(last.to) > Number(consumer.position ?? 0)) {
      throw new DeskError("not-found", `again: the consumer "${id}" has not come to position "${last.to}" yet`, { id: last.to })
    }
    return { ...consumer, ...changed, again }
  })
}

async function changeStored(
  context: DeskContext,
  id: string,
  change: (consumer: Consumer) => Consumer,
  unit: { readonly leases?: readonly Lease[] } = {},
  counts: ConsumerStep["counts"] = { read: 0, matched: 0 },
): Promise<Consumer> {
  for (let attempt = 1; ; attempt += 1) {
    const cursor = await cursorOf(context.storage, id)
    if (cursor === undefined) throw new DeskError("not-found", `there is no consumer "${id}", or it has not begun`, { id })
    const changed = change(consumerOf(cursor))
    const move = { ...moveOf(context, changed), ...counts, expected: cursor.cursor }
    try {
      await commit(context, { ...unit, cursors: [move] })
      return { ...changed, at: move.at }
    } catch (error) {
      const isOvertaken = isDeskError(error, "conflict") && error.details.what === "cursor"
      if (!isOvertaken || attempt >= tries) throw error
    }
  }
}

/** Ranges in order, each event once. */
export function mergeRanges(ranges: readonly FeedRange[]): readonly FeedRange[] {
  const merged: FeedRange[] = []
  for (const { from, to } of ranges.toSorted((one, other) => Number(one.from) - Number(other.from))) {
    const last = merged.at(-1)
    if (last === undefined || Number(from) > Number(last.to) + 1) merged.push({ from, to })
    else if (Number(to) > Number(last.to)) merged[merged.length - 1] = { from: last.from, to }
  }
  return merged
}

/** What is left of ranges without one that was handled. */
export function rangesWithout(ranges: readonly FeedRange[], { from, to }: FeedRange): readonly FeedRange[] {
  return ranges.flatMap((range) => {
    const before = { from: range.from, to: String(Math.min(Number(range.to), Number(from) - 1)) }
    const after = { from: String(Math.max(Number(range.from), Number(to) + 1)), to: range.to }
    return [before, after].filter((part) => Number(part.from) <= Number(part.to))
  })
}
