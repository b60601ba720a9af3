import { instantToMillis, isDeskError, millisToInstant, type IncomingMessage, type Instant, type MessageKey } from "@otklik/core"
import type { MessageNotice, MessagePage, PullOptions } from "@otklik/core/connector"
import { sha256 } from "@otklik/core/internal"
import * as z from "zod"
import { readStoredCursor } from "./cursor.ts"
import type { SourceReader } from "./unread-reader.ts"

/** What became of a watched message. */
export type Look =
  | {
      readonly kind: "shown"
      /** The message in its current version. */
      readonly message: IncomingMessage
      /** Whether people can comment under it. */
      readonly takesComments: boolean
    }
  | { readonly kind: "gone" }
  /** It could not be read this time. */
  | { readonly kind: "unknown" }

/**
 * Watched messages that a list showed, by key: the reader of the list puts them in, and the recheck takes them out.
 */
export type ShownMessages = Map<
  MessageKey,
  {
    /** What was shown. */
    readonly look: Extract<Look, { readonly kind: "shown" }>
    /** When. */
    readonly at: Instant
  }
>

/** What watching needs. */
export interface WatchReaderOptions {
  /** Names the form of the cursors, as `ig1`: a cursor of another form is refused. */
  readonly format: string
  /** Of the list. */
  readonly reader: SourceReader
  /** Reads one watched message by itself. */
  look(
    key: MessageKey,
    options: Pick<PullOptions, "signal" | "now"> & {
      /** Whether the network ever showed it to us. */
      readonly wasSeen: boolean
    },
  ): Promise<Look>
  /** What the list shows of watched messages anyway costs no call: it counts as a recheck. Absent: nothing. */
  readonly shown?: ShownMessages
  /** Whether this source rechecks a message. Absent: at all. */
  canWatch?(key: MessageKey): boolean
  /** In one reading; the messages that were not seen for longest come first, also after a restart. */
  readonly maxLooks: number
  /** What was seen within this time waits, milliseconds. Default an hour: our choice. */
  readonly trustMillis?: number
  /** Whether enough of the quota is left: new messages come before old ones. */
  mayRecheck(): boolean
}

const nameSchema = z.string().regex(/^[0-9a-f]{12}$/)

/**
 * The cursor of the list; how each watched message was when it was reported last: a hash of its text, `-` behind it
 * when it took no comments, or `x`; and when each was seen, in minutes since 1970, as long as one waits for its turn.
 */
const cursorSchemaOf = (format: string) =>
  z
    .tuple([z.literal(format), z.string().nullable(), z.record(nameSchema, z.string().regex(/^(?:x|[0-9a-f]{12}-?)$/))])
    .rest(z.record(nameSchema, z.number().int().min(0)))
    .refine(({ length }) => length <= 4)

type Cursor = z.output<ReturnType<typeof cursorSchemaOf>>
type Looks = Cursor[3] | undefined

/** When watched messages were seen, and what a page says of it. */
interface Turns {
  readonly looks: Looks
  readonly said?: Pick<MessagePage, "isPartial" | "lookedTo">
}

/**
 * One thing to report about a message, and its mark afterwards; that comments are open again is remembered, and there
 * is no notice for it.
 */
interface Finding {
  readonly key: MessageKey
  readonly mark: string
  readonly item?: IncomingMessage | MessageNotice
}

/** What a recheck of everything that can be read resulted in. */
interface Round {
  readonly at: Instant
  readonly findings: readonly Finding[]
  /** When messages were seen, by name: minutes since 1970. */
  readonly seen: ReadonlyMap<string, number>
}

/**
 * Reads a list, and behind its end rechecks the messages of open incidents: lists of some networks show no edit and
 * no deletion. What the list shows is seen by that; the others are read one by one, in turn. A text that is another
 * than the last time is an edit of the moment when it was seen. A message that comes under watch is handed over once
 * more, since it may have been edited before: the desk compares.
 *
 * The cursor remembers what was reported and whose turn it is, so that a restart neither forgets an edit nor begins the
 * turns anew. As long as something waits for its turn, pages say up to when everything was seen.
 *
 * @param options - see {@link WatchReaderOptions}
 */
