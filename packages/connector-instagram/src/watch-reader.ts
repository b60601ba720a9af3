import {
  instantToMillis,
  isDeskError,
  millisToInstant,
  sha256,
  type IncomingMessage,
  type Instant,
  type MessageKey,
  type MessageNotice,
  type MessagePage,
  type PullOptions,
} from "@otklik/core"
import { readStoredCursor, type SourceReader } from "@otklik/connector-kit"
import { z } from "zod"

/** What became of a watched message. */
export type Sight =
  | { readonly kind: "shown"; readonly message: IncomingMessage; readonly takesComments: boolean }
  | { readonly kind: "gone" }
  /** It could not be looked at this time. */
  | { readonly kind: "unknown" }

/** Looks at one watched message. */
export type Look = (key: MessageKey, options: Pick<PullOptions, "signal"> & { readonly wasSeen: boolean }) => Promise<Sight>

/** What watching needs. */
export interface WatchReaderOptions {
  /** Of the list. */
  readonly reader: SourceReader
  readonly look: Look
  /** In one reading; the messages that were not looked at for longest come first, also after a restart. */
  readonly maxLooks: number
  /** Whether enough of the quota is left: new messages come before old ones. */
  mayLook(): boolean
}

const nameSchema = z.string().regex(/^[0-9a-f]{12}$/)

/**
 * The cursor of the list; how each watched message looked when it was told of last: a hash of its text, `-` behind it when it took no comments, or `x`; and
 * when each was looked at, in minutes since 1970, as long as not all can be in one reading.
 */
const cursorSchema = z
  .tuple([z.literal("ig1"), z.string().nullable(), z.record(nameSchema, z.string().regex(/^(?:x|[0-9a-f]{12}-?)$/))])
  .rest(z.record(nameSchema, z.number().int().min(0)))
  .refine(({ length }) => length <= 4)

type Cursor = z.output<typeof cursorSchema>
type Looks = Cursor[3] | undefined

/** When watched messages were looked at, and what a page says of it. */
interface Turns {
  readonly looks: Looks
  readonly said?: Pick<MessagePage, "isPartial" | "lookedTo">
}

const first: Cursor = ["ig1", null, {}]

/** One thing to tell of a message, and its mark afterwards; that comments are open again is remembered, and there is no word to tell it in. */
interface Finding {
  readonly key: MessageKey
  readonly mark: string
  readonly told?: IncomingMessage | MessageNotice
}

/** What a look at all that can be looked at came to. */
interface Round {
  readonly findings: readonly Finding[]
  /** Names of the messages that were looked at. */
  readonly seen: ReadonlySet<string>
}

/**
 * Reads a list, and behind its end looks at the messages of open incidents one by one: Instagram tells of no edit and no deletion. A text that is another
 * than the last time is an edit of the moment when it was read. A message that comes under watch is handed over once more, since it may have been edited
 * before: the desk compares.
 *
 * @param options - see {@link WatchReaderOptions}
 */
