import type { TokenList } from "../message/index.ts"

/**
 * Remembers the class of tokens that were met before. It is asked for every token of every message, so it is one flat table with the
 * token's units inside: two tokens are told apart by all their units, never by a hash alone, and a crafted run of equal hashes costs a few
 * probes and no more.
 */
export interface TokenCache {
  /**
   * Finds the classes of all tokens of a list.
   *
   * @param list - the tokens
   * @param into - receives the classes
   * @param classOf - asked for the class of a token that is not remembered
   */
  classify(list: TokenList, into: Int32Array, classOf: (token: number) => number): void
  clear(): void
  /** How many tokens are remembered. */
  size(): number
}

const probeLimit = 8
/**
 * Numbers in a slot: the hash; the class and the length, 0 when free; pairs of units. Longer tokens than fit are
 * not remembered: one token in twenty-five.
 */
const stride = 12
const pairsInSlot = stride - 2
const lengthBits = 5

interface Generation {
  readonly slots: Int32Array
  readonly mask: number
  count: number
}

function createGeneration(size: number): Generation {
  return { slots: new Int32Array(size * stride), mask: size - 1, count: 0 }
}

const smallest = 1 << 8

/**
 * Creates an empty cache. It grows from a few kilobytes to two generations of `size` slots; when the young one is full it becomes the
 * old one, and what is asked for again moves back.
 *
 * @param size - slots of a generation, a power of two; half of them are used
 */
export function createTokenCache(size: number): TokenCache {
  let young = createGeneration(smallest)
  let old = createGeneration(1)

  const addToYoung = (pairs: Int32Array, from: number, length: number, hash: number, tokenClass: number): void => {
    if (young.count * 2 > young.mask) {
      old = young
      young = createGeneration(Math.min(size, (young.mask + 1) * 4))
    }
    const { slots, mask } = young
    let slot = slotOf(hash, mask)
    for (let probe = 0; probe < probeLimit; probe++) {
      const at = slot * stride
      if (slots[at + 1] === 0) {
        slots[at] = hash
        slots[at + 1] = ((tokenClass + 1) << lengthBits) | length
        const count = (length + 1) >> 1
        for (let pair = 0; pair < count; pair++) slots[at + 2 + pair] = pairs[from + pair] as number
        young.count += 1
        return
      }
      slot = (slot + 1) & mask
    }
  }

  return {
    classify(list, into, classOf) {
      const { pairs, from, to, count } = list
      let { slots, mask } = young
      for (let token = 0; token < count; token++) {
        const first = (from[token] as number) >> 1
        const length = (to[token] as number) - (from[token] as number)
        const pairCount = (length + 1) >> 1
        if (pairCount > pairsInSlot) {
          into[token] = classOf(token)
          continue
        }
        let hash = length
        for (let pair = 0; pair < pairCount; pair++) {
          hash = Math.imul(hash ^ (pairs[first + pair] as number), 0x9e3779b1)
          hash ^= hash >>> 15
        }
        let found = lookUp(slots, mask, pairs, first, length, hash)
        if (found < 0) {
          found = lookUp(old.slots, old.mask, pairs, first, length, hash)
          if (found < 0) found = classOf(token)
          addToYoung(pairs, first, length, hash, found)
          ;({ slots, mask } = young)
        }
        into[token] = found
      }
    },
    clear() {
      young = createGeneration(smallest)
      old = createGeneration(1)
    },
    size: () => young.count + old.count,
  }
}

function slotOf(hash: number, mask: number): number {
  return (hash ^ (hash >>> 16)) & mask
}

function lookUp(slots: Int32Array, mask: number, pairs: Int32Array, first: number, length: number, hash: number): number {
  let slot = slotOf(hash, mask)
  for (let probe = 0; probe < probeLimit; probe++) {
    const at = slot * stride
    const held = slots[at + 1] as number
    if (held === 0) return -1
    if (slots[at] === hash && (held & ((1 << lengthBits) - 1)) === length) {
      let pair = (length + 1) >> 1
      while (pair > 0 && slots[at + 1 + pair] === pairs[first + pair - 1]) pair -= 1
      if (pair === 0) return (held >> lengthBits) - 1
    }
    slot = (slot + 1) & mask
  }
  return -1
}
