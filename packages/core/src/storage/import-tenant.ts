import { z } from "zod"
import { DeskError, readOptions, type Instant } from "../base/index.ts"
import { decodeEvent } from "./codec.ts"
import type { Storage } from "./contract.ts"
import { chained, exportFormat } from "./export-tenant.ts"
import { createReplay } from "./replay.ts"
import type { TenantCounts } from "./tenant-records.ts"

/** What `importTenant` is given. */
export interface ImportOptions {
  /** The lines of `exportTenant`. */
  readonly lines: AsyncIterable<string>
  /**
   * Where the lines are put until all are there and counted: a storage for a tenant of its own in the target's database, which nobody else uses. What an
   * interrupted import left there is gone on with; `staging.handOver(null)` throws it away.
   */
  readonly staging: Storage
  /** The tenant that gets everything in the end. It must have nothing. */
  readonly target: Storage
  /** What the target's tenant is called in its database. */
  readonly tenant: string
  /** The present moment, noted with the progress. */
  readonly now: Instant
}

/** What an import came to. */
export interface ImportResult {
  readonly counts: TenantCounts
  /** Lines that an earlier import had stored already. */
  readonly resumedAt: number
}

const kinds = [
  "incident",
  "event",
  "claim",
  "message",
  "draft",
  "outbox",
  "cursor",
  "sealed-author",
  "journal",
  "evidence",
  "mark",
] as const
const count = z.int().min(0)
const headerSchema = z.looseObject({
  otklik: z.literal("tenant"),
  format: z.literal(exportFormat, `format ${exportFormat} was expected`),
  counts: z.record(z.enum(kinds), count),
})
const lineSchema = z.looseObject({ kind: z.enum(kinds), record: z.looseObject({}) })
const endSchema = z.looseObject({ end: z.literal(true), hash: z.string() })

/**
 * The connector id under which an import notes its progress in the staging tenant: no connector's, since those hold no slash. A storage hands these cursors over
 * to nobody.
 */
export const importNotesId = "otklik/import"

/**
 * Puts everything of a tenant into another storage: page by page into a staging tenant, and at once into the target when counts and hash are right. Until then
 * the target has nothing; afterwards it has everything, with the same numbers and the same order of events.
 *
 * @param options - lines, staging, target
 * @throws DeskError `conflict` when the target has anything; `protocol` with the number of a line that is broken, for a wrong hash and for wrong counts: then the
 * target has nothing; whatever the storages throw
 */
export async function importTenant(options: ImportOptions): Promise<ImportResult> {
  const { lines, staging, target, tenant, now } = options
  if (!isEmpty(await target.countRecords()))
    throw new DeskError("conflict", "the target has something already; nothing was imported", { id: "tenant" })
  const [progress] = await staging.readCursors(importNotesId)
  if (progress === undefined && !isEmpty(await staging.countRecords()))
    throw new DeskError("conflict", "the staging tenant has something that no import left", { id: "tenant" })
  const replay = createReplay(staging, progress?.cursor ?? null, (next) => ({
    connectorId: importNotesId,
    sourceId: "lines",
    at: now,
    next,
  }))
  const skip = progress === undefined ? 0 : Number(progress.cursor.split(" ")[0])
  let number = 0
  let hash = ""
  let header: z.output<typeof headerSchema> | undefined
  let isOver = false
  for await (const line of lines) {
    if (line === "") continue
    number += 1
    if (isOver) throw broken(number, "nothing was expected after the end")
    const value = parsed(line, number)
    if (header === undefined) {
      header = checked(headerSchema, value, number)
      hash = chained(hash, line)
    } else if (typeof value === "object" && value !== null && "end" in value) {
      const end = checked(endSchema, value, number)
      if (end.hash !== hash) throw broken(number, "the hash does not fit the lines before: something was changed, lost or added")
      isOver = true
    } else {
      const { kind, record } = checked(lineSchema, value, number)
      hash = chained(hash, line)
      if (number > skip)
        await replay.add(kind, kind === "event" ? { ...record, event: eventOf(record["event"], number) } : record, `${number} ${hash}`)
      else if (number === skip && progress?.cursor !== `${number} ${hash}`)
        throw broken(number, "the lines are others than those of the import that was begun")
    }
  }
  if (header === undefined || !isOver) throw broken(number + 1, "the end was expected: the lines are not whole")
  await replay.finish()
  const stored = await staging.countRecords()
  for (const kind of kinds) {
    const expected = header.counts[kind]
    const found = kind === "cursor" && (await staging.readCursors(importNotesId)).length > 0 ? stored.cursor - 1 : stored[kind]
    if (found !== expected) throw broken(1, `${expected} of "${kind}" were expected, ${found} came`)
  }
  await staging.handOver(tenant)
  return { counts: await target.countRecords(), resumedAt: skip }
}

function isEmpty(counts: TenantCounts): boolean {
  return Object.values(counts).every((one) => one === 0)
}

function parsed(line: string, number: number): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    throw broken(number, "JSON was expected")
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown, number: number): z.output<Schema> {
  try {
    return readOptions(schema, value, "line")
  } catch (error) {
    throw broken(number, error instanceof Error ? error.message : "another shape was expected")
  }
}

function eventOf(value: unknown, number: number): unknown {
  try {
    // Through the codec: an event of an older version is lifted, and one that nobody could read back is not taken.
    return decodeEvent(JSON.stringify(value))
  } catch (error) {
    throw broken(number, error instanceof Error ? error.message : "an event was expected")
  }
}

function broken(line: number, why: string): DeskError<"protocol"> {
  return new DeskError("protocol", `import: line ${line}: ${why}`, { path: "lines", line })
}