export function createWatchReader({ reader, look, maxLooks, mayLook }: WatchReaderOptions): SourceReader {
  let left: { readonly cursor: string; readonly round: Round } | undefined
  /** Those that ended a round, the latest last: they go behind the others until a round comes to its end. */
  const stalled = new Set<MessageKey>()

  async function lookRound({ watchedKeys = [], signal, now }: PullOptions, marks: Cursor[2], looks: Looks): Promise<Round> {
    const seenAt = (key: MessageKey): number => looks?.[nameOf(key)] ?? -1
    const rank = new Map([...stalled].map((key, index) => [key, index + 1]))
    const behind = (key: MessageKey): number => rank.get(key) ?? 0
    const order = [...new Set(watchedKeys)]
      .toSorted((one, other) => behind(one) - behind(other) || seenAt(one) - seenAt(other))
      .slice(0, maxLooks)
    const findings: Finding[] = []
    const seen = new Set<string>()
    for (const key of order) {
      if (!mayLook()) break
      const before = marks[nameOf(key)]
      const wasSeen = before !== undefined && before !== "x"
      try {
        const sight = await look(key, { wasSeen, ...(signal === undefined ? {} : { signal }) })
        findings.push(...findingsIn(key, sight, before, now))
      } catch (error) {
        signal?.throwIfAborted()
        if (!isDeskError(error)) throw error
        // What the list showed is not held up; the rest is looked at the next time. What cannot be understood has had its turn.
        if (error.code !== "protocol" && error.code !== "refused") {
          stalled.delete(key)
          stalled.add(key)
          return { findings, seen }
        }
      }
      seen.add(nameOf(key))
    }
    stalled.clear()
    return { findings, seen }
  }

  return {
    problems: () => reader.problems?.() ?? [],
    async pull(options) {
      const { cursor: given, ...pull } = options
      const [, inner, marks, looks] = given === undefined ? first : readStoredCursor(cursorSchema, given)
      const known = left !== undefined && left.cursor === given ? left.round : undefined
      const page =
        known === undefined || inner === null
          ? await reader.pull(inner === null ? pull : { ...pull, cursor: inner })
          : { messages: [], skipped: [], gaps: [], cursor: inner, more: false }
      const room = options.limit - page.messages.length - page.skipped.length
      const isWatching = (options.watchedKeys ?? []).length > 0
      if (page.more || room === 0) return { ...page, cursor: write(page.cursor, marks, looks), more: page.more || isWatching }
      const round = known ?? (await lookRound(options, marks, looks))
      const { findings, seen } = round
      left = undefined
      const keys = new Set(page.messages.map(({ key }) => key))
      const end = findings.findIndex(({ key }, index) => index === room || keys.has(key))
      const taken = end === -1 ? findings : findings.slice(0, end)
      const rest = findings.slice(taken.length)
      // Nothing said of what is watched: as before.
      const watched = options.watchedKeys === undefined ? undefined : new Set(options.watchedKeys.map(nameOf))
      const kept = Object.entries(marks).filter(([name]) => watched?.has(name) !== false)
      const turns: Turns = rest.length > 0 || watched === undefined ? { looks } : turnsOf(watched, seen, looks, options.now)
      const told = Object.fromEntries([...kept, ...taken.map(({ key, mark }) => [nameOf(key), mark] as const)])
      const cursor = write(page.cursor, told, turns.looks)
      if (rest.length > 0) left = { cursor, round: { findings: rest, seen } }
      const news = taken.flatMap((finding) => finding.told ?? [])
      const notices = news.filter((one) => "messageKey" in one)
      return {
        ...page,
        ...turns.said,
        messages: [...page.messages, ...news.filter((one) => "key" in one)],
        ...(notices.length === 0 ? {} : { notices }),
        cursor,
        more: rest.length > 0,
      }
    },
  }
}

/** When each was looked at, where not all were in one reading, and what to say of it. */
function turnsOf(watched: ReadonlySet<string>, seen: ReadonlySet<string>, before: Looks, now: Instant): Turns {
  if ([...watched].every((name) => seen.has(name))) return { looks: undefined }
  const minute = Math.floor(instantToMillis(now) / 60_000)
  const entries = [...watched].flatMap((name) => {
    const at = seen.has(name) ? minute : before?.[name]
    return at === undefined ? [] : [[name, at] as const]
  })
  const oldest = entries.reduce((least, [, at]) => Math.min(least, at), minute)
  const looks = Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
  return { looks, said: entries.length < watched.size ? { isPartial: true } : { lookedTo: millisToInstant(oldest * 60_000) } }
}

/** A watched message in the cursor: a hash of its key. */
function nameOf(key: MessageKey): string {
  return sha256(key).slice(0, 12)
}

/** What there is to tell; nothing when all is as it was. */
function findingsIn(key: MessageKey, sight: Sight, before: string | undefined, now: Instant): readonly Finding[] {
  if (sight.kind === "unknown") return []
  if (sight.kind === "gone") return before === "x" ? [] : [{ key, mark: "x", told: { kind: "deleted", messageKey: key } }]
  const hash = sha256(sight.message.text).slice(0, 12)
  const wasOpen = before?.endsWith("-") !== true
  const edit = before?.startsWith(hash) === true ? [] : [{ key, mark: hash, told: { ...sight.message, editedAt: now } }]
  const closing = { key, mark: `${hash}-`, told: { kind: "comments-closed", messageKey: key } } as const
  if (edit.length === 0 && wasOpen === sight.takesComments) return []
  if (!sight.takesComments) return [...edit, closing]
  return edit.length === 0 ? [{ key, mark: hash }] : edit
}

function write(inner: string, marks: Cursor[2], looks: Looks): string {
  const sorted = Object.fromEntries(Object.entries(marks).toSorted(([one], [other]) => (one < other ? -1 : 1)))
  return JSON.stringify(["ig1", inner, sorted, ...(looks === undefined ? [] : [looks])])
}
