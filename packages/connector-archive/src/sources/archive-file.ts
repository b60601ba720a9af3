import { createHash } from "node:crypto"
import { open, stat, type FileHandle } from "node:fs/promises"
import { DeskError } from "@otklik/core"

/**
 * How many bytes of the beginning, and how many just before the cursor, are compared to notice that a file was
 * replaced.
 */
const markSize = 4096

/** A file that is open for one page. */
export interface ArchiveFile {
  readonly handle: FileHandle
  /** Its length in bytes when it was opened; what is appended meanwhile belongs to the next page. */
  readonly size: number
}

/**
 * Opens a file, hands it to `work`, and closes it whatever happens. No handle is kept between pages: opening costs a
 * fraction of a millisecond, and a file that was moved away is noticed.
 *
 * @param path - the file
 * @param work - what is done with it
 * @throws DeskError `config` when there is no such file, it is no regular file, or it may not be read; `network` when
 * the disk fails
 */
export async function withArchiveFile<Result>(path: string, work: (file: ArchiveFile) => Promise<Result>): Promise<Result> {
  // Asked before opening: opening a pipe would wait for a writer.
  if (!(await reach(path, () => stat(path))).isFile()) throw unreadable(path, "is not a regular file")
  const handle = await reach(path, () => open(path, "r"))
  try {
    const { size } = await reach(path, () => handle.stat())
    return await work({ handle, size })
  } finally {
    await handle.close()
  }
}

/**
 * A hash of the first bytes of `[0, offset)` and of its last ones. It stays the same while the file only grows.
 *
 * @param file - the open file
 * @param offset - where a page ends, in bytes
 */
export async function markOf(file: ArchiveFile, offset: number): Promise<string> {
  const hash = createHash("sha256")
  for (const from of new Set([0, Math.max(0, offset - markSize)]))
    hash.update(await readStretch(file.handle, from, Math.min(from + markSize, offset)))
  return hash.digest("hex")
}

/**
 * Turns a failure of the file system into an error that says what to do.
 *
 * @param path - the file
 * @param action - touches the file system
 */
export async function reach<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action()
  } catch (error) {
    const code = error instanceof Error && "syscall" in error && "code" in error && typeof error.code === "string" ? error.code : undefined
    if (code === "ENOENT" || code === "ENOTDIR") throw unreadable(path, "does not exist", error)
    if (code === "EACCES" || code === "EPERM") throw unreadable(path, "may not be read by this process", error)
    if (code === undefined) throw error // not of the file system
    throw new DeskError("network", `the file ${path} could not be read (${code})`, {}, { cause: error })
  }
}

/**
 * Reads the bytes `[from, to)`; fewer, when the file ends before.
 *
 * @param handle - the open file
 * @param from - the first byte
 * @param to - the byte after the last
 */
export async function readStretch(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(to - from)
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

function unreadable(path: string, what: string, cause?: unknown): DeskError<"config"> {
  const message = `the file ${path} ${what}`
  return new DeskError("config", message, { issues: [{ path: "files", message }] }, { cause })
}
