import { isUtf8 } from "node:buffer"
import { isDeskError } from "@otklik/core"
import { reach, readStretch, withArchiveFile } from "./sources/archive-file.ts"
import { isWholeObject } from "./sources/read-line.ts"

/**
 * Says what keeps a file from being read to its end.
 *
 * @param path - the file
 * @param maxLineBytes - the longest line that is read
 * @returns sentences for people; empty when all is well
 */
export async function checkFile(path: string, maxLineBytes: number): Promise<readonly string[]> {
  try {
    return await withArchiveFile(path, (file) =>
      reach(path, async () => {
        const from = Math.max(0, file.size - maxLineBytes - 1)
        const bytes = await readStretch(file.handle, from, file.size)
        const last = bytes.subarray(bytes.lastIndexOf(10) + 1)
        const text = last.length <= maxLineBytes && isUtf8(last) ? last.toString("utf8") : undefined
        if (text !== undefined && (text.trim() === "" || isWholeObject(text))) return []
        return [`the last line of the file ${path} is unfinished; it is read when it is complete, or reported when a line feed ends it`]
      }),
    )
  } catch (error) {
    if (isDeskError(error)) return [error.message]
    throw error
  }
}
