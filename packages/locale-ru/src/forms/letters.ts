/** The letter а, and the byte that represents it in the packed table; я is 31 further. */
export const firstLetter = 0x430
export const firstByte = 0xe0
export const hyphenByte = 0x2d
export const lineEnd = 0x0a

/** A folded word as the bytes of the table; 0 for a character that no word of the table has. */
export function bytesOf(word: string): Uint8Array {
  const bytes = new Uint8Array(word.length)
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at)
    bytes[at] = code >= firstLetter && code < firstLetter + 32 ? code - firstLetter + firstByte : code === hyphenByte ? hyphenByte : 0
  }
  return bytes
}
