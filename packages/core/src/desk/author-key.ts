import { configError, isDeskError, keyedId, type Instant } from "../base/index.ts"
import { decodeRecord } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"

/** Where the check values of a tenant's keys are noted: under the id of no connector, since those hold no slash. */
const note = { connectorId: "otklik/author-key", sourceId: "main" } as const

/** The keys of a tenant, by what can be told of a key without giving it away. */
interface NotedKeys {
  /** The first is the one that the tenant began with; the last one is worked with. */
  readonly keys: readonly { readonly check: string; readonly since: Instant }[]
}

const checked = new WeakMap<DeskContext, Promise<void>>()

/**
 * Makes sure once that the storage was worked on with this `authorKey` and no other; the first desk leaves a check value there. With another key the messages of one
 * person would be those of two, and nobody would be told.
 *
 * @throws DeskError `config` for another key; whatever the storage throws, and then it is asked again the next time
 */
export async function checkAuthorKey(context: DeskContext): Promise<void> {
  let check = checked.get(context)
  if (check === undefined) {
    check = compareKey(context)
    checked.set(context, check)
    check.catch(() => checked.delete(context))
  }
  await check
}

async function compareKey(context: DeskContext): Promise<void> {
  const { storage, clock, authorKey } = context
  const check = keyedId(authorKey, "otklik", "check value of authorKey")
  const noted = await readKeys(context)
  if (noted === null) {
    const at = clock.now()
    const next = JSON.stringify({ keys: [{ check, since: at }] } satisfies NotedKeys)
    try {
      await storage.commit({ cursors: [{ ...note, expected: null, next, at, read: 0, matched: 0, skipped: 0, gaps: [] }] })
    } catch (error) {
      // Another worker was first: then its key is what counts.
      if (!isDeskError(error, "conflict")) throw error
      return compareKey(context)
    }
    return
  }
  if (noted.keys.at(-1)?.check === check) return
  throw configError("createDesk options", [
    {
      path: "authorKey",
      message:
        "this tenant's storage was worked on with another key: authors would no longer be recognised; give the key that it began with, or a storage of its own",
    },
  ])
}

async function readKeys({ storage }: DeskContext): Promise<NotedKeys | null> {
  const stored = (await storage.readCursors(note.connectorId)).find(({ sourceId }) => sourceId === note.sourceId)
  return stored === undefined ? null : decodeRecord<NotedKeys>(stored.cursor, "note of the authorKey")
}
