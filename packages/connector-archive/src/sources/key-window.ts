import type { Instant, MessageKey } from "@otklik/core"
import type { Position } from "./cursor.ts"

/**
 * A block ends after this many lines. Two blocks of keys are a few megabytes at most, and are read again in well under
 * a tenth of a second.
 */
export const blockLines = 4096

/**
 * A block also ends after this many bytes (units, for an iterable), so that reading it again stays short when lines are
 * long.
 */
const blockSize = 8 * 1024 * 1024

/** What is known of a key that is further up. */
export interface SeenKey {
  /** The line where it is last. */
  readonly line: number
  /** Its newest moment: of the edit, or else of the publication. */
  readonly at: Instant
}

/**
 * Remembers the keys of the current block of lines and of the one before: whatever the page size, a key that was
 * at most {@link blockLines} lines (and {@link blockSize} bytes) further up is known, and memory stays flat.
 *
 * What a block holds depends on its own lines only, so a window that is read again from the beginning of its first
 * block is the same window. That is why the same cursor gives the same page after a restart.
 */
export interface KeyWindow {
  /** Notes in the window that a line begins here; a full block ends. */
  enter(place: Position): void
  /** What is known of a key; undefined when it is not in the window. */
  find(key: MessageKey): SeenKey | undefined
  /** Remembers a key of the current line. */
  add(key: MessageKey, seen: SeenKey): void
  /** Where the two blocks begin. */
  blocks(): readonly [Position, Position]
}

/**
 * Makes an empty window.
 *
 * @param blocks - where its blocks begin; both at the beginning of the source for the first page ever
 */
export function createKeyWindow(blocks: readonly [Position, Position]): KeyWindow {
  let [previousStart] = blocks
  let currentStart = previousStart
  // While the first block is read again, the beginning of the second is already fixed.
  let planned = blocks[1].line > previousStart.line ? blocks[1] : undefined
  let previous = new Map<MessageKey, SeenKey>()
  let current = new Map<MessageKey, SeenKey>()

  return {
    enter(place) {
      const full = place.line - currentStart.line >= blockLines || place.offset - currentStart.offset >= blockSize
      if (planned === undefined ? !full : place.line < planned.line) return
      previous = current
      previousStart = currentStart
      current = new Map()
      currentStart = place
      planned = undefined
    },
    find(key) {
      const near = current.get(key)
      const far = previous.get(key)
      if (near === undefined || far === undefined) return near ?? far
      return { line: near.line, at: near.at > far.at ? near.at : far.at }
    },
    add(key, seen) {
      const before = current.get(key)
      current.set(key, before === undefined || before.at < seen.at ? seen : { line: seen.line, at: before.at })
    },
    blocks: () => [previousStart, planned ?? currentStart],
  }
}
