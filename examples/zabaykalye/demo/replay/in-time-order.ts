import { millisToInstant, type Instant } from "@otklik/core"
import { createReadStream, existsSync } from "node:fs"
import { open, rename, stat } from "node:fs/promises"
import { join } from "node:path"

/** The file to read: the archive itself, or a copy that was put in order. */
export interface OrderedFile {
  readonly path: string
  /** The moment of the first message; null when no line tells one. */
  readonly first: Instant | null
  /** Of each line of the copy, which line of the archive it is, counted from 1; null: nothing was copied. */
  readonly lines: readonly number[] | null
}

/** Where a line stands and when its message was published; one that tells no moment goes with the line before it. */
interface Line {
  readonly start: number
  readonly length: number
  readonly moment: number
}

const lineFeed = 10

/**
 * A replay brings its clock to the newest message of each page, so an archive must be in order of time: with one late
 * message first, everything else would be registered and due by that message's moment. An archive that is not in order
 * is copied in order, once; lines of one moment keep their order.
 *
 * @param path - an NDJSON file
 * @param folder - where the copy goes
 */
export async function inTimeOrder(path: string, folder: string): Promise<OrderedFile> {
  const lines = await readLines(path)
  const least = lines.reduce((found, { moment }) => (moment > 0 && moment < found ? moment : found), Number.POSITIVE_INFINITY)
  const first = Number.isFinite(least) ? millisToInstant(least) : null
  if (lines.every(({ moment }, index) => index === 0 || moment >= (lines[index - 1]?.moment ?? 0))) return { path, first, lines: null }
  const places = new Map(lines.map((line, index) => [line, index + 1]))
  const sorted = lines.toSorted((one, other) => one.moment - other.moment || one.start - other.start)
  const { size, mtimeMs } = await stat(path)
  // An earlier run may have put the same archive in order: its cursor is a place in that very copy.
  const copy = join(folder, `in-time-order-${size}-${Math.round(mtimeMs)}.ndjson`)
  if (!existsSync(copy)) await writeSorted(path, copy, sorted)
  return { path: copy, first, lines: sorted.map((line) => places.get(line) ?? 0) }
}

async function readLines(path: string): Promise<readonly Line[]> {
  const lines: Line[] = []
  let [start, moment] = [0, 0]
  let rest: Buffer = Buffer.alloc(0)
  const add = (text: Buffer): void => {
    moment = momentOf(text.toString("utf8")) ?? moment
    lines.push({ start, length: text.length, moment })
    start += text.length + 1
  }
  for await (const chunk of createReadStream(path)) {
    let bytes = Buffer.concat([rest, chunk as Buffer])
    for (let end = bytes.indexOf(lineFeed); end !== -1; end = bytes.indexOf(lineFeed)) {
      add(bytes.subarray(0, end))
      bytes = bytes.subarray(end + 1)
    }
    rest = bytes
  }
  if (rest.length > 0) add(rest)
  return lines
}

function momentOf(line: string): number | undefined {
  const moment = Date.parse(/"publishedAt"\s*:\s*"([^"]+)"/.exec(line)?.[1] ?? "")
  return Number.isNaN(moment) ? undefined : moment
}

/** Beside its name first, so that a run that is killed leaves no half of a copy. */
async function writeSorted(from: string, to: string, lines: readonly Line[]): Promise<void> {
  const source = await open(from, "r")
  const target = await open(`${to}.part`, "w")
  try {
    for (const { start, length } of lines) {
      const bytes = Buffer.alloc(length + 1, lineFeed)
      await source.read(bytes, 0, length, start)
      await target.write(bytes)
    }
    await target.sync()
  } finally {
    await source.close()
    await target.close()
  }
  await rename(`${to}.part`, to)
}
