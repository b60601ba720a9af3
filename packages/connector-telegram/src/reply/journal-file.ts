import { open, readFile } from "node:fs/promises"
import { DeskError, readOptions } from "@otklik/core"
import * as z from "zod"
import type { ReplyJournal } from "./journal.ts"

/** Options of {@link createJournalFile}. */
export interface JournalFileOptions {
  /** Where the file is; it is made when there is none. Its folder must exist. */
  readonly path: string
}

const optionsSchema = z.strictObject({ path: z.string().min(1) })
const lineSchema = z.tuple([z.string(), z.string()])

/**
 * A journal in a file that grows by a line an entry, for one process. An entry is on the disk (`fsync`) when `replace`
 * resolves; a last line that a crash tore was never acknowledged and counts for nothing.
 *
 * @param options - see {@link JournalFileOptions}
 * @throws DeskError `config` for wrong options; `protocol` with the line from `read` and `replace`, when the file holds
 * something else
 */
export function createJournalFile(options: JournalFileOptions): ReplyJournal {
  const { path } = readOptions(optionsSchema, options, "createJournalFile options")
  let entries: Promise<Map<string, string>> | undefined
  let last: Promise<unknown> = Promise.resolve()

  function load(): Promise<Map<string, string>> {
    entries ??= readEntries(path)
    // A file that could not be read is tried again the next time.
    entries.catch(() => (entries = undefined))
    return entries
  }

  async function append(key: string, expected: string | undefined, value: string): Promise<boolean> {
    const known = await load()
    if (known.get(key) !== expected) return false
    const handle = await open(path, "a+")
    try {
      const { size } = await handle.stat()
      const { buffer } = size === 0 ? { buffer: undefined } : await handle.read(Buffer.alloc(1), 0, 1, size - 1)
      const begin = buffer === undefined || buffer[0] === 0x0a ? "" : "\n"
      await handle.appendFile(`${begin}${JSON.stringify([key, value])}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    known.set(key, value)
    return true
  }

  return {
    read: async (key) => (await load()).get(key),
    replace(key, expected, value) {
      const turn = last.then(() => append(key, expected, value))
      last = turn.catch(() => undefined)
      return turn
    },
  }
}

async function readEntries(path: string): Promise<Map<string, string>> {
  const entries = new Map<string, string>()
  const lines = (await contentOf(path)).split("\n")
  for (const [index, line] of lines.entries()) {
    if (line === "") continue
    const entry = readLine(line)
    if (entry !== undefined) entries.set(...entry)
    // A torn line stays where it is, followed by the next entry on a line of its own.
    else if (!line.startsWith("["))
      throw new DeskError("protocol", `${path}:${index + 1}: an entry of the journal was expected`, { path: "", line: index + 1 })
  }
  return entries
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8")
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return ""
    throw error
  }
}

function readLine(line: string): readonly [string, string] | undefined {
  try {
    return lineSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}
