/** Slots of a set. */
export const ways = 4
/** Parts of what a slot holds. */
export const lengthMask = 31
export const again = 32
export const classShift = 6

/**
 * A table of tokens in sets of four slots. A token has its place in one set; when all slots are taken, one that was not asked for since it
 * came is given up. A slot is `hash, what, units…`: `what` holds the class (from bit 6 on), whether the token was asked for again (bit 5)
 * and its length (bits 0 to 4), and is 0 when the slot is free.
 */
export interface TokenSlots {
  slots: Int32Array
  /** The set of a hash: `Math.imul(hash, 0x9e3779b1) >>> shift`, four slots of `stride` numbers. */
  shift: number
  readonly stride: number
  held: number
  /** Takes in a token of up to twice `pairs` units. */
  put(pairs: Int32Array, first: number, length: number, hash: number, tokenClass: number): void
  clear(): void
}

const smallestSets = 64
/** Classes from here on do not fit a slot and are not remembered. */
const classLimit = 1 << 26

/**
 * Creates an empty table.
 *
 * @param pairsInSlot - how many pairs of units a slot holds
 * @param most - how many slots there are at most, a power of two
 */
export function createTokenSlots(pairsInSlot: number, most: number): TokenSlots {
  const stride = pairsInSlot + 2
  let turn = 0
  const emptySlots = (sets: number): Int32Array => new Int32Array(sets * ways * stride)

  const place = (slots: Int32Array, set: number): number => {
    const end = set + stride * ways
    for (let at = set; at < end; at += stride) if (slots[at + 1] === 0) return at
    for (let at = set; at < end; at += stride) if (((slots[at + 1] as number) & again) === 0) return at
    // All were asked for again: all must show it anew, and one goes by turns.
    for (let at = set; at < end; at += stride) slots[at + 1] = (slots[at + 1] as number) & ~again
    turn = (turn + 1) & (ways - 1)
    return set + turn * stride
  }
  const grow = (): void => {
    const { slots: before } = table
    const sets = (before.length / stride / ways) * 4
    const slots = emptySlots(sets)
    const shift = table.shift - 2
    let held = 0
    for (let from = 0; from < before.length; from += stride) {
      if (before[from + 1] === 0) continue
      const at = place(slots, setOf(before[from] as number, shift) * stride * ways)
      if (slots[at + 1] === 0) held += 1
      for (let offset = 0; offset < stride; offset++) slots[at + offset] = before[from + offset] as number
    }
    table.slots = slots
    table.shift = shift
    table.held = held
  }

  const table: TokenSlots = {
    slots: emptySlots(smallestSets),
    shift: 32 - Math.log2(smallestSets),
    stride,
    held: 0,
    put(pairs, first, length, hash, tokenClass) {
      if (tokenClass >= classLimit) return
      if (table.held * 2 * stride > table.slots.length && table.slots.length / stride < most) grow()
      const { slots } = table
      const at = place(slots, setOf(hash, table.shift) * stride * ways)
      if (slots[at + 1] === 0) table.held += 1
      slots[at] = hash
      slots[at + 1] = (tokenClass << classShift) | length
      const count = (length + 1) >> 1
      for (let pair = 0; pair < count; pair++) slots[at + 2 + pair] = pairs[first + pair] as number
    },
    clear() {
      table.slots = emptySlots(smallestSets)
      table.shift = 32 - Math.log2(smallestSets)
      table.held = 0
    },
  }
  return table
}

function setOf(hash: number, shift: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> shift
}
