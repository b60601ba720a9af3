import { isDeskError, type DeskErrorCode } from "@otklik/core"
import { expect, it } from "vitest"

/*
 * Where each of the 80 mistakes is kept that a new host was seen to make (here: desk.test.ts; moments:
 * moments.test.ts).
 *
 *  1 polices | here
 *  2 no authorKey | here
 *  3 authorKey as text, or short | here
 *  4 no clock | here
 *  5 a clock that gives a Date | here
 *  6 a clock that gives local time | here
 *  7 SQLite without migrate: pull | storage-sqlite/test/schema
 *  8 SQLite without migrate: find | storage-sqlite/test/schema
 *  9 a raw database as storage | here
 * 10 another authorKey on the same storage | here, e2e/test/road/author-key, storage-postgres/test/handles
 * 11 a bracket that is not closed | here
 * 12 a query of negations alone | here
 * 13 `or` in small letters | core/test/match/docs: a word like any other, which lint tells
 * 14 a rule twice | here
 * 15 routing by an unknown topic | here
 * 16 a rule of an unlisted topic | here
 * 17 routing to an unknown authority | here
 * 18 a policy by an unknown calendar | here
 * 19 a policy of 0 minutes | here
 * 20 the goal frist-reply | here
 * 21 zone Asia/Chitta | moments
 * 22 zone +09:00 | moments
 * 23 a calendar without hours | moments
 * 24 reversed and one-digit slots | moments
 * 25 addWorkingTime of a local date | moments
 * 26 addWorkingTime of -5 or NaN | moments
 * 27 a clock a day back | here
 * 28 a storage that fails in a page | here
 * 29 a closed SQLite handle | storage-sqlite/test/handles
 * 30 a connector that throws a text | here
 * 31 an object as connector | here
 * 32 two connectors of one id | here
 * 33 VK answers HTML | connector-vk/test/check
 * 34 VK without tokens | connector-vk/test/check
 * 35 VK with wrong numbers | connector-vk/test/check
 * 36 VK with a clock that cannot wait | connector-vk/test/check
 * 37 Telegram with a token that is none | connector-telegram/test/reading
 * 38 a message of 2 MB | connector-archive/test/file-reader
 * 39 a wrong date, and one ahead | here, connector-archive/test/file-reader
 * 40 find of 0, -1, 5000 | here
 * 41 find by an unknown status or field | here
 * 42 a period reversed, of no zone, of moments | moments, here
 * 43 a grant of an unknown role | here
 * 44 find without an actor | here
 * 45 an unknown command | here
 * 46 an unknown incident | here
 * 47 a transfer to an unknown authority | here
 * 48 a draft before the incident was taken | here
 * 49 own draft, other hash, old draft | core/test/incident/guards
 * 50 an interim reply without an outcome | here
 * 51 a reply too long | here
 * 52 a rule of 10 000 terms | here
 * 53 a match of nothing | here
 * 54 run with a clock that cannot wait | here
 * 55 run without a signal | here
 * 56 a push for nobody, or for who takes none | here
 * 57 an author who was not sealed | here
 * 58 a pool that is not wrapped | storage-postgres/test/handles
 * 59 PostgreSQL that is not there | storage-postgres/test/handles
 * 60 no actor, a name as actor | here
 * 61 an archive file that is not there | connector-archive/test/archive-connector
 * 62 an event that there is not | here
 * 63 a moment without an offset | moments
 * 64 a moment that is none | moments
 * 65 a moment with an offset | moments: it is right
 * 66 find with data, wrong | here
 * 67 the same on SQLite | the storage contract, `untyped`
 * 68 an unknown role, with data | here
 * 69 no actor, with data | here
 * 70 authorization | here
 * 71 handling.maxRefusal | here
 * 72 evidenceRequird | here
 * 73 exampels | here
 * 74 two authorKeys and a follow-up | as 10
 * 75 a reply over Telegram's 4096 | here
 * 76 compareWith prevoius | here
 * 77 a pull that fails unseen | examples/first-desk prints failures
 * 78 one idempotency key, two commands | here
 * 79 another expectedVersion | here
 * 80 a hash that is none | here
 */

/** One mistake of a host, and the answer that it must get. */
export interface Misuse {
  /** What a host does wrong. */
  readonly tries: string
  readonly call: () => unknown
  readonly code: DeskErrorCode
  /** The field that the error names; absent where the mistake has no field. */
  readonly path?: string
  /** What the sentence says, so that a reader knows what to do. */
  readonly says: RegExp
}

/** A test for each mistake: a `DeskError` of the code, with the field and the sentence. */
export function misuses(rows: readonly Misuse[]): void {
  it.each(rows.map((row) => [row.tries, row] as const))("%s", async (_, row) => {
    const error = await caught(row.call)
    if (!isDeskError(error)) throw new Error(`no DeskError: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`)
    expect(error.code, error.message).toBe(row.code)
    expect(error.message).toMatch(row.says)
    if (row.path === undefined) return
    const issues = "issues" in error.details ? error.details.issues : []
    expect(issues.map(({ path }) => path)).toContain(row.path)
  })
}

async function caught(call: () => unknown): Promise<unknown> {
  try {
    await call()
  } catch (error) {
    return error
  }
  return "nothing was thrown"
}