export function createWatchReader(options: WatchReaderOptions): SourceReader {
  const { format, reader, look, canWatch = () => true, maxLooks, trustMillis = 3_600_000, mayRecheck } = options
  const cursorSchema = cursorSchemaOf(format)
  const trustMinutes = trustMillis / 60_000
  const shown: ShownMessages = options.shown ?? new Map()
  const first: Cursor = [format, null, {}]
  let left: { readonly cursor: string; readonly round: Round } | undefined
  /** Those that ended a round, the latest last: they go behind the others until a round reaches its end. */
  const stalled = new Set<MessageKey>()
  /** When messages were seen by this process, minutes since 1970: saves rechecks, and is forgotten with the process. */
  const lately = new Map<string, number>()

  async function lookRound(keys: ReadonlySet<MessageKey>, { signal, now }: PullOptions, marks: Cursor[2], looks: Looks): Promise<Round> {
    const findings: Finding[] = []
    const listed = new Set<MessageKey>()
    const note = (key: MessageKey, state: Look, at: Instant): void => {
      findings.push(...findingsIn(key, state, marks[nameOf(key)], at))
      lately.set(nameOf(key), minuteOf(at))
    }
    for (const [key, { look: state, at }] of shown) {
      shown.delete(key)
      if (!keys.has(key)) continue
      listed.add(key)
      note(key, state, at)
    }
    for (const [name, at] of Object.entries(looks ?? {})) if (at > (lately.get(name) ?? -1)) lately.set(name, at)
    const names = new Set([...keys].map(nameOf))
    for (const name of lately.keys()) if (!names.has(name)) lately.delete(name)
    const seenAt = (key: MessageKey): number => lately.get(nameOf(key)) ?? -1
    const isDue = (key: MessageKey): boolean => !listed.has(key) && minuteOf(now) - seenAt(key) >= trustMinutes
    const rank = new Map([...stalled].map((key, index) => [key, index + 1]))
    const behind = (key: MessageKey): number => rank.get(key) ?? 0
    const order = [...keys].filter(isDue).toSorted((one, other) => behind(one) - behind(other) || seenAt(one) - seenAt(other))
    let isCut = false
    for (const key of order.slice(0, maxLooks)) {
      if (!mayRecheck()) {
        isCut = true
        break
      }
      const before = marks[nameOf(key)]
      const wasSeen = before !== undefined && before !== "x"
      try {
        note(key, await look(key, { wasSeen, now, ...(signal === undefined ? {} : { signal }) }), now)
      } catch (error) {
        signal?.throwIfAborted()
        if (!isDeskError(error)) throw error
        // What the list showed is not held up; the rest is read the next time. What cannot be understood has had
        // its turn.
        if (error.code !== "protocol" && error.code !== "refused") {
          stalled.delete(key)
          stalled.add(key)
          isCut = true
          break
        }
        lately.set(nameOf(key), minuteOf(now))
      }
    }
    if (!isCut) stalled.clear()
    const place = new Map([...keys].map((key, index) => [key, index]))
    const sorted = findings.toSorted((one, other) => (place.get(one.key) ?? 0) - (place.get(other.key) ?? 0))
    return { at: now, findings: sorted, seen: new Map(lately) }
  }

  /** When each was seen, where some wait for their turn, and what to say of it. */
  function turnsOf(watched: ReadonlySet<string>, { at: now, seen }: Round): Turns {
    const present = minuteOf(now)
    const entries = [...watched].flatMap((name) => {
      const at = seen.get(name)
      return at === undefined ? [] : [[name, at] as const]
    })
    const oldest = entries.reduce((least, [, at]) => Math.min(least, at), present)
    const isWhole = entries.length === watched.size
    if (isWhole && (oldest === present || present - oldest < trustMinutes)) return { looks: undefined }
    const looks = Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
    return { looks, said: isWhole ? { lookedTo: millisToInstant(oldest * 60_000) } : { isPartial: true } }
  }

  return {
    problems: () => reader.problems?.() ?? [],
    async pull(given) {
      const { cursor: stored, ...pull } = given
      const [, inner, marks, looks] = stored === undefined ? first : readStoredCursor(cursorSchema, stored)
      const known = left !== undefined && left.cursor === stored ? left.round : undefined
      const page =
        known === undefined || inner === null
          ? await reader.pull(inner === null ? pull : { ...pull, cursor: inner })
          : { messages: [], skipped: [], gaps: [], cursor: inner, more: false }
      const free = given.limit - page.messages.length - page.skipped.length - (page.notices ?? []).length
      const keys = new Set((given.watchedKeys ?? []).filter(canWatch))
      if (page.more || free <= 0) return { ...page, cursor: write(format, page.cursor, marks, looks), more: page.more || keys.size > 0 }
      const round = known ?? (await lookRound(keys, given, marks, looks))
      const { findings } = round
      left = undefined
      const onPage = new Map(page.messages.map((message) => [message.key, message]))
      // An edit that the list dates by itself is reported by it.
      const isListed = ({ key, item }: Finding): boolean =>
        item !== undefined && "text" in item && onPage.get(key)?.editedAt !== undefined && onPage.get(key)?.text === item.text
      const end = findings.findIndex((finding, index) => index === free || (onPage.has(finding.key) && !isListed(finding)))
      const taken = end === -1 ? findings : findings.slice(0, end)
      const rest = findings.slice(taken.length)
      // Nothing said of what is watched: as before.
      const watched = given.watchedKeys === undefined ? undefined : new Set([...keys].map(nameOf))
      const kept = Object.entries(marks).filter(([name]) => watched?.has(name) !== false)
      const turns: Turns = rest.length > 0 || watched === undefined ? { looks } : turnsOf(watched, round)
      const state = Object.fromEntries([...kept, ...taken.map(({ key, mark }) => [nameOf(key), mark] as const)])
      const cursor = write(format, page.cursor, state, turns.looks)
      if (rest.length > 0) left = { cursor, round: { ...round, findings: rest } }
      const news = taken.flatMap((finding) => (finding.item === undefined || isListed(finding) ? [] : [finding.item]))
      const notices = [...(page.notices ?? []), ...news.filter((one) => "messageKey" in one)]
      return {
        ...page,
        ...leastOf(page, turns.said),
        messages: [...page.messages, ...news.filter((one) => "key" in one)],
        ...(notices.length === 0 ? {} : { notices }),
        cursor,
        more: rest.length > 0,
      }
    },
  }
}

