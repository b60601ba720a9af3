import type { IncomingMessage, Instant, MessageKey } from "@otklik/core"
import type { MessageNotice } from "@otklik/core/connector"
import { sha256 } from "@otklik/core/internal"
import type { Cursor, WatchStates } from "./cursor.ts"
import type { ListedItem } from "./listed-item.ts"

/** A watched message as the network shows it. */
export interface Observation {
  /** The message in its current version. */
  readonly message: IncomingMessage
  /** When it was read. */
  readonly at: Instant
}

/** What is watched in one pull. */
export interface Watch {
  readonly states: WatchStates
  /** The keys by their marks. */
  readonly keys: ReadonlyMap<string, MessageKey>
  /**
   * Messages below which nothing was handed over since they are watched: whoever wrote there before was passed over as
   * a stranger to the desk.
   */
  readonly fresh: ReadonlySet<MessageKey>
}

/** A page that holds only what became of watched messages, and what is below those that are newly watched. */
export interface WatchPage {
  readonly notices: readonly MessageNotice[]
  readonly messages: readonly IncomingMessage[]
  readonly states: WatchStates
  /** The place of the last message handed over; undefined when none is left. */
  readonly caught: string | undefined
  /** Some are left. */
  readonly isCut: boolean
}

const letters = { deleted: "d", "comments-closed": "c" } as const

/** The mark of a watched key. */
function watchMark(key: MessageKey): string {
  return sha256(key).slice(0, 12)
}

/**
 * What is to be watched, by the side of what was.
 *
 * @param cursor - remembers what was
 * @param wanted - keys that this source can read; undefined: as before
 */
export function watchOf({ watched }: Cursor, wanted: readonly MessageKey[] | undefined): Watch {
  if (wanted === undefined) return { states: watched, keys: new Map(), fresh: new Set() }
  const keys = new Map(wanted.map((key) => [watchMark(key), key]))
  const states = new Map([...watched].filter(([mark]) => keys.has(mark)))
  const underWay = [...states].filter(([, state]) => state.startsWith("+"))
  const begun = underWay.length > 0 ? underWay.map(([mark]) => mark) : [...keys.keys()].filter((mark) => !states.has(mark))
  return { states, keys, fresh: new Set(begun.flatMap((mark) => keys.get(mark) ?? [])) }
}

/** The same watch once everything below what is newly watched was handed over. */
export function caughtUp({ states, keys, fresh }: Watch): Watch {
  return { states: progressed(states, fresh, "."), keys, fresh: new Set() }
}

/**
 * The next page of what is watched; undefined when there is nothing to report and nothing to hand over.
 *
 * @param items - what the walk showed, with its mark, of what is not handed over anyway
 * @param found - what the walk says of watched messages, and as what it shows them: a text that was never seen before
 * may have been changed, and the desk compares
 */
export function watchPage(
  watch: Watch,
  items: readonly { readonly item: ListedItem; readonly mark: string }[],
  found: { readonly notices: readonly MessageNotice[]; readonly observations: readonly Observation[] },
  caught: string | undefined,
  limit: number,
): WatchPage | undefined {
  const news = [...new Map(found.notices.map((notice) => [notice.messageKey, notice])).values()].filter(({ kind, messageKey }) => {
    const mark = watchMark(messageKey)
    return isBegun(watch, messageKey) && watch.states.get(mark)?.[1] !== letters[kind]
  })
  const seen = new Map(found.observations.map(({ message, at }) => [message.key, { message, at, hash: sha256(message.text).slice(0, 8) }]))
  const edits = [...seen.values()].filter(({ message: { key, editedAt }, hash }) => {
    // One that the network dates is reported with its date.
    return editedAt === undefined && isBegun(watch, key) && watch.states.get(watchMark(key))?.slice(2) !== hash
  })
  const below = items
    .flatMap(({ item, mark }) => {
      const message = messageBelow(item, watch.fresh)
      return message === undefined ? [] : [{ message, place: `${String(item.at).padStart(12, "0")} ${mark}` }]
    })
    .filter(({ place }) => caught === undefined || place > caught)
    .toSorted((one, other) => (one.place < other.place ? -1 : 1))
  if (news.length + edits.length + below.length === 0) return undefined
  const notices = news.slice(0, limit)
  const changed = edits.slice(0, limit - notices.length)
  const keys = new Set(changed.map(({ message: { key } }) => key))
  const taken = firstOf(below, limit - notices.length - changed.length, keys)
  const isCut = taken.length < below.length
  const states = new Map(progressed(watch.states, watch.fresh, isCut ? "+" : "."))
  for (const { kind, messageKey } of notices) {
    const mark = watchMark(messageKey)
    const progress = states.get(mark)?.[0]
    if (progress !== undefined) states.set(mark, `${progress}${letters[kind]}${states.get(mark)?.slice(2) ?? ""}`)
  }
  for (const { message, hash } of changed)
    states.set(watchMark(message.key), `${states.get(watchMark(message.key))?.slice(0, 2) ?? ".-"}${hash}`)
  return {
    notices,
    messages: [...changed.map(({ message, at }) => ({ ...message, editedAt: at })), ...taken.map(({ message }) => message)],
    states,
    caught: isCut ? (taken.at(-1)?.place ?? caught) : undefined,
    isCut: isCut || notices.length < news.length || changed.length < edits.length,
  }
}

/** What is not remembered yet waits: reported now, it would be reported for ever. */
function isBegun({ states, keys, fresh }: Watch, key: MessageKey): boolean {
  const mark = watchMark(key)
  return keys.has(mark) && (states.has(mark) || fresh.has(key))
}

/** The message, when it is below one of these. */
function messageBelow({ content }: ListedItem, fresh: ReadonlySet<MessageKey>): IncomingMessage | undefined {
  if (!("key" in content)) return undefined
  const { threadKey = "", parentKey = "" } = content
  return fresh.has(threadKey) || fresh.has(parentKey) ? content : undefined
}

/**
 * The watched messages among those that a list showed.
 *
 * @param items - of the list
 * @param watched - the keys of the pull
 */
export function observationsIn(items: readonly ListedItem[], watched: ReadonlySet<MessageKey>): readonly IncomingMessage[] {
  return items.flatMap(({ content }) => ("key" in content && watched.has(content.key) ? [content] : []))
}

/** As many as the limit allows, and no key twice. */
function firstOf<Entry extends { readonly message: IncomingMessage }>(
  entries: readonly Entry[],
  limit: number,
  keys: Set<MessageKey>,
): readonly Entry[] {
  const end = entries.findIndex(({ message: { key } }, index) => index >= limit || keys.has(key) || !keys.add(key))
  return end === -1 ? entries : entries.slice(0, end)
}

function progressed(states: WatchStates, fresh: ReadonlySet<MessageKey>, progress: "." | "+"): WatchStates {
  return new Map([
    ...states,
    ...[...fresh].map((key) => [watchMark(key), `${progress}${states.get(watchMark(key))?.slice(1) ?? "-"}`] as const),
  ])
}
