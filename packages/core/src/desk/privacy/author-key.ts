import {
  addMinutes,
  configError,
  deriveKey,
  DeskError,
  isDeskError,
  keyedId,
  minutesBetween,
  seal,
  unseal,
  type Clock,
  type Instant,
  fromBase64url,
  toBase64url,
} from "../../base/index.ts"
import { authorKeyTag } from "../../message/index.ts"
import { decodeRecord, type Storage } from "../../storage/index.ts"

/** Where the keys of a tenant are noted: under the id of no connector, since those hold no slash. */
const note = { connectorId: "otklik/author-key", sourceId: "main" } as const

/**
 * So long a desk believes what it read there: a worker that goes on while another one changes the key follows it within
 * this time. Our choice.
 */
const believedMinutes = 5

/**
 * So long around its change a certificate or a code under the key on the other side is taken for one of its time:
 * clocks differ, and workers follow one after the other. Our choice.
 */
const overlapMinutes = 60

/** A key of a tenant, by what can be said of it without giving it away. */
interface NotedKey {
  readonly check: string
  readonly since: Instant
  /** Of a key that another one followed: itself, sealed under the one that is worked with. Null of that one. */
  readonly sealed: string | null
}

/** The keys of a tenant. The first is the one that it began with; the last one is worked with. */
interface NotedKeys {
  readonly keys: readonly NotedKey[]
}

/** A key that is or was worked with, and since when. */
interface KnownKey {
  readonly key: Uint8Array
  readonly since: Instant
}

/** The keys by which a tenant's authors are recognised. Before the first `check` they are those that the host gave. */
export interface AuthorKeys {
  /**
   * Makes sure that the storage is worked on with a key of this desk, and learns which keys were worked with before;
   * the first desk leaves a note there. With another key the messages of one person would be those of two, and
   * nobody would notice.
   *
   * @throws DeskError `config` for another key; whatever the storage throws, and then it is asked again the next time
   */
  check(): Promise<void>
  /** The key that new pseudonyms, talks and proofs are made with. */
  current(): Uint8Array
  /** Every key that something stored may be under, the current one first. */
  all(): readonly Uint8Array[]
  /** The key that the tenant began with. */
  first(): Uint8Array
  /** The key that made a pseudonym; undefined where it is not known. */
  keyOf(pseudonym: string): Uint8Array | undefined
  /**
   * The keys that a certificate or a code of this moment may be under: the one that was worked with then, and around an
   * exchange the one beside it.
   */
  at(moment: Instant): readonly [Uint8Array, ...Uint8Array[]]
}

/**
 * The keys for authors of one desk.
 *
 * @param given - the host's `authorKey`, then its `otherAuthorKeys`
 */
export function createAuthorKeys(storage: Storage, clock: Clock, given: readonly [Uint8Array, ...Uint8Array[]]): AuthorKeys {
  let known: readonly KnownKey[] = []
  let believed: { readonly at: Instant; readonly done: Promise<void> } | undefined
  const last = (): Uint8Array => known.at(-1)?.key ?? given[0]
  const all = (): readonly Uint8Array[] => {
    const keys = [last(), ...known.map(({ key }) => key).toReversed(), ...given]
    return keys.filter((key, index) => keys.findIndex((one) => checkOf(one) === checkOf(key)) === index)
  }
  let every = all()
  const remember = (keys: readonly KnownKey[]): void => {
    known = keys
    every = all()
  }
  return {
    async check() {
      const now = clock.now()
      if (believed === undefined || Math.abs(minutesBetween(believed.at, now)) >= believedMinutes) {
        const asked = { at: now, done: learn(storage, now, given).then(remember) }
        believed = asked
        asked.done.catch(() => {
          if (believed === asked) believed = undefined
        })
      }
      await believed.done
    },
    current: last,
    all: () => every,
    first: () => known[0]?.key ?? given[0],
    keyOf: (pseudonym) => every.find((key) => pseudonym.startsWith(`${authorKeyTag(key)}.`)),
    at(moment) {
      const own = known.findLast(({ since }) => since <= moment) ?? known[0]
      const beside = known.filter(({ since }, index) => {
        const next = known[index + 1]?.since
        return addMinutes(since, -overlapMinutes) <= moment && (next === undefined || moment < addMinutes(next, overlapMinutes))
      })
      return [own?.key ?? given[0], ...beside.flatMap((one) => (one === own ? [] : [one.key]))]
    },
  }
}

