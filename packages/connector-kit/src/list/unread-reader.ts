import {
  instantToMillis,
  millisToInstant,
  type AnyDeskError,
  type Gap,
  type IncomingMessage,
  type MessageKey,
  type SkippedItem,
} from "@otklik/core"
import type { MessageNotice, MessagePage, PullOptions } from "@otklik/core/connector"
import { sha256 } from "@otklik/core/internal"
import { formatCursor, parseCursor, type Cursor } from "./cursor.ts"
import { gapOf, mergeGaps } from "./gap.ts"
import type { Reading } from "./reading.ts"
import { caughtUp, watchOf, watchPage, type Observation, type Watch } from "./watch-list.ts"
import type { ListedItem } from "./listed-item.ts"

/** What a walk through a list came to. */
export interface Walk {
  /** What was read. */
  readonly items: readonly ListedItem[]
  /** Intervals that cannot be read any more. */
  readonly gaps: readonly Gap[]
  /**
   * Nothing up to and including this moment will be asked for again: it was read, or is a gap. Seconds; absent: as
   * before. A floor that moved moves the cursor, although nothing new was found.
   */
  readonly floor?: number
  /** Something above the floor could not be read this time; the next reading begins at the same floor. */
  readonly isPartial?: boolean
  /** Items newer than this may still appear: the low watermark stays below. Seconds; absent: nothing will. */
  readonly settledTo?: number
  /** What the network shows of messages that are watched: given again by each walk, reported once. */
  readonly notices?: readonly MessageNotice[]
  /** Why something could not be read: thrown when everything that was read is handed over. */
  readonly failure?: AnyDeskError
  /** Parts of the list that cannot be read, as sentences for people. */
  readonly problems?: readonly string[]
  /**
   * The current version of watched messages: a text that is another than the last time is an edit of the moment when it
   * was seen.
   */
  readonly observations?: readonly Observation[]
}

/** Reads one source page by page. */
export interface SourceReader {
  /** As `doPull` of the connector contract. */
  pull(options: PullOptions): Promise<MessagePage>
  /**
   * Parts that could not be read in the last reading of this process, as sentences for people. Absent: none is known.
   */
  problems?(): readonly string[]
}

/** What a reader of a list needs. */
export interface UnreadReaderOptions {
  /** Names the form of the cursors, as `ok1`: a cursor of another form is refused. */
  readonly format: string
  /**
   * Walks the list from its newest item back to the floor (seconds, exclusive); below messages that are newly watched
   * (`fresh`), all the way.
   */
  walk(floor: number, options: PullOptions, fresh: ReadonlySet<MessageKey>): Promise<Walk>
  /** How far back the first reading goes, seconds. */
  readonly backfillSeconds: number
  /** How late a message may appear in the list and still be found, seconds. */
  readonly overlapSeconds: number
  /** Whether a watched message is in this source, which reads below it and what becomes of it. Absent: none does. */
  canWatch?(key: MessageKey): boolean
}

/**
 * What was read within this time counts as read now, seconds: threads are read again once an hour. Our
 * choice.
 */
const lateSeconds = 7200

/** More marks than these are not carried along: about 100 kB of cursor. */
const mostMarks = 4000

/**
 * Turns a list that grows at its head into pages in the order of time. Each pull walks back to the floor, drops what
 * was handed over before, and hands over the oldest of the rest. The floor stays a little behind what was handed over,
 * so that messages which a list shows late are still found.
 *
 * What is below a message that is newly watched is handed over once more, from its beginning: while nobody watched,
 * the desk passed it over. What became of a watched message is reported once.
 *
 * What a page left over is kept for the next one; after a restart the walk is made again and finds the same.
 *
 * @param reader - see {@link UnreadReaderOptions}
 */
