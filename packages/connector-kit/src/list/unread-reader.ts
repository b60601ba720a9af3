import {
  instantToMillis,
  millisToInstant,
  sha256,
  type Gap,
  type IncomingMessage,
  type MessageNotice,
  type MessagePage,
  type PullOptions,
  type SkippedItem,
} from "@otklik/core"
import { formatCursor, parseCursor, type Cursor } from "./cursor.ts"
import type { Reading } from "./reading.ts"

/** Something that a list showed. */
export interface ListedItem {
  /** Its moment, seconds: of the last edit, else of the publication. */
  readonly at: number
  /** What tells it from others and from its own earlier revisions. */
  readonly id: string
  readonly content: IncomingMessage | SkippedItem | MessageNotice
}

/** What a walk through a list came to. */
export interface Walk {
  readonly items: readonly ListedItem[]
  readonly gaps: readonly Gap[]
  /**
   * Nothing up to and including this moment will be asked for again: it was read, or is a gap. Seconds; absent: as before. A floor that moved moves the
   * cursor, although nothing new was found.
   */
  readonly floor?: number
  /** Something above the floor could not be looked at this time; the next reading begins at the same floor. */
  readonly isPartial?: boolean
}

/** Reads one source page by page. */
export interface SourceReader {
  /** As `doPull` of the connector contract. */
  pull(options: PullOptions): Promise<MessagePage>
}

/** What a reader of a list needs. */
export interface UnreadReaderOptions {
  /** Names the form of the cursors, as `ok1`: a cursor of another form is refused. */
  readonly format: string
  /** Walks the list from its newest item back to the floor (seconds, exclusive). */
  walk(floor: number, options: PullOptions): Promise<Walk>
  /** How far back the first reading goes, seconds. */
  readonly backfillSeconds: number
  /** How late a message may appear in the list and still be found, seconds. */
  readonly overlapSeconds: number
}

/** More marks than these are not carried along: about 100 kB of cursor. */
const mostMarks = 4000

/**
 * Turns a list that grows at its head into pages in the order of time. Each pull walks back to the floor, drops what was handed over before, and hands
 * over the oldest of the rest. The floor stays a little behind what was handed over, so that messages which a list shows late are still found.
 *
 * What a page left over is kept for the next one; after a restart the walk is made again and comes to the same.
 *
 * @param options - see {@link UnreadReaderOptions}
 */
export function createUnreadReader({ format, walk, backfillSeconds, overlapSeconds }: UnreadReaderOptions): SourceReader {
  let left: { readonly cursor: string; readonly walked: Walk } | undefined

  return {
    async pull(options) {
      const known = options.cursor
      const begin = Math.floor(instantToMillis(options.now) / 1000) - backfillSeconds
      const cursor: Cursor = known === undefined ? { floor: begin, high: begin, recent: new Map() } : parseCursor(format, known)
      const walked = left !== undefined && left.cursor === known ? left.walked : await walk(cursor.floor, options)
      left = undefined
      const floor = Math.max(cursor.floor, walked.floor ?? 0)
      const unread = unreadOf(walked.items, floor, cursor)
      const taken = firstPage(unread, options.limit)
      const rest = unread.slice(taken.length)
      const isPartial = walked.isPartial === true
      const moved = advance(cursor, floor, taken, rest, isPartial ? 0 : overlapSeconds, isPartial)
      const gaps =
        isPartial && moved.floor > floor
          ? [...walked.gaps, gapOf(floor, moved.floor, "more comments than can be kept up with")]
          : walked.gaps
      const isStill = taken.length === 0 && gaps.length === 0 && floor === cursor.floor
      const next = isStill && known !== undefined ? known : formatCursor(format, moved)
      if (rest.length > 0) left = { cursor: next, walked: { items: rest.map(({ item }) => item), gaps: [], isPartial } }
      const contents = taken.map(({ item }) => item.content)
      return {
        messages: contents.filter(isMessage),
        skipped: contents.filter(isSkipped),
        gaps,
        ...(contents.some(isNotice) ? { notices: contents.filter(isNotice) } : {}),
        cursor: next,
        more: rest.length > 0,
      }
    },
  }
}

interface Unread {
  readonly item: ListedItem
  readonly mark: string
}

function unreadOf(items: readonly ListedItem[], floor: number, { recent }: Cursor): readonly Unread[] {
  const byMark = new Map<string, Unread>()
  for (const item of items) {
    if (item.at <= floor) continue
    const mark = sha256(item.id).slice(0, 16)
    if (!recent.has(mark)) byMark.set(mark, { item, mark })
  }
  const compare = ({ item: one }: Unread, { item: other }: Unread): number => one.at - other.at || (one.id < other.id ? -1 : 1)
  return [...byMark.values()].toSorted(compare)
}

/** As many as the limit allows, and no key twice. */
function firstPage(unread: readonly Unread[], limit: number): readonly Unread[] {
  const keys = new Set<string>()
  const taken: Unread[] = []
  for (const entry of unread) {
    const { content } = entry.item
    if (taken.length === limit || (isMessage(content) && keys.has(content.key))) break
    if (isMessage(content)) keys.add(content.key)
    taken.push(entry)
  }
  return taken
}

function advance(
  cursor: Cursor,
  floor: number,
  taken: readonly Unread[],
  rest: readonly Unread[],
  overlap: number,
  isPartial: boolean,
): Cursor {
  const high = taken.reduce((newest, { item }) => Math.max(newest, item.at), Math.max(cursor.high, floor))
  const marks = [...cursor.recent, ...taken.map(({ item, mark }) => [mark, item.at] as const)].filter(([, at]) => at > floor)
  let raised = isPartial ? floor : Math.max(floor, high - overlap)
  if (marks.length > mostMarks) {
    const ages = marks.map(([, at]) => at).toSorted((one, other) => other - one)
    raised = Math.max(raised, ages[mostMarks] ?? 0)
  }
  // What is left over must stay above the floor, whatever else.
  const oldest = rest[0]?.item.at
  if (oldest !== undefined) raised = Math.max(floor, Math.min(raised, oldest - 1))
  return { floor: raised, high, recent: new Map(marks.filter(([, at]) => at > raised)) }
}

function isMessage(content: ListedItem["content"]): content is IncomingMessage {
  return "key" in content
}

function isNotice(content: ListedItem["content"]): content is MessageNotice {
  return "messageKey" in content
}

function isSkipped(content: ListedItem["content"]): content is SkippedItem {
  return !isMessage(content) && !isNotice(content)
}

/**
 * The stretch after the floor, up to and with the moment where a walk was cut off.
 *
 * @param floor - seconds, exclusive
 * @param cut - seconds, inclusive
 * @param reason - for people
 */
export function gapOf(floor: number, cut: number, reason: string): Gap {
  return { from: millisToInstant((floor + 1) * 1000), to: millisToInstant((cut + 1) * 1000), reason }
}

/**
 * What a reading adds to a list's items; nothing for what is no public message.
 *
 * @param reading - what the item turned out to be
 * @param at - its moment, or that of its neighbour when it has none, seconds
 * @param place - tells a broken item from others, when it has no key
 */
export function listed(reading: Reading, at: number, place: string): readonly ListedItem[] {
  if (reading.kind === "nothing") return []
  if (reading.kind === "skipped") return [{ at, id: `? ${place}`, content: reading.item }]
  const { message } = reading
  const moment = message.editedAt ?? message.publishedAt
  return [{ at: Math.floor(instantToMillis(moment) / 1000), id: `${message.key} ${moment}`, content: message }]
}
