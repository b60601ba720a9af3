import {
  isDeskError,
  sha256,
  type IncomingMessage,
  type Instant,
  type MessageKey,
  type MessageNotice,
  type PullOptions,
} from "@otklik/core"
import type { SourceReader } from "@otklik/connector-kit"
import { z } from "zod"
import { readCursor } from "./cursor.ts"

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
  /** In one page; the messages that were not looked at for longest come first. */
  readonly maxLooks: number
  /** Whether enough of the quota is left: new messages come before old ones. */
  mayLook(): boolean
}

/** The cursor of the list, and how each watched message looked when it was told of last: a hash of its text, `-` behind it when it took no comments, or `x`. */
const cursorSchema = z.tuple([
  z.literal("ig1"),
  z.string().nullable(),
  z.record(z.string().regex(/^[0-9a-f]{12}$/), z.string().regex(/^(?:x|[0-9a-f]{12}-?)$/)),
])

type Cursor = z.output<typeof cursorSchema>

const first: Cursor = ["ig1", null, {}]

/** One thing to tell of a message, and its mark afterwards; that comments are open again is remembered, and there is no word to tell it in. */
interface Finding {
  readonly key: MessageKey
  readonly mark: string
  readonly told?: IncomingMessage | MessageNotice
}

/**
 * Reads a list, and behind its end looks at the messages of open incidents one by one: Instagram tells of no edit and no deletion. A text that is another
 * than the last time is an edit of the moment when it was read. A message that comes under watch is handed over once more, since it may have been edited
 * before: the desk compares.
 *
 * @param options - see {@link WatchReaderOptions}
 */
export function createWatchReader({ reader, look, maxLooks, mayLook }: WatchReaderOptions): SourceReader {
  const looked = new Map<MessageKey, number>()
  let rounds = 0
  let left: { readonly cursor: string; readonly findings: readonly Finding[] } | undefined

  async function findingsOf({ watchedKeys = [], signal, now }: PullOptions, marks: Cursor[2]): Promise<readonly Finding[]> {
    rounds += 1
    const watched = new Set(watchedKeys)
    for (const key of looked.keys()) if (!watched.has(key)) looked.delete(key)
    const order = [...watched].toSorted((one, other) => (looked.get(one) ?? 0) - (looked.get(other) ?? 0)).slice(0, maxLooks)
    const findings: Finding[] = []
    for (const key of order) {
      if (!mayLook()) return findings
      const before = marks[nameOf(key)]
      const wasSeen = before !== undefined && before !== "x"
      try {
        const sight = await look(key, { wasSeen, ...(signal === undefined ? {} : { signal }) })
        looked.set(key, rounds)
        findings.push(...findingsIn(key, sight, before, now))
      } catch (error) {
        signal?.throwIfAborted()
        if (!isDeskError(error)) throw error
        // What the list showed is not held up; the rest is looked at the next time.
        if (error.code !== "protocol" && error.code !== "refused") return findings
      }
    }
    return findings
  }

  return {
    async pull(options) {
      const { cursor: given, ...pull } = options
      const [, inner, marks] = given === undefined ? first : readCursor(cursorSchema, given)
      const known = left !== undefined && left.cursor === given ? left.findings : undefined
      const page =
        known === undefined || inner === null
          ? await reader.pull(inner === null ? pull : { ...pull, cursor: inner })
          : { messages: [], skipped: [], gaps: [], cursor: inner, more: false }
      const room = options.limit - page.messages.length - page.skipped.length
      const isWatching = (options.watchedKeys ?? []).length > 0
      if (page.more || room === 0) return { ...page, cursor: write(page.cursor, marks), more: page.more || isWatching }
      const findings = known ?? (await findingsOf(options, marks))
      left = undefined
      const keys = new Set(page.messages.map(({ key }) => key))
      const end = findings.findIndex(({ key }, index) => index === room || keys.has(key))
      const taken = end === -1 ? findings : findings.slice(0, end)
      const rest = findings.slice(taken.length)
      // Nothing said of what is watched: as before.
      const watched = options.watchedKeys === undefined ? undefined : new Set(options.watchedKeys.map(nameOf))
      const kept = Object.entries(marks).filter(([name]) => watched?.has(name) !== false)
      const cursor = write(page.cursor, Object.fromEntries([...kept, ...taken.map(({ key, mark }) => [nameOf(key), mark] as const)]))
      if (rest.length > 0) left = { cursor, findings: rest }
      const told = taken.flatMap((finding) => finding.told ?? [])
      const notices = told.filter((one) => "messageKey" in one)
      return {
        ...page,
        messages: [...page.messages, ...told.filter((one) => "key" in one)],
        ...(notices.length === 0 ? {} : { notices }),
        cursor,
        more: rest.length > 0,
      }
    },
  }
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

function write(inner: string, marks: Cursor[2]): string {
  return JSON.stringify(["ig1", inner, Object.fromEntries(Object.entries(marks).toSorted(([one], [other]) => (one < other ? -1 : 1)))])
}