export function createUnreadReader(reader: UnreadReaderOptions): SourceReader {
  const { format, walk, backfillSeconds, overlapSeconds, canWatch = () => false } = reader
  let left: { readonly cursor: string; readonly walked: Walk; readonly watch: Watch } | undefined
  let problems: readonly string[] = []

  return {
    problems: () => problems,
    async pull(options) {
      const known = options.cursor
      const begin = Math.floor(instantToMillis(options.now) / 1000) - backfillSeconds
      const present = begin + backfillSeconds
      const cursor: Cursor = known === undefined ? { floor: begin, high: begin, ...nothing } : parseCursor(format, known)
      const kept = left !== undefined && left.cursor === known ? left : undefined
      left = undefined
      const watch = kept?.watch ?? watchOf(cursor, options.watchedKeys?.filter(canWatch))
      const walked = kept?.walked ?? (await walk(cursor.floor, options, watch.fresh))
      if (kept === undefined) problems = walked.problems ?? []
      const floor = Math.max(cursor.floor, walked.floor ?? 0)
      const { unread, others } = sortOut(walked.items, floor, cursor)
      const since = known === undefined ? { since: millisToInstant(begin * 1000) } : {}
      // Where some threads could not be read, what is below waits for the next round.
      const reached: Watch = walked.isPartial === true ? { ...watch, fresh: new Set() } : watch
      // How far below messages that are watched no more does not say how far below others.
      const begun = [...watch.states.values()].some((state) => state.startsWith("+")) ? cursor.caught : undefined
      const special = watchPage(reached, others, { notices: [], observations: [], ...walked }, begun, options.limit)
      if (special !== undefined) {
        const { notices, messages, states, caught, isCut } = special
        const next = formatCursor(format, { ...cursor, watched: states, caught })
        const more = isCut || unread.length > 0 || walked.gaps.length > 0 || floor > cursor.floor
        if (more) left = { cursor: next, walked, watch: watchOf({ ...cursor, watched: states }, [...watch.keys.values()]) }
        return { messages, notices, skipped: [], gaps: [], cursor: next, more, ...since, ...whatIsMissing(walked, more, present) }
      }
      const settled = caughtUp(reached)
      const taken = firstPage(unread, options.limit)
      const rest = unread.slice(taken.length)
      const isPartial = walked.isPartial === true
      const { settledTo = Infinity } = walked
      // What is above this may still come to light.
      const ceiling = isPartial ? floor : Math.max(floor, settledTo)
      const moved = advance(cursor, { floor, ceiling, present, overlap: Math.max(1, overlapSeconds) }, taken, rest)
      const contents = taken.map(({ item }) => item.content)
      const behind = moved.floor > ceiling ? [gapOf(ceiling, moved.floor, "more comments than can be read in time")] : []
      const gaps = mergeGaps([...walked.gaps, ...behind, ...contents.filter(isGap)])
      const { failure } = walked
      if (failure !== undefined && taken.length + gaps.length === 0) throw failure
      const isStill = taken.length === 0 && gaps.length === 0 && floor === cursor.floor && isSame(settled.states, cursor.watched)
      const next = isStill && known !== undefined ? known : formatCursor(format, { ...moved, watched: settled.states, caught: undefined })
      const later = { items: rest.map(({ item }) => item), gaps: [], isPartial, settledTo, ...(failure === undefined ? {} : { failure }) }
      const more = rest.length > 0 || failure !== undefined
      if (more) left = { cursor: next, walked: later, watch: settled }
      return {
        messages: contents.filter(isMessage),
        skipped: contents.filter(isSkipped),
        gaps,
        ...(contents.some(isNotice) ? { notices: contents.filter(isNotice) } : {}),
        cursor: next,
        more,
        ...since,
        ...whatIsMissing(walked, more, present),
      }
    },
  }
}

interface Unread {
  readonly item: ListedItem
  readonly mark: string
}

/** The beginning of a cursor. */
const nothing = { recent: new Map<string, number>(), watched: new Map<string, string>(), caught: undefined }

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([mark, state]) => other.get(mark) === state)
}

