import { DeskError } from "@otklik/core"
import type { MessagePage, PullOptions } from "@otklik/core/connector"
import { markOf, reach, withArchiveFile, type ArchiveFile } from "./archive-file.ts"
import { createByteLines, type ByteLine } from "./byte-lines.ts"
import { formatCursor, parseCursor, type Cursor, type Position } from "./cursor.ts"
import { createKeyWindow, type KeyWindow } from "./key-window.ts"
import { createPageBuilder, remember, origin, type PageReader } from "./page-builder.ts"
import { isWholeObject, lineFault, readLine, type ReadLine } from "./read-line.ts"

/**
 * Reads a file. Between two pages only the duplicate window stays in memory; a cursor that is not the newest one makes
 * it anew from the file.
 *
 * @param path - the file
 * @param maxLineBytes - longer lines are reported and skipped
 */
export function createFileReader(path: string, maxLineBytes: number): PageReader {
  let warm: { readonly cursor: string; readonly window: KeyWindow } | undefined

  async function windowAt(file: ArchiveFile, cursor: Cursor, signal: AbortSignal | undefined): Promise<KeyWindow> {
    const window = createKeyWindow(cursor.blocks)
    const from = cursor.blocks[0]
    const lines = createByteLines(file.handle, {
      from: from.offset,
      to: cursor.offset,
      maxLineBytes,
      expectedLines: cursor.line - from.line,
      signal,
    })
    let place = from
    const enter = (line: ByteLine): void => {
      window.enter(place)
      remember(window, read(line), place)
      place = { offset: place.offset + line.size, line: place.line + 1 }
    }
    do {
      for (let line = lines.next(); line !== undefined; line = lines.next()) enter(line)
    } while (await lines.fill())
    const tail = lines.tail()
    if (tail !== undefined) enter(tail)
    return window
  }

  async function pull(file: ArchiveFile, options: PullOptions): Promise<MessagePage> {
    const { limit, signal } = options
    const cursor = options.cursor === undefined ? undefined : parseCursor(options.cursor)
    if (cursor !== undefined) await checkMark(path, file, cursor)
    const known = warm
    warm = undefined // Whoever pulls the same source meanwhile makes a window of their own.
    const window =
      cursor === undefined
        ? createKeyWindow([origin, origin])
        : known !== undefined && known.cursor === options.cursor
          ? known.window
          : await windowAt(file, cursor, signal)

    const page = createPageBuilder({ limit, window, file: path })
    const lines = createByteLines(file.handle, { from: cursor?.offset ?? 0, to: file.size, maxLineBytes, expectedLines: limit, signal })
    let place: Position = cursor ?? origin
    let open = cursor?.open ?? false
    let full = false

    function take(line: ByteLine): boolean {
      if (page.full()) return false
      if (!page.take(open ? readRest(line) : read(line), place, line.size)) return false
      place = { offset: place.offset + line.size, line: place.line + (line.ended ? 1 : 0) }
      open = !line.ended
      return true
    }

    do {
      for (let line = lines.next(); line !== undefined && !full; line = lines.next()) full = !take(line)
    } while (!full && !page.full() && (await lines.fill()))
    full ||= page.full()
    const tail = full ? undefined : lines.tail()
    if (tail !== undefined && mayReadUnended(tail, open)) full = !take(tail)

    const next: Cursor = { ...place, open, blocks: window.blocks(), mark: await markOf(file, place.offset) }
    const text = formatCursor(next)
    warm = { cursor: text, window }
    return { messages: page.messages, skipped: page.skipped, gaps: [], cursor: text, more: full && place.offset < file.size }
  }

  return {
    pull: (options) => withArchiveFile(path, (file) => reach(path, () => pull(file, options))),
  }
}

/** What a line holds. */
function read(line: ByteLine): ReadLine {
  return typeof line.content === "string" ? readLine(line.content) : { kind: "fault", fault: line.content }
}

/** What follows an object that was read before its line feed came: nothing, as a rule. */
function readRest(line: ByteLine): ReadLine {
  if (typeof line.content === "string" && line.content.trim() === "") return { kind: "blank" }
  return { kind: "fault", fault: lineFault("not-json", "nothing more was expected on this line") }
}

/**
 * A last line without a line feed may be one that is being written. It is read when it is a whole JSON object, because
 * the beginning of an object never is one; otherwise it waits.
 */
function mayReadUnended(tail: ByteLine, open: boolean): boolean {
  return !open && typeof tail.content === "string" && isWholeObject(tail.content)
}

async function checkMark(path: string, file: ArchiveFile, cursor: Cursor): Promise<void> {
  if (cursor.offset <= file.size && (await markOf(file, cursor.offset)) === cursor.mark) return
  const message = `the file ${path} was cut or replaced since line ${cursor.line} was read; give new content a new file name, so that it becomes a new source`
  throw new DeskError("protocol", message, { path: "files", file: path, line: cursor.line })
}
