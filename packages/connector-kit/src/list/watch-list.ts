import { sha256, type IncomingMessage, type MessageKey, type MessageNotice } from "@otklik/core"
import type { Cursor } from "./cursor.ts"
import type { ListedItem } from "./unread-reader.ts"

/**
 * What a source remembers of the messages that it was asked to watch, by mark: whether what stands below a message was handed over since it is watched
 * (`.`; `+` while that is under way), and what was told of it (`-` nothing, `d` deleted, `c` closed for comments).
 */
export type WatchStates = ReadonlyMap<string, string>

/** What is watched in one pull. */
export interface Watch {
  readonly states: WatchStates
  /** The keys by their marks. */
  readonly keys: ReadonlyMap<string, MessageKey>
  /** Messages below which nothing was handed over since they are watched: whoever wrote there before was passed over as a stranger to the desk. */
  readonly fresh: ReadonlySet<MessageKey>
}

/** A page that holds only what became of watched messages, and what stands below those that are newly watched. */
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
 * @param wanted - keys that this source can look at; undefined: as before
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
 * The next page of what is watched; undefined when there is nothing to tell and nothing to hand over.
 *
 * @param items - what the walk showed, with its mark, of what is not handed over anyway
 * @param told - what the walk says of watched messages
 */
export function watchPage(
  watch: Watch,
  items: readonly { readonly item: ListedItem; readonly mark: string }[],
  told: readonly MessageNotice[],
  caught: string | undefined,
  limit: number,
): WatchPage | undefined {
  const news = [...new Map(told.map((notice) => [notice.messageKey, notice])).values()].filter(({ kind, messageKey }) => {
    const mark = watchMark(messageKey)
    // What is not remembered yet waits: told now, it would be told for ever.
    const isBegun = watch.states.has(mark) || watch.fresh.has(messageKey)
    return watch.keys.has(mark) && isBegun && watch.states.get(mark)?.[1] !== letters[kind]
  })
  const below = items
    .flatMap(({ item, mark }) => {
      const message = messageBelow(item, watch.fresh)
      return message === undefined ? [] : [{ message, place: `${String(item.at).padStart(12, "0")} ${mark}` }]
    })
    .filter(({ place }) => caught === undefined || place > caught)
    .toSorted((one, other) => (one.place < other.place ? -1 : 1))
  if (news.length + below.length === 0) return undefined
  const notices = news.slice(0, limit)
  const taken = firstOf(below, limit - notices.length)
  const isCut = taken.length < below.length
  const states = new Map(progressed(watch.states, watch.fresh, isCut ? "+" : "."))
  for (const { kind, messageKey } of notices) {
    const mark = watchMark(messageKey)
    const progress = states.get(mark)?.[0]
    if (progress !== undefined) states.set(mark, `${progress}${letters[kind]}`)
  }
  return {
    notices,
    messages: taken.map(({ message }) => message),
    states,
    caught: isCut ? (taken.at(-1)?.place ?? caught) : undefined,
    isCut: isCut || notices.length < news.length,
  }
}

/** The message, when it stands below one of these. */
function messageBelow({ content }: ListedItem, fresh: ReadonlySet<MessageKey>): IncomingMessage | undefined {
  if (!("key" in content)) return undefined
  const { threadKey = "", parentKey = "" } = content
  return fresh.has(threadKey) || fresh.has(parentKey) ? content : undefined
}

/** As many as there is room for, and no key twice. */
function firstOf<Entry extends { readonly message: IncomingMessage }>(entries: readonly Entry[], room: number): readonly Entry[] {
  const keys = new Set<MessageKey>()
  const end = entries.findIndex(({ message: { key } }, index) => index >= room || keys.has(key) || !keys.add(key))
  return end === -1 ? entries : entries.slice(0, end)
}

function progressed(states: WatchStates, fresh: ReadonlySet<MessageKey>, progress: "." | "+"): WatchStates {
  return new Map([...states, ...[...fresh].map((key) => [watchMark(key), `${progress}${states.get(watchMark(key))?.[1] ?? "-"}`] as const)])
}