/**
 * At the end of a walk that could not read everything, the next reading has something left to do; what was
 * not checked for hours is reported.
 */
function whatIsMissing(
  { isPartial, settledTo = Infinity }: Walk,
  more: boolean,
  present: number,
): Pick<MessagePage, "isPartial" | "lookedTo"> {
  if (more) return {}
  if (isPartial === true) return { isPartial }
  return settledTo < present - lateSeconds ? { lookedTo: millisToInstant(settledTo * 1000) } : {}
}

/**
 * What is unread, gaps first and then in the order of time, and what was handed over before or lies below the floor.
 */
function sortOut(items: readonly ListedItem[], floor: number, { recent }: Cursor) {
  const byMark = new Map<string, Unread>()
  const others: Unread[] = []
  for (const item of items) {
    const mark = sha256(item.id).slice(0, 16)
    if (item.at > floor && !recent.has(mark)) byMark.set(mark, { item, mark })
    else others.push({ item, mark })
  }
  // A gap belongs to the floor that it was found with, so that it goes before the floor moves.
  const rank = ({ content }: ListedItem): number => (isGap(content) ? 0 : 1)
  const compare = ({ item: one }: Unread, { item: other }: Unread): number =>
    rank(one) - rank(other) || one.at - other.at || (one.id < other.id ? -1 : 1)
  return { unread: [...byMark.values()].toSorted(compare), others }
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

/** Between what moments a floor may move, seconds. */
interface Bounds {
  readonly floor: number
  readonly ceiling: number
  readonly present: number
  /**
   * How far the floor stays behind what was handed over, so that what a list shows late is found: at least the second
   * of the newest.
   */
  readonly overlap: number
}

function advance(
  cursor: Cursor,
  { floor, ceiling, present, overlap }: Bounds,
  taken: readonly Unread[],
  rest: readonly Unread[],
): Pick<Cursor, "floor" | "high" | "recent"> {
  // A moment in the future says nothing of what comes until then.
  const high = taken.reduce(
    (newest, { item }) => (item.at > present ? newest : Math.max(newest, item.at)),
    Math.max(Math.min(cursor.high, present), floor),
  )
  const marks = [...cursor.recent, ...taken.map(({ item, mark }) => [mark, item.at] as const)].filter(([, at]) => at > floor)
  let raised = Math.max(floor, Math.min(high - overlap, ceiling))
  if (marks.length > mostMarks) {
    const ages = marks.map(([, at]) => at).toSorted((one, other) => other - one)
    raised = Math.max(raised, ages[mostMarks] ?? 0)
  }
  // What is left over must stay above the floor, whatever else.
  for (const { item } of rest) raised = Math.min(raised, item.at - 1)
  raised = Math.max(floor, raised)
  return { floor: raised, high, recent: new Map(marks.filter(([, at]) => at > raised)) }
}

function isMessage(content: ListedItem["content"]): content is IncomingMessage {
  return "key" in content
}

function isNotice(content: ListedItem["content"]): content is MessageNotice {
  return "messageKey" in content
}

function isGap(content: ListedItem["content"]): content is Gap {
  return "reason" in content
}

function isSkipped(content: ListedItem["content"]): content is SkippedItem {
  return !isMessage(content) && !isNotice(content) && !isGap(content)
}

/**
 * What a reading adds to a list's items; nothing for what is no public message.
 *
 * @param reading - what the item turned out to be
 * @param at - its moment, or that of its neighbour when it has none, seconds
 * @param place - distinguishes a broken item from others, when it has no key
 */
export function listed(reading: Reading, at: number, place: string): readonly ListedItem[] {
  if (reading.kind === "nothing") return []
  if (reading.kind === "skipped") return [{ at, id: `? ${place}`, content: reading.item }]
  const { message } = reading
  const moment = message.editedAt ?? message.publishedAt
  return [{ at: Math.floor(instantToMillis(moment) / 1000), id: `${message.key} ${moment}`, content: message }]
}
