import { DeskError } from "@otklik/core"
import * as z from "zod"

/** A place between two lines. */
export interface Position {
  /** Bytes before it, for a file; UTF-16 units before it, for an iterable. */
  readonly offset: number
  /** Whole lines before it. */
  readonly line: number
}

/** Where a source was left. */
export interface Cursor extends Position {
  /** The last line that was read had no line feed yet: what follows, up to the next line feed, belongs to it. */
  readonly open: boolean
  /** Where the last two blocks of the duplicate window begin: `[previous, current]`. */
  readonly blocks: readonly [Position, Position]
  /** A hash of what was read: distinguishes a source that was replaced from one that only grew. */
  readonly mark: string
}

const count = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
const storedSchema = z.tuple([
  z.literal(1),
  count,
  count,
  z.boolean(),
  z.tuple([count, count]),
  z.tuple([count, count]),
  z.string().regex(/^[0-9a-f]{64}$/),
])

/**
 * Writes a cursor as the string that the desk keeps. The same cursor always gives the same string.
 *
 * @param cursor - where the source was left
 */
export function formatCursor(cursor: Cursor): string {
  const [previous, current] = cursor.blocks
  return JSON.stringify([
    1,
    cursor.offset,
    cursor.line,
    cursor.open,
    [previous.offset, previous.line],
    [current.offset, current.line],
    cursor.mark,
  ] satisfies z.input<typeof storedSchema>)
}

/**
 * Reads a cursor back.
 *
 * @param text - what {@link formatCursor} wrote
 * @throws DeskError `config` for anything else: reading from a place that nobody understands would lose or double
 * messages
 */
export function parseCursor(text: string): Cursor {
  const result = storedSchema.safeParse(parseJson(text))
  if (result.success) {
    const [, offset, line, open, [previousOffset, previousLine], [currentOffset, currentLine], mark] = result.data
    const ordered = previousOffset <= currentOffset && currentOffset <= offset && previousLine <= currentLine && currentLine <= line
    if (ordered) {
      const blocks = [
        { offset: previousOffset, line: previousLine },
        { offset: currentOffset, line: currentLine },
      ] as const
      return { offset, line, open, blocks, mark }
    }
  }
  const message = "a cursor that this connector gave for this source was expected"
  throw new DeskError("config", `cursor: ${message}`, { issues: [{ path: "cursor", message }] })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
