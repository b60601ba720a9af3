import type { TokenEngine } from "../../fold/token-engine.ts"
import type { TokenList } from "../../fold/tokens.ts"
import type { TermTable } from "./term-table.ts"
import { createTokenCache, type TokenHits } from "./token-cache.ts"

/**
 * Tokens that satisfy the same terms are one class; class 0 satisfies none. The linguistics are done once for each
 * distinct token.
 */
export interface TokenClasses {
  /** Finds the tokens of a list that satisfy a term. */
  classify(list: TokenList, hits: TokenHits): void
  /** Class `c` has `terms[c]` terms, and they follow that number. Read the array anew after every message. */
  terms(): Int32Array
  /** Lets an engine look up the tokens in its memory. */
  useEngine(engine: TokenEngine): void
  /** Forgets everything: the terms have changed. */
  clear(): void
  /** How many tokens are remembered. */
  remembered(): number
  /** Bytes of what is remembered. */
  bytes(): number
}

const cacheSize = 1 << 16
/**
 * With so many numbers in use all classes are forgotten; only texts that are made to do so get there. A class must fit
 * the 26 bits of a slot.
 */
const numbersLimit = 1 << 21

/** @param table - says which terms a token satisfies */
export function createTokenClasses(table: TermTable): TokenClasses {
  const cache = createTokenCache(cacheSize)
  let terms = new Int32Array(256)
  let used = 1
  let count = 0
  const found: number[] = []

  // Classes by a hash of their terms; 0 is free.
  let slots = new Int32Array(1 << 10)

  const isClass = (tokenClass: number): boolean => {
    if (terms[tokenClass] !== found.length) return false
    for (let index = 0; index < found.length; index++) if (terms[tokenClass + 1 + index] !== found[index]) return false
    return true
  }
  const slotOf = (): number => {
    let hash = found.length
    for (let index = 0; index < found.length; index++) {
      hash = Math.imul(hash ^ (found[index] as number), 0x9e3779b1)
      hash ^= hash >>> 15
    }
    const mask = slots.length - 1
    let slot = hash & mask
    while (slots[slot] !== 0 && !isClass(slots[slot] as number)) slot = (slot + 1) & mask
    return slot
  }
  const add = (): number => {
    const needed = used + 1 + found.length
    if (needed > terms.length) {
      const longer = new Int32Array(Math.max(terms.length * 2, needed))
      longer.set(terms)
      terms = longer
    }
    const made = used
    terms[made] = found.length
    terms.set(found, made + 1)
    used = needed
    count += 1
    return made
  }
  const growSlots = (): void => {
    slots = new Int32Array(slots.length * 2)
    for (let tokenClass = 1; tokenClass < used; tokenClass += 1 + (terms[tokenClass] as number)) {
      found.length = 0
      for (let at = tokenClass + 1; at <= tokenClass + (terms[tokenClass] as number); at++) found.push(terms[at] as number)
      slots[slotOf()] = tokenClass
    }
  }
  const intern = (): number => {
    if (found.length === 0) return 0
    if (found.length > 1) found.sort((one, other) => one - other)
    const slot = slotOf()
    const known = slots[slot] as number
    if (known !== 0) return known
    const made = add()
    slots[slot] = made
    if (count * 2 > slots.length) growSlots()
    return made
  }
  let current: TokenList | undefined
  const classOf = (token: number): number => {
    if (current === undefined) return 0
    found.length = 0
    table.termsOf(current, token, found)
    return intern()
  }
  const clear = (): void => {
    cache.clear()
    slots = new Int32Array(1 << 10)
    used = 1
    count = 0
  }

  return {
    classify(list, hits) {
      if (used > numbersLimit) clear()
      current = list
      cache.classify(list, hits, classOf)
    },
    terms: () => terms,
    useEngine: cache.useEngine,
    clear,
    remembered: cache.size,
    bytes: () => cache.bytes() + terms.byteLength + slots.byteLength,
  }
}
