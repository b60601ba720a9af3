/** Slots of a set. */
export const ways = 4
/** Parts of what a slot holds. */
export const lengthMask = 31
export const again = 32
export const classShift = 6

/** Where a table of tokens is kept: four tags a set, and a slot for each. */
export interface SlotMemory {
  readonly tags: Int32Array
  readonly slots: Int32Array
}

/**
 * A table of tokens in sets of four slots. A token has its place in one set; when all slots are taken, one that was not
 * asked for since it came is given up. The tag of a slot is the token's hash: the four of a set are together, so that
 * one access to the processor's cache finds the slot. A slot is `what, units…`, filled up with zeros: `what` holds the
 * class (from bit 6 on), whether the token was asked for again (bit 5) and its length (bits 0 to 4), and is 0 when the
 * slot is free.
 */
export interface TokenSlots extends SlotMemory {
  /** The set of a hash: `Math.imul(hash, 0x9e3779b1) >>> shift`. */
  shift: number
  /** Slot `s` begins at `slots[s * stride]`. */
  readonly stride: number
  held: number
  /** Moves into memory for as many tokens as there can be, and stays there. */
  moveTo(memory: SlotMemory): void
  /** Takes in a token of up to twice `pairs` units. */
  put(pairs: Int32Array, first: number, length: number, hash: number, tokenClass: number): void
  clear(): void
  bytes(): number
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
  const stride = pairsInSlot + 1
  let turn = 0
  let home: SlotMemory | undefined
  const emptyMemory = (sets: number): SlotMemory => ({ tags: new Int32Array(sets * ways), slots: new Int32Array(sets * ways * stride) })

  const place = (slots: Int32Array, set: number): number => {
    const first = set * ways
    for (let slot = first; slot < first + ways; slot++) if (slots[slot * stride] === 0) return slot
    for (let slot = first; slot < first + ways; slot++) if (((slots[slot * stride] as number) & again) === 0) return slot
    // All were asked for again: all must show it anew, and one goes by turns.
    for (let slot = first; slot < first + ways; slot++) slots[slot * stride] = (slots[slot * stride] as number) & ~again
    turn = (turn + 1) & (ways - 1)
    return first + turn
  }
  const use = (memory: SlotMemory): void => {
    table.tags = memory.tags
    table.slots = memory.slots
    table.shift = shiftFor(memory.tags)
    table.held = 0
  }
  const moveInto = (memory: SlotMemory): void => {
    const { tags, slots } = table
    use(memory)
    for (let slot = 0; slot < tags.length; slot++) {
      if (slots[slot * stride] === 0) continue
      const hash = tags[slot] as number
      const to = place(table.slots, setOf(hash, table.shift))
      if (table.slots[to * stride] === 0) table.held += 1
      table.tags[to] = hash
      for (let offset = 0; offset < stride; offset++) table.slots[to * stride + offset] = slots[slot * stride + offset] as number
    }
  }

  const first = emptyMemory(smallestSets)
  const table: { -readonly [Name in keyof TokenSlots]: TokenSlots[Name] } = {
    tags: first.tags,
    slots: first.slots,
    shift: shiftFor(first.tags),
    stride,
    held: 0,
    moveTo(memory) {
      home = memory
      moveInto(memory)
    },
    put(pairs, firstPair, length, hash, tokenClass) {
      if (tokenClass >= classLimit) return
      if (table.held * 2 > table.tags.length && table.tags.length < most) moveInto(emptyMemory((table.tags.length / ways) * 4))
      const { slots } = table
      const slot = place(slots, setOf(hash, table.shift))
      let at = slot * stride
      if (slots[at] === 0) table.held += 1
      table.tags[slot] = hash
      slots[at++] = (tokenClass << classShift) | length
      const count = (length + 1) >> 1
      for (let pair = 0; pair < pairsInSlot; pair++) slots[at++] = pair < count ? (pairs[firstPair + pair] as number) : 0
    },
    clear() {
      if (table.held === 0) return
      home?.tags.fill(0)
      home?.slots.fill(0)
      use(home ?? emptyMemory(smallestSets))
    },
    bytes: () => table.tags.byteLength + table.slots.byteLength,
  }
  return table
}

function shiftFor(tags: Int32Array): number {
  return 32 - Math.log2(tags.length / ways)
}

function setOf(hash: number, shift: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> shift
}
