import type { IncomingMessage, SkippedItem } from "@otklik/core"
import type { MessagePage, PullOptions } from "@otklik/core/connector"
import type { Position } from "./cursor.ts"
import type { KeyWindow } from "./key-window.ts"
import type { LineFault, ReadLine } from "./read-line.ts"

/** Reads one source page by page. */
export interface PageReader {
  /** As `doPull` of the connector contract. */
  pull(options: PullOptions): Promise<MessagePage>
}

/** Where every source begins. */
export const origin: Position = { offset: 0, line: 0 }

/**
 * A page ends after this many bytes (units, for an iterable) of lines, so that long lines cannot fill the memory
 * whatever the limit is.
 */
const pageSize = 16 * 1024 * 1024

/** Gathers the lines of one page. */
export interface PageBuilder {
  /** Whether the next line belongs to the next page. */
  full(): boolean
  /**
   * Takes a line.
   *
   * @param line - what it turned out to be
   * @param place - where it begins
   * @param size - its length, with its line feed
   * @returns false when the line was not taken, because this page holds its key already: it begins the next page
   */
  take(line: ReadLine, place: Position, size: number): boolean
  readonly messages: readonly IncomingMessage[]
  readonly skipped: readonly SkippedItem[]
}

/**
 * Starts a page.
 *
 * @param options - the limit, the duplicate window, and the file's name for the places of skipped items
 */
export function createPageBuilder(options: {
  readonly limit: number
  readonly window: KeyWindow
  readonly file: string | undefined
}): PageBuilder {
  const { limit, window, file } = options
  const messages: IncomingMessage[] = []
  const skipped: SkippedItem[] = []
  const keys = new Set<string>()
  let taken = 0

  function skip(fault: LineFault, place: Position): void {
    skipped.push(file === undefined ? { ...fault, line: place.line + 1 } : { ...fault, file, line: place.line + 1 })
  }

  return {
    messages,
    skipped,
    full: () => messages.length + skipped.length >= limit || taken >= pageSize,
    take(line, place, size) {
      if (line.kind === "message") {
        const { key } = line.message
        window.enter(place)
        const seen = window.find(key)
        if (seen === undefined || isLaterEdit(line.message, seen.at)) {
          if (keys.has(key)) return false
          keys.add(key)
          messages.push(line.message)
        } else {
          skip({ code: "duplicate-key", message: `duplicate key: it is on line ${seen.line} too`, path: "key" }, place)
        }
      } else {
        window.enter(place)
        if (line.kind === "fault") skip(line.fault, place)
      }
      remember(window, line, place)
      taken += size
      return true
    },
  }
}

/**
 * Adds a line to the duplicate window, when it holds a message.
 *
 * @param window - the window, which knows already where the line begins
 * @param line - the line
 * @param place - where it begins
 */
export function remember(window: KeyWindow, line: ReadLine, place: Position): void {
  if (line.kind !== "message") return
  const { key, editedAt, publishedAt } = line.message
  window.add(key, { line: place.line + 1, at: editedAt ?? publishedAt })
}

/** The same key once more is an edit when it says that it was edited later than what is known. */
function isLaterEdit(message: IncomingMessage, at: string): boolean {
  return message.editedAt !== undefined && message.editedAt > at
}
