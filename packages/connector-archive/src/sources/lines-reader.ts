import { DeskError } from "@otklik/core"
import type { MessagePage, PullOptions } from "@otklik/core/connector"
import { sha256 } from "@otklik/core/internal"
import type { LineSource } from "../options.ts"
import { formatCursor, parseCursor, type Cursor, type Position } from "./cursor.ts"
import { createKeyWindow, type KeyWindow } from "./key-window.ts"
import { createLineStream, type LineStream } from "./line-stream.ts"
import { createPageBuilder, remember, origin, type PageReader } from "./page-builder.ts"
import { readLine, tooLong, type ReadLine } from "./read-line.ts"

/** The state of an iterable between two pages. */
interface Warm {
  readonly cursor: string
  readonly stream: LineStream
  readonly window: KeyWindow
}

const markOfNothing = sha256("")

/**
 * Reads an iterable of lines. It is kept open between two pages while the cursor asked for is the newest one; any other
 * cursor opens it again.
 *
 * @param source - the iterable
 * @param maxLineBytes - longer lines are reported and skipped
 */
export function createLinesReader(source: LineSource, maxLineBytes: number): PageReader {
  let warm: Warm | undefined

  function read(text: string): ReadLine {
    // A UTF-16 unit is at most three bytes of UTF-8, so most lines need not be counted.
    if (text.length * 3 > maxLineBytes && Buffer.byteLength(text) > maxLineBytes) return { kind: "fault", fault: tooLong(maxLineBytes) }
    return readLine(text)
  }

  async function openAt(cursor: Cursor, signal: AbortSignal | undefined): Promise<Omit<Warm, "cursor">> {
    const window = createKeyWindow(cursor.blocks)
    const from = cursor.blocks[0]
    const stream = createLineStream(source, from.line)
    try {
      let place = from
      let mark = markOfNothing
      while (place.line < cursor.line) {
        const text = await stream.next(signal)
        if (text === undefined) throw replaced(source.id, cursor.line)
        window.enter(place)
        remember(window, read(text), place)
        place = after(place, text)
        if (place.line === cursor.line) mark = sha256(text)
      }
      if (mark !== cursor.mark || place.offset !== cursor.offset) throw replaced(source.id, cursor.line)
      return { stream, window }
    } catch (error) {
      stream.close()
      throw error
    }
  }

  async function pull(options: PullOptions): Promise<MessagePage> {
    const { limit, signal } = options
    signal?.throwIfAborted()
    const start: Cursor =
      options.cursor === undefined ? { ...origin, open: false, blocks: [origin, origin], mark: markOfNothing } : parseCursor(options.cursor)
    const known = warm
    warm = undefined // Whoever pulls the same source meanwhile opens it anew.
    const matches = known !== undefined && known.cursor === options.cursor
    if (!matches) known?.stream.close()
    const { stream, window } = matches ? known : await openAt(start, signal)
    try {
      const page = createPageBuilder({ limit, window, file: undefined })
      let place: Position = start
      let mark = start.mark
      let ended = false
      while (!page.full()) {
        const text = await stream.next(signal)
        ended = text === undefined
        if (text === undefined) break
        if (!page.take(read(text), place, text.length + 1)) {
          stream.putBack(text)
          break
        }
        place = after(place, text)
        mark = text
      }
      const cursor = formatCursor({
        ...place,
        open: false,
        blocks: window.blocks(),
        mark: place.line === start.line ? start.mark : sha256(mark),
      })
      if (ended) stream.close()
      else warm = { cursor, stream, window }
      return { messages: page.messages, skipped: page.skipped, gaps: [], cursor, more: !ended }
    } catch (error) {
      stream.close()
      throw error
    }
  }

  return { pull }
}

function after(place: Position, text: string): Position {
  return { offset: place.offset + text.length + 1, line: place.line + 1 }
}

function replaced(sourceId: string, line: number): DeskError<"protocol"> {
  const message = `the source ${sourceId} no longer gives the lines that were read up to line ${line}; give new content a new source id`
  return new DeskError("protocol", message, { path: "sources", line })
}
