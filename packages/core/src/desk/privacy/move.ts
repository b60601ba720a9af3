import type { ActorOptions } from "../access/authorisation.ts"
import { readOptions, stableId } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import { exportLines, importLines, type ImportResult, type MoveEntry, type TenantCounts, movingOf } from "../../storage/index.ts"
import { authoriseWhole } from "../access/authorise.ts"
import { actorSchema } from "../options/request.ts"
import type { DeskContext } from "../context.ts"
import { moveSealed } from "./sealed-authors.ts"

/** What comes in. */
export interface ImportRequest {
  /**
   * The lines of `desk.export`, from the first one on. Of `readline.createInterface`, hand in the interface at once: it
   * waits for nobody.
   */
  readonly lines: AsyncIterable<string>
}

/** Gives everything away, line by line: asks the authorisation, writes the journal, and only then begins. */
export async function* exportTenant(context: DeskContext, given: ActorOptions): AsyncGenerator<string, void, undefined> {
  const { storage, clock } = context
  const by = readOptions(actorSchema, given.actor, "export actor")
  await authoriseWhole(context, by, "export")
  const counts = await movingOf(storage).countRecords()
  const at = clock.now()
  // The counts distinguish two of one moment: the second one counts the entry of the first.
  const entryId = stableId("mov", "export", by.kind, by.id, at, JSON.stringify(counts))
  const entry: MoveEntry = { kind: "move", direction: "export", entryId, at, by, incidentId: null, counts }
  await storage.commit({ journal: [entry] })
  yield* exportLines(storage)
}

/** Takes everything in, whole or not at all, with an entry of the journal beside. */
export async function importTenant(context: DeskContext, { lines }: ImportRequest, given: ActorOptions): Promise<ImportResult> {
  // Before anything is waited for: a reader of lines that is not listened to from the beginning loses the first ones.
  const iterator = lines[Symbol.asyncIterator]()
  try {
    const by = readOptions(actorSchema, given.actor, "import actor")
    await authoriseWhole(context, by, "import")
    return await importBy(context, { [Symbol.asyncIterator]: () => iterator }, by)
  } finally {
    await iterator.return?.()
  }
}

async function importBy({ clock, storage, keyRing }: DeskContext, lines: AsyncIterable<string>, by: Actor): Promise<ImportResult> {
  const now = clock.now()
  const entryOf = (hash: string, counts: TenantCounts): MoveEntry => {
    const entryId = stableId("mov", "import", hash)
    return { kind: "move", direction: "import", entryId, at: now, by, incidentId: null, counts }
  }
  return importLines({
    lines,
    target: storage,
    now,
    entryOf,
    sealedFor: (author, from) => moveSealed(keyRing, author, from, storage.tenant),
  })
}
