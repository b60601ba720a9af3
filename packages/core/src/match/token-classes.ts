import type { TokenList } from "../message/index.ts"
import type { TermTable } from "./term-table.ts"
import { createTokenCache } from "./token-cache.ts"

/** Tokens that satisfy the same terms are one class; class 0 satisfies none. The linguistics are done once for each distinct token. */
export interface TokenClasses {
  /** The class of a token. */
  classOf(list: TokenList, token: number): number
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
  let known = new Map<string, number>()
  const found: number[] = []

  const intern = (): number => {
    if (found.length === 0) return 0
    found.sort((one, other) => one - other)
    const key = found.join()
    const same = known.get(key)
    if (same !== undefined) return same
    const from = starts[count] as number
    if (from + found.length > terms.length) terms = longer(terms, from + found.length)
    if (count + 2 > starts.length) starts = longer(starts, count + 2)
    terms.set(found, from)
    starts[count + 1] = from + found.length
    known.set(key, count)
    return count++
  }
  const clear = (): void => {
    cache.clear()
    known = new Map()
    count = 1
    starts.fill(0, 0, 2)
  }

  return {
    classOf(list, token) {
      const cached = cache.find(list, token)
      if (cached >= 0) return cached
      found.length = 0
      table.termsOf(list, token, found)
      const tokenClass = intern()
      cache.add(list, token, tokenClass)
      return tokenClass
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
