import { instantToMillis, readOptions } from "@otklik/core"
import { instantSchema } from "@otklik/core/connector"
import { createReadStream } from "node:fs"
import { mkdtemp, open as openFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import * as z from "zod"
import type { LineSource } from "../options.ts"

/** What {@link sortedArchive} takes. */
export interface SortedArchiveOptions {
  /** The source's id. */
  readonly id: string
  /** For people; the id when absent. */
  readonly title?: string | undefined
  /**
   * Opens the lines in any order; the same lines each time. A source that grew may only have got later messages: else
   * its cursor is refused with `protocol`.
   */
  open(): AsyncIterable<string>
  /** How many bytes of lines are sorted in memory at a time; what does not fit is sorted on disk. Default 64 MiB. */
  readonly memoryBytes?: number | undefined
  /** Where folders for sorting are made, and deleted afterwards. Default: the system's for temporary files. */
  readonly directory?: string | undefined
}

const optionsSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1).optional(),
  open: z.unknown().refine((value) => typeof value === "function", "a function was expected"),
  memoryBytes: z.int().min(1).default(67_108_864),
  directory: z.string().min(1).optional(),
})

/** A line with its place in the order. */
interface Keyed {
  readonly millis: number
  readonly text: string
}

/**
 * The lines of an archive in the order in which their messages were published, for `desk.pull({ registerAt:
 * "published" })`. Sorted on disk where memory does not hold them, anew each time they are opened; of one moment the
 * order of the archive holds. A line that cannot be read stays behind the line before it, and is reported.
 *
 * @param options - the lines, and what they are called
 * @returns a source for `createArchiveConnector({ sources })`
 * @throws DeskError `config` for wrong options
 */
export function sortedArchive(options: SortedArchiveOptions): LineSource {
  const { id, title, memoryBytes, directory } = readOptions(optionsSchema, options, "sortedArchive options")
  return {
    id,
    ...(title === undefined ? {} : { title }),
    order: "published",
    open: () => sorted(options.open(), memoryBytes, directory ?? tmpdir()),
  }
}

async function* sorted(lines: AsyncIterable<string>, memoryBytes: number, directory: string): AsyncGenerator<string, void, undefined> {
  let folder: string | undefined
  let runs = 0
  let held: Keyed[] = []
  let bytes = 0
  const fileOf = (run: number): string => join(folder ?? "", `${run}.lines`)
  try {
    let before = -Infinity
    for await (const text of lines) {
      const millis = publishedAt(text) ?? before
      before = millis
      held.push({ millis, text })
      bytes += text.length * 2 + 64
      if (bytes < memoryBytes) continue
      folder ??= await mkdtemp(join(directory, "otklik-sort-"))
      await writeRun(fileOf(runs), inOrder(held))
      runs += 1
      held = []
      bytes = 0
    }
    const rest = inOrder(held)
    const all = [...Array.from({ length: runs }, (_, run) => readRun(fileOf(run))), memoryRun(rest)]
    for await (const { text } of merged(all)) yield text
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  }
}

/** Sorting is stable: of one moment the order of the archive holds. */
function inOrder(lines: readonly Keyed[]): readonly Keyed[] {
  return lines.toSorted((one, other) => (one.millis < other.millis ? -1 : one.millis > other.millis ? 1 : 0))
}

/** When a line's message was published; undefined for one that does not say. */
function publishedAt(text: string): number | undefined {
  const found = instantSchema.safeParse(momentIn(text))
  return found.success ? instantToMillis(found.data) : undefined
}

function momentIn(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null && "publishedAt" in value ? value.publishedAt : undefined
  } catch {
    return undefined
  }
}

async function writeRun(path: string, lines: readonly Keyed[]): Promise<void> {
  const file = await openFile(path, "wx")
  try {
    let text = ""
    for (const line of lines) {
      text += `${line.millis}\t${line.text}\n`
      if (text.length < 1_048_576) continue
      await file.write(text)
      text = ""
    }
    await file.write(text)
  } finally {
    await file.close()
  }
}

async function* readRun(path: string): AsyncGenerator<Keyed, void, undefined> {
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: 0 })) {
    const end = line.indexOf("\t")
    yield { millis: Number(line.slice(0, end)), text: line.slice(end + 1) }
  }
}

async function* memoryRun(lines: readonly Keyed[]): AsyncGenerator<Keyed, void, undefined> {
  yield* lines
}

/** Several orders as one; of one moment an earlier run goes first. */
async function* merged(runs: readonly AsyncGenerator<Keyed, void, undefined>[]): AsyncGenerator<Keyed, void, undefined> {
  const heads = await Promise.all(runs.map(async (run) => (await run.next()).value))
  try {
    for (;;) {
      let least = -1
      for (const [place, head] of heads.entries()) {
        if (head !== undefined && (least === -1 || head.millis < (heads[least]?.millis ?? Infinity))) least = place
      }
      const head = heads[least]
      if (head === undefined) return
      yield head
      heads[least] = (await runs[least]?.next())?.value ?? undefined
    }
  } finally {
    for (const run of runs) await run.return()
  }
}