/** Reads what is noted, and notes a key that is new. */
async function learn(storage: Storage, at: Instant, given: readonly [Uint8Array, ...Uint8Array[]]): Promise<readonly KnownKey[]> {
  const stored = (await storage.readCursors(note.connectorId)).find(({ sourceId }) => sourceId === note.sourceId)
  const noted = stored === undefined ? [] : decodeRecord<NotedKeys>(stored.cursor, "note of the authorKey").keys
  const known = opened(noted, given)
  const [authorKey] = given
  const check = checkOf(authorKey)
  // One that was followed by another does not come back: such a worker is not restarted yet, and works with the one
  // that followed.
  if (noted.some((key) => key.check === check)) return known
  const keys = [...known, { key: authorKey, since: at }]
  const next = JSON.stringify({ keys: keys.map((key) => notedOf(key, authorKey)) } satisfies NotedKeys)
  try {
    await storage.commit({ cursors: [{ ...note, expected: stored?.cursor ?? null, next, at, read: 0, matched: 0, skipped: 0, gaps: [] }] })
  } catch (error) {
    // Another worker was first: then its key is what counts.
    if (!isDeskError(error, "conflict") || error.details.what !== "cursor") throw error
    return learn(storage, at, given)
  }
  return keys
}

/** The keys that are noted, opened with the one that is worked with. */
function opened(noted: readonly NotedKey[], given: readonly Uint8Array[]): readonly KnownKey[] {
  const last = noted.at(-1)
  if (last === undefined) return []
  const current = given.find((key) => checkOf(key) === last.check)
  if (current === undefined)
    throw configError("createDesk options", [
      {
        path: "authorKey",
        message:
          "this tenant's storage was used with another key, so authors would no longer be recognised; give that key (a new one goes into `otherAuthorKeys`), or another storage",
      },
    ])
  return noted.map(({ check, since, sealed }) => {
    if (sealed === null) return { key: current, since }
    const text = unseal(deriveKey(current, "earlier author keys"), ["otklik author key", check], sealed)
    if (text === undefined)
      throw new DeskError("protocol", "an earlier authorKey does not open: its note was changed; restore the row of `otklik/author-key`", {
        path: "authorKey",
      })
    return { key: fromBase64url(text) ?? new Uint8Array(), since }
  })
}

/**
 * Whether the storage was worked on with one of these keys. Reads only.
 *
 * @returns `unused`: with none at all so far; `other`: with another one
 * @throws DeskError `protocol` for a note that cannot be read; whatever the storage throws
 */
export async function recogniseAuthorKey(storage: Storage, given: readonly Uint8Array[]): Promise<"unused" | "known" | "other"> {
  const stored = (await storage.readCursors(note.connectorId)).find(({ sourceId }) => sourceId === note.sourceId)
  const last = stored === undefined ? undefined : decodeRecord<NotedKeys>(stored.cursor, "note of the authorKey").keys.at(-1)
  if (last === undefined) return "unused"
  return given.some((key) => checkOf(key) === last.check) ? "known" : "other"
}

function notedOf({ key, since }: KnownKey, current: Uint8Array): NotedKey {
  const check = checkOf(key)
  if (key === current) return { check, since, sealed: null }
  const text = toBase64url(key)
  return { check, since, sealed: seal(deriveKey(current, "earlier author keys"), ["otklik author key", check], text) }
}

function checkOf(key: Uint8Array): string {
  return keyedId(key, "otklik", "check value of authorKey")
}
