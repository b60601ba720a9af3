import { bytesOf, firstByte, hyphenByte, lineEnd } from "./letters.ts"

/** The stems of the table, found by the beginning of a word. */
export interface StemIndex {
  /** Calls back for every stem of the table that the word begins with: its length and its class. */
  readonly eachPrefix: (word: string, visit: (length: number, classId: number) => void) => void
}

/**
 * An open hash table over the letters of all stems in one array: few objects, and the prefixes of a word are looked up
 * by a rolling hash.
 *
 * @param section - the second section of the packed table
 * @param classCount - how many classes the first section has
 * @throws TypeError when the sections disagree
 */
export function indexStems(section: Uint8Array, classCount: number): StemIndex {
  const { letters, offsets, classIds, lines } = readStems(section)
  if (lines !== classCount) throw new TypeError("the packed table of word forms is damaged")
  const size = 2 ** Math.ceil(Math.log2(classIds.length * 2))
  const slots = new Int32Array(size).fill(-1)
  for (let index = 0; index < classIds.length; index++) {
    let hash = seed
    const end = offsets[index + 1] ?? 0
    for (let at = offsets[index] ?? 0; at < end; at++) hash = mix(hash, letters[at] ?? 0)
    let slot = spread(hash) & (size - 1)
    while (slots[slot] !== -1) slot = (slot + 1) & (size - 1)
    slots[slot] = index
  }
  const isStem = (index: number, word: Uint8Array, length: number): boolean => {
    const start = offsets[index] ?? 0
    if ((offsets[index + 1] ?? 0) - start !== length) return false
    for (let at = 0; at < length; at++) if (letters[start + at] !== word[at]) return false
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

interface Stems {
  /** The letters of all stems, one behind the other. */
  readonly letters: Uint8Array
  /** Where each stem begins, and at last where the letters end. */
  readonly offsets: Uint32Array
  readonly classIds: Uint16Array
  readonly lines: number
}

/** Undoes the front coding. Plain loops over typed arrays: this runs once a process, before anything is warm. */
function readStems(section: Uint8Array): Stems {
  let count = 0
  let lines = 1
  let size = 0
  for (let from = 0; from < section.length; from++) {
    const byte = section[from] ?? 0
    if (byte === lineEnd) lines += 1
    else if (byte >= firstByte || byte === hyphenByte) size += 1
    else {
      count += 1
      size += sharedBy(byte)
    }
  }
  const letters = new Uint8Array(size)
  const offsets = new Uint32Array(count + 1)
  const classIds = new Uint16Array(count)
  let end = 0
  let index = -1
  let classId = 0
  for (let from = 0; from < section.length; from++) {
    const byte = section[from] ?? 0
    if (byte === lineEnd) classId += 1
    else if (byte >= firstByte || byte === hyphenByte) {
      letters[end] = byte
      end += 1
    } else {
      const before = index < 0 ? 0 : (offsets[index] ?? 0)
      index += 1
      offsets[index] = end
      classIds[index] = classId
      for (let at = before; at < before + sharedBy(byte); at++) {
        letters[end] = letters[at] ?? 0
        end += 1
      }
    }
  }
  offsets[count] = end
  return { letters, offsets, classIds, lines }
}

/** A digit of base 36 as a number. */
function sharedBy(byte: number): number {
  return byte <= 0x39 ? byte - 0x30 : byte - 0x57
}

// FNV-1a, 32 bits.
const seed = 0x811c9dc5 | 0
const mix = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193)
const spread = (hash: number): number => hash ^ (hash >>> 15)
