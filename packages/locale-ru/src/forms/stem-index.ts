import { bytesOf, firstByte, hyphenByte } from "./letters.ts"

const lineEnd = 0x0a

/** The stems of the table, found by the beginning of a word. */
export interface StemIndex {
  /** Calls back for every stem of the table that the word begins with: its length and its class. */
  readonly eachPrefix: (word: string, visit: (length: number, classId: number) => void) => void
}

/**
 * An open hash table over the letters of all stems in one array: few objects, and the prefixes of a word are looked up by a rolling hash.
 *
 * @param section - the second section of the packed table
 * @param classCount - how many classes the first section has
 * @throws TypeError when the sections disagree
 */
export function indexStems(section: Uint8Array, classCount: number): StemIndex {
  const letters = new Uint8Array(section.length * 4)
  const starts: number[] = [0]
  const classOf: number[] = []
  let end = 0
  let classId = 0
  for (let at = 0; at < section.length;) {
    const byte = section[at] ?? 0
    at += 1
    if (byte === lineEnd) {
      classId += 1
      continue
    }
    const shared = byte <= 0x39 ? byte - 0x30 : byte - 0x57
    const before = starts.at(-2) ?? 0
    letters.copyWithin(end, before, before + shared)
    end += shared
    while (at < section.length && ((section[at] ?? 0) >= firstByte || section[at] === hyphenByte)) {
      letters[end] = section[at] ?? 0
      end += 1
      at += 1
    }
    starts.push(end)
    classOf.push(classId)
  }
  if (classId + 1 !== classCount) throw new TypeError("the packed table of word forms is damaged")
  const size = 2 ** Math.ceil(Math.log2(classOf.length * 2))
  const slots = new Int32Array(size).fill(-1)
  const offsets = Uint32Array.from(starts)
  const classIds = Uint16Array.from(classOf)
  for (let index = 0; index < classIds.length; index++) {
    let hash = seed
    for (let at = offsets[index] ?? 0; at < (offsets[index + 1] ?? 0); at++) hash = mix(hash, letters[at] ?? 0)
    let slot = spread(hash) & (size - 1)
    while (slots[slot] !== -1) slot = (slot + 1) & (size - 1)
    slots[slot] = index
  }
  const kept = letters.slice(0, end)
  const isStem = (index: number, word: Uint8Array, length: number): boolean => {
    const start = offsets[index] ?? 0
    if ((offsets[index + 1] ?? 0) - start !== length) return false
    for (let at = 0; at < length; at++) if (kept[start + at] !== word[at]) return false
    return true
  }
  return {
    eachPrefix(word, visit) {
      const bytes = bytesOf(word)
      let hash = seed
      for (let length = 0; length <= bytes.length; length++) {
        for (let slot = spread(hash) & (size - 1); slots[slot] !== -1; slot = (slot + 1) & (size - 1)) {
          const index = slots[slot] ?? 0
          if (isStem(index, bytes, length)) visit(length, classIds[index] ?? 0)
        }
        hash = mix(hash, bytes[length] ?? 0)
      }
    },
  }
}

// FNV-1a, 32 bits.
const seed = 0x811c9dc5 | 0
const mix = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193)
const spread = (hash: number): number => hash ^ (hash >>> 15)
