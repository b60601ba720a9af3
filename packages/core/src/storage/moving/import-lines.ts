import { movingOf } from "../define/reading-storages.ts"
import { DeskError, isDeskError, type Instant } from "../../base/index.ts"
import type { Storage } from "../contract/contract.ts"
import { chained } from "./export-lines.ts"
import { brokenLine, lineKinds, readLine } from "./import-line.ts"
import type { MoveEntry } from "../contract/journal.ts"
import { createReplay, type Replay } from "./replay.ts"
import type { SealedAuthor } from "../contract/sealed-author.ts"
import type { TenantCounts } from "../contract/record-kind.ts"

/** What `importLines` is given. */
export interface ImportOptions {
  readonly lines: AsyncIterable<string>
  /** The tenant that gets everything in the end. It must have nothing. */
  readonly target: Storage
  /** The present moment, noted with the progress. */
  readonly now: Instant
  /** What the journal says of it. */
  readonly entryOf: (hash: string, counts: TenantCounts) => MoveEntry
  /** A sealed author as the target keeps it. */
  readonly sealedFor: (author: SealedAuthor, from: string) => SealedAuthor
}

/** What an import came to. */
export interface ImportResult {
  /** What came in: the counts of the export. */
  readonly counts: TenantCounts
  /** Lines that an earlier import had stored already. */
  readonly resumedAt: number
}

/**
 * The connector id under which an import notes its progress in the staging: no connector's, since those hold no slash.
 * A storage hands these cursors over to nobody.
 */
export const importNotesId = "otklik/import"

/** Follows the progress of an import whose lines are all there and checked. */
const checkedMark = "checked"

/**
 * Puts everything of a tenant into another storage: page by page into its staging, and at once into the target when
 * counts and hash are right. Until then the target has nothing; afterwards it has everything, with the same numbers and
 * the same order of events, and an entry of the journal more.
 *
 * Interrupted, it goes on after the last commit, given the same lines from the beginning. What broken lines left in the
 * staging is deleted at once.
 *
 * @param options - lines and target
 * @throws DeskError `conflict` when the target has anything, or another party imports into it; `protocol` with the
 * number of a line that is broken, for a wrong hash and for wrong counts: then the target has nothing; whatever the
 * storages throw
 */
export async function importLines(options: ImportOptions): Promise<ImportResult> {
  const { target, now } = options
  if (!isEmpty(await movingOf(target).countRecords()))
    throw new DeskError("conflict", "the target has something already; nothing was imported", { what: "tenant", id: "tenant" })
  const staging = movingOf(target).staging()
  const [note] = await staging.readCursors(importNotesId)
  if (note === undefined && !isEmpty(await movingOf(staging).countRecords())) await movingOf(staging).deleteEverything()
  const replay = createReplay(staging, note?.cursor ?? null, (next) => ({
    connectorId: importNotesId,
    sourceId: "lines",
    at: now,
    next,
  }))
  try {
    const { counts, entry } = await stageLines(options, staging, replay, note?.cursor ?? null)
    await movingOf(target).takeStaged(await replay.end(checkedMark, entry))
    return { counts, resumedAt: stoodAt(note?.cursor ?? null).number }
  } catch (error) {
    // Lines that ended too early may still come.
    const isBroken = isDeskError(error, "protocol") && error.details.path !== cutPath
    const isTooLate = isDeskError(error, "conflict") && error.details.what === "tenant"
    if (isBroken || isTooLate) await movingOf(staging).deleteEverything()
    throw error
  }
}

/** The path in the error of lines that ended too early. */
const cutPath = "end"

async function stageLines(
  { lines, entryOf, sealedFor }: ImportOptions,
  staging: Storage,
  replay: Replay,
  progress: string | null,
): Promise<{ readonly counts: TenantCounts; readonly entry: MoveEntry | null }> {
  const stood = stoodAt(progress)
  let number = 0
  let hash = ""
  let expected: TenantCounts | undefined
  let from = ""
  let isOver = false
  for await (const text of lines) {
    if (text === "") continue
    number += 1
    if (isOver) throw brokenLine(number, "nothing was expected after the end")
    const line = readLine(text, number)
    if (line.is === "last") {
      if (line.hash !== hash) throw brokenLine(number, "the hash does not fit the lines before: something was changed, lost or added")
      isOver = true
      continue
    }
    hash = chained(hash, text)
    if (number === stood.number && stood.hash !== hash)
      throw brokenLine(number, "other lines than those that an import began with; it was thrown away: import again")
    if (line.is === "first") {
      expected = line.counts
      from = line.tenant
    } else if (number > stood.number) {
      const record = line.kind === "sealed-author" ? sealedFor(line.record as SealedAuthor, from) : line.record
      await replay.add(line.kind, record, `${number} ${hash}`)
    }
  }
  if (expected === undefined || !isOver) {
    const message = `import: line ${number + 1}: the end was expected: the lines are not whole`
    throw new DeskError("protocol", message, { path: cutPath, line: number + 1 })
  }
  await replay.flush()
  const stored = await movingOf(staging).countRecords()
  const own = { cursor: replay.progress() === null ? 0 : 1, journal: stood.isChecked ? 1 : 0 }
  for (const kind of lineKinds) {
    const found = stored[kind] - (kind === "cursor" ? own.cursor : kind === "journal" ? own.journal : 0)
    if (found !== expected[kind]) throw brokenLine(1, `${expected[kind]} of "${kind}" were expected, ${found} were received`)
  }
  return { counts: expected, entry: stood.isChecked ? null : entryOf(hash, expected) }
}

/**
 * How far an import is, by its note: the number of a line, the hash of all lines up to it, and whether all was
 * checked.
 */
function stoodAt(progress: string | null): { readonly number: number; readonly hash: string; readonly isChecked: boolean } {
  const [number = "0", hash = "", mark] = progress?.split(" ") ?? []
  return { number: Number(number), hash, isChecked: mark === checkedMark }
}

function isEmpty(counts: TenantCounts): boolean {
  return Object.values(counts).every((one) => one === 0)
}
