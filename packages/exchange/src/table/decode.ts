/** An encoding of texts. */
export type Encoding = "utf-8" | "utf-16le" | "windows-1251"

const marks: readonly (readonly [encoding: Encoding, mark: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
]

/**
 * Reads bytes as text: by the byte order mark; without one as UTF-8 where they are valid UTF-8, else as windows-1251,
 * in which Excel saves CSV in Russia.
 *
 * @param bytes - of the file
 * @param encoding - `auto`, or the one that it has
 */
export function decode(bytes: Uint8Array, encoding: "auto" | Encoding): string {
  if (encoding !== "auto") return new TextDecoder(encoding).decode(bytes)
  const marked = marks.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte))
  if (marked !== undefined) return new TextDecoder(marked[0]).decode(bytes)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("windows-1251").decode(bytes)
  }
}
