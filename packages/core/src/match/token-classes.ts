import type { TokenList } from "../message/index.ts"
import type { TermTable } from "./term-table.ts"
import { createTokenCache } from "./token-cache.ts"

/** Tokens that satisfy the same terms are one class; class 0 satisfies none. The linguistics are done once for each distinct token. */
export interface TokenClasses {
  /** Finds the classes of all tokens of a list. */
  classify(list: TokenList, into: Int32Array): void
  /** Terms of class `c` are `terms[starts[c]] .. terms[starts[c + 1] - 1]`. Read the arrays anew after every message. */
  terms(): Int32Array
  starts(): Int32Array
  /** How many classes there are, class 0 included. */
  count(): number
  /** Forgets everything: the terms have changed. */
  clear(): void
  /** How many tokens are remembered. */
  remembered(): number
}

const cacheSize = 1 << 16
/** With so many classes all are forgotten; only texts that are made to do so get there. */
const classLimit = 1 << 18

/** @param table - says which terms a token satisfies */
export function createTokenClasses(table: TermTable): TokenClasses {
  const cache = createTokenCache(cacheSize)
  let terms = new Int32Array(256)
  let starts = new Int32Array(64)
  let count = 1
  const found: number[] = []

  // Classes by a hash of their terms; 0 is free.
  let slots = new Int32Array(1 << 10)

  const isClass = (tokenClass: number): boolean => {
    const from = starts[tokenClass] as number
    if ((starts[tokenClass + 1] as number) - from !== found.length) return false
    for (let index = 0; index < found.length; index++) if (terms[from + index] !== found[index]) return false
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
    const from = starts[count] as number
    if (from + found.length > terms.length) terms = longer(terms, from + found.length)
    if (count + 2 > starts.length) starts = longer(starts, count + 2)
    terms.set(found, from)
    starts[count + 1] = from + found.length
    return count++
  }
  const growSlots = (): void => {
    slots = new Int32Array(slots.length * 2)
    for (let tokenClass = 1; tokenClass < count; tokenClass++) {
      found.length = 0
      for (let at = starts[tokenClass] as number; at < (starts[tokenClass + 1] as number); at++) found.push(terms[at] as number)
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
    count = 1
    starts.fill(0, 0, 2)
  }

  return {
    classify(list, into) {
      current = list
      cache.classify(list, into, classOf)
    },
    terms: () => terms,
    starts: () => starts,
    count: () => count,
    clear,
    remembered: cache.size,
  }
}

function longer(array: Int32Array<ArrayBuffer>, needed: number): Int32Array<ArrayBuffer> {
  const next = new Int32Array(Math.max(array.length * 2, needed))
  next.set(array)
  return next
}

/** @internal Whether the classes should be forgotten before the next message. */
export function isCrowded(classes: TokenClasses): boolean {
  return classes.count() > classLimit
}
