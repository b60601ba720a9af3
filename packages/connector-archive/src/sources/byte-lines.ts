import { isUtf8 } from "node:buffer"
import type { FileHandle } from "node:fs/promises"
import { notUtf8, tooLong, type LineFault } from "./read-line.ts"

/**
 * How much is read from the disk at a time, in bytes: enough for a page of common lines, and no more than is worth
 * throwing away.
 */
const chunkSize = { least: 16 * 1024, aLine: 512, most: 128 * 1024 }

/** A piece of a file between two line feeds. */
export interface ByteLine {
  /** Its length in bytes, with the line feed. */
  readonly size: number
  /** Its text without the line feed, or what keeps it from being text. */
  readonly content: string | LineFault
  /** Whether a line feed ends it; false only at the end of the file. */
  readonly ended: boolean
}

/** Walks over the lines of an interval of a file with flat memory. */
export interface ByteLines {
  /** The next line that is already in memory; undefined when more must be read, or nothing is left. */
  next(): ByteLine | undefined
  /** Reads on; false when the interval has been read to its end. */
  fill(): Promise<boolean>
  /** What follows the last line feed once `fill` has said false; undefined when nothing does. */
  tail(): ByteLine | undefined
}

/**
 * Walks over the lines of `[from, to)`.
 *
 * @param handle - the open file; it stays the caller's
 * @param options - the interval in bytes, the longest line in bytes, about how many lines will be taken, and what
 * aborts the reading
 */
export function createByteLines(
  handle: FileHandle,
  options: {
    readonly from: number
    readonly to: number
    readonly maxLineBytes: number
    readonly expectedLines: number
    readonly signal: AbortSignal | undefined
  },
): ByteLines {
  const { to, maxLineBytes, expectedLines, signal } = options
  const chunk = Math.min(Math.max(chunkSize.least, expectedLines * chunkSize.aLine), chunkSize.most)
  let buffer = Buffer.allocUnsafe(chunk)
  let position = options.from // of the next byte to be read from the disk
  let start = 0 // of the current line, in the buffer
  let searched = 0 // no line feed is before this, from `start` on
  let end = 0 // of the bytes in the buffer
  let dropped = 0 // bytes of the current line that were thrown away because it is too long
  let valid = false // the bytes between `start` and the last line feed are known to be UTF-8

  function lineOf(stop: number, ended: boolean): ByteLine {
    const length = dropped + stop - start
    const size = length + (ended ? 1 : 0)
    if (length > maxLineBytes) return { size, content: tooLong(maxLineBytes), ended }
    if (!(valid && ended) && !isUtf8(buffer.subarray(start, stop))) return { size, content: notUtf8, ended }
    return { size, content: buffer.toString("utf8", start, stop), ended }
  }

  function makeRoom(): void {
    if (end - start > maxLineBytes) {
      // Only the length of such a line matters.
      dropped += end - start
      start = end
    }
    if (start > 0) {
      buffer.copyWithin(0, start, end)
      end -= start
      start = 0
    }
    searched = end
    if (buffer.length - end < chunk) {
      const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, end + chunk))
      buffer.copy(larger, 0, 0, end)
      buffer = larger
    }
  }

  return {
    next() {
      if (searched >= end) return undefined
      const stop = buffer.indexOf(10, searched)
      if (stop === -1 || stop >= end) {
        searched = end
        return undefined
      }
      const line = lineOf(stop, true)
      start = stop + 1
      searched = start
      dropped = 0
      return line
    },
    async fill() {
      signal?.throwIfAborted()
      if (position >= to) return false
      makeRoom()
      const wanted = Math.min(buffer.length - end, to - position)
      const { bytesRead } = await handle.read(buffer, end, wanted, position)
      if (bytesRead === 0) return false // The file became shorter; the next pull says so.
      position += bytesRead
      end += bytesRead
      const last = buffer.subarray(0, end).lastIndexOf(10)
      valid = last >= 0 && isUtf8(buffer.subarray(start, last))
      return true
    },
    tail: () => (start < end || dropped > 0 ? lineOf(end, false) : undefined),
  }
}
