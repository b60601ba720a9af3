import type { TokenList } from "../message/index.ts"

/**
 * Remembers the class of tokens that were met before. It is asked for every token of every message, so it is one flat table: two tokens
 * are told apart by their units, not only by their hash, and a crafted run of equal hashes costs a few probes and no more.
 */
export interface TokenCache {
  /** The class of a token, or -1 when it is not remembered. */
  find(list: TokenList, token: number): number
  /** Remembers a token that was not found just now. */
  add(list: TokenList, token: number, tokenClass: number): void
  clear(): void
  /** How many tokens are remembered. */
  size(): number
}

/** Longer tokens are not remembered: they are rare, and any of them may be as long as the message. */
const longestToken = 48
const probeLimit = 8
const stride = 4

interface Generation {
  /** For each slot: hash, class plus 1 (0 is free), first unit in the pool, number of units. */
  readonly slots: Int32Array
  readonly pool: Uint16Array
  readonly mask: number
  pooled: number
  count: number
}

function createGeneration(size: number): Generation {
  return { slots: new Int32Array(size * stride), pool: new Uint16Array(size * 5), mask: size - 1, pooled: 0, count: 0 }
}

function lookUp(generation: Generation, units: Uint16Array, from: number, length: number, hash: number): number {
  const { slots, pool, mask } = generation
  let slot = (hash ^ (hash >>> 15)) & mask
  for (let probe = 0; probe < probeLimit; probe++) {
    const at = slot * stride
    const held = slots[at + 1] as number
    if (held === 0) return -1
    if (slots[at] === hash && slots[at + 3] === length) {
      let pooled = slots[at + 2] as number
      let index = from
      const end = from + length
      while (index < end && pool[pooled] === units[index]) {
        index += 1
        pooled += 1
      }
      if (index === end) return held - 1
    }
    slot = (slot + 1) & mask
  }
  return -1
}

/** Writes a token; false when its slots or the pool are full. */
function write(generation: Generation, units: Uint16Array, from: number, length: number, hash: number, tokenClass: number): boolean {
  const { slots, pool, mask } = generation
  if (generation.count * 2 > mask || generation.pooled + length > pool.length) return false
  let slot = (hash ^ (hash >>> 15)) & mask
  for (let probe = 0; probe < probeLimit; probe++) {
    const at = slot * stride
    if (slots[at + 1] === 0) {
      slots[at] = hash
      slots[at + 1] = tokenClass + 1
      slots[at + 2] = generation.pooled
      slots[at + 3] = length
      for (let index = 0; index < length; index++) pool[generation.pooled + index] = units[from + index] as number
      generation.pooled += length
      generation.count += 1
      return true
    }
    slot = (slot + 1) & mask
  }
  return true
}

const smallest = 1 << 9

/**
 * Creates an empty cache. It grows from a few kilobytes to two generations of `size` slots; when the young one is full it becomes the
 * old one, and what is asked for again moves back.
 *
 * @param size - slots of a generation, a power of two; half of them are used
 */
export function createTokenCache(size: number): TokenCache {
  let young = createGeneration(smallest)
  let old: Generation | undefined

  const add = (units: Uint16Array, from: number, length: number, hash: number, tokenClass: number): void => {
    if (write(young, units, from, length, hash, tokenClass)) return
    old = young
    young = createGeneration(Math.min(size, (young.mask + 1) * 4))
    write(young, units, from, length, hash, tokenClass)
  }

  return {
    find(list, token) {
      const from = list.from[token] as number
      const length = (list.to[token] as number) - from
      if (length > longestToken) return -1
      const hash = list.hash[token] as number
      const known = lookUp(young, list.units, from, length, hash)
      if (known >= 0 || old === undefined) return known
      const older = lookUp(old, list.units, from, length, hash)
      if (older >= 0) add(list.units, from, length, hash, older)
      return older
    },
    add(list, token, tokenClass) {
      const from = list.from[token] as number
      const length = (list.to[token] as number) - from
      if (length <= longestToken) add(list.units, from, length, list.hash[token] as number, tokenClass)
    },
    clear() {
      young = createGeneration(smallest)
      old = undefined
    },
    size: () => young.count + (old?.count ?? 0),
  }
}
