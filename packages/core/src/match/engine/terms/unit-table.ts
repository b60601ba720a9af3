import { hashUnits } from "../../fold/units.ts"

/**
 * A map from folded words to numbers, asked with units of a buffer instead of strings: nothing is allocated and two
 * words never mix.
 */
export interface UnitTable {
  /** @returns the value, or -1 */
  get(units: Uint16Array, from: number, to: number, hash: number): number
  set(word: string, value: number): void
  delete(word: string): void
}

const free = 0
const removed = -1

/** Creates an empty table. */
export function createUnitTable(): UnitTable {
  // A slot holds 0, -1 (removed), or the number of an entry plus 1. At most a quarter is used: most questions are
  // answered by an empty slot.
  let slots = new Int32Array(256)
  let mask = slots.length - 1
  // Four bits a slot, one of them set where a word begins its search: small enough for the processor's cache, they
  // answer nearly all questions with no.
  let bits = new Int32Array(slots.length >> 3)
  let entries = 0
  let hashes = new Int32Array(64)
  let offsets = new Int32Array(65)
  let values = new Int32Array(64)
  let pool = new Uint16Array(512)

  const isEntry = (entry: number, units: Uint16Array, from: number, to: number): boolean => {
    let at = offsets[entry] as number
    if ((offsets[entry + 1] as number) - at !== to - from) return false
    for (let index = from; index < to; index++) if (pool[at++] !== units[index]) return false
    return true
  }
  const find = (units: Uint16Array, from: number, to: number, hash: number): number => {
    const bit = (hash ^ (hash >>> 15)) & (mask * 4 + 3)
    if ((((bits[bit >> 5] as number) >>> bit) & 1) === 0) return -1
    let slot = bit >> 2
    for (let held = slots[slot] as number; held !== free; held = slots[slot] as number) {
      if (held !== removed && hashes[held - 1] === hash && isEntry(held - 1, units, from, to)) return slot
      slot = (slot + 1) & mask
    }
    return -1
  }
  const place = (entry: number): void => {
    const hash = hashes[entry] as number
    const bit = (hash ^ (hash >>> 15)) & (mask * 4 + 3)
    let slot = bit >> 2
    bits[bit >> 5] = (bits[bit >> 5] as number) | (1 << bit)
    while (slots[slot] !== free) slot = (slot + 1) & mask
    slots[slot] = entry + 1
  }
  /** Makes room, and forgets removed entries. */
  const rebuild = (): void => {
    const live: number[] = []
    for (const held of slots) if (held > 0) live.push(held - 1)
    live.sort((one, other) => one - other)
    const capacity = Math.max(64, live.length * 2)
    const next = {
      hashes: new Int32Array(capacity),
      offsets: new Int32Array(capacity + 1),
      values: new Int32Array(capacity),
      pool: new Uint16Array(pool.length),
    }
    let used = 0
    live.forEach((entry, index) => {
      next.hashes[index] = hashes[entry] as number
      next.values[index] = values[entry] as number
      next.offsets[index] = used
      next.pool.set(pool.subarray(offsets[entry], offsets[entry + 1]), used)
      used += (offsets[entry + 1] as number) - (offsets[entry] as number)
    })
    next.offsets[live.length] = used
    ;({ hashes, offsets, values, pool } = next)
    entries = live.length
    let size = 256
    while (size < capacity * 4) size *= 2
    slots = new Int32Array(size)
    mask = size - 1
    bits = new Int32Array(size >> 3)
    for (let entry = 0; entry < entries; entry++) place(entry)
  }

  return {
    get(units, from, to, hash) {
      const slot = find(units, from, to, hash)
      return slot < 0 ? -1 : (values[(slots[slot] as number) - 1] as number)
    },
    set(word, value) {
      const units = unitsOf(word)
      const hash = hashUnits(units, 0, units.length)
      const slot = find(units, 0, units.length, hash)
      if (slot >= 0) {
        values[(slots[slot] as number) - 1] = value
        return
      }
      if (entries === hashes.length) rebuild()
      const from = offsets[entries] as number
      if (from + units.length > pool.length) {
        const longer = new Uint16Array(Math.max(pool.length * 2, from + units.length))
        longer.set(pool)
        pool = longer
      }
      pool.set(units, from)
      hashes[entries] = hash
      values[entries] = value
      offsets[entries + 1] = from + units.length
      place(entries++)
    },
    delete(word) {
      const units = unitsOf(word)
      const slot = find(units, 0, units.length, hashUnits(units, 0, units.length))
      if (slot >= 0) slots[slot] = removed
    },
  }
}

/** The UTF-16 units of a word. */
export function unitsOf(word: string): Uint16Array {
  const units = new Uint16Array(word.length)
  for (let index = 0; index < word.length; index++) units[index] = word.charCodeAt(index)
  return units
}