/** Up to when both the list and what is watched were read. */
function leastOf(
  list: Pick<MessagePage, "isPartial" | "lookedTo">,
  watched: Turns["said"] = {},
): Pick<MessagePage, "isPartial" | "lookedTo"> {
  if (list.isPartial === true || watched.isPartial === true) return { isPartial: true }
  const [lookedTo] = [list.lookedTo, watched.lookedTo].filter((moment) => moment !== undefined).toSorted()
  return lookedTo === undefined ? {} : { lookedTo }
}

/** A watched message in the cursor: a hash of its key. */
function nameOf(key: MessageKey): string {
  return sha256(key).slice(0, 12)
}

function minuteOf(moment: Instant): number {
  return Math.floor(instantToMillis(moment) / 60_000)
}

/** What there is to report; nothing when all is as it was. */
function findingsIn(key: MessageKey, state: Look, before: string | undefined, at: Instant): readonly Finding[] {
  if (state.kind === "unknown") return []
  if (state.kind === "gone") return before === "x" ? [] : [{ key, mark: "x", item: { kind: "deleted", messageKey: key } }]
  const hash = sha256(state.message.text).slice(0, 12)
  const wasOpen = before?.endsWith("-") !== true
  const edit = before?.startsWith(hash) === true ? [] : [{ key, mark: hash, item: { ...state.message, editedAt: at } }]
  const closing = { key, mark: `${hash}-`, item: { kind: "comments-closed", messageKey: key } } as const
  if (edit.length === 0 && wasOpen === state.takesComments) return []
  if (!state.takesComments) return [...edit, closing]
  return edit.length === 0 ? [{ key, mark: hash }] : edit
}

function write(format: string, inner: string, marks: Cursor[2], looks: Looks): string {
  const sorted = Object.fromEntries(Object.entries(marks).toSorted(([one], [other]) => (one < other ? -1 : 1)))
  return JSON.stringify([format, inner, sorted, ...(looks === undefined ? [] : [looks])])
}
