import type { TokenEngine } from "../../fold/token-engine.ts"
import { isNative, type TokenList } from "../../fold/tokens.ts"
import { again, classShift, createTokenSlots, lengthMask, ways, type TokenSlots } from "./token-slots.ts"

/**
 * The tokens of a message that may mean something, in order; those that do not have class 0. The arrays are long enough
 * for every token of the message.
 */
export interface TokenHits {
  count: number
  tokens: Int32Array
  classes: Int32Array
}

/**
 * Remembers the class of tokens that were met before. It is asked for every token of every message, so it is flat
 * tables with the tokens' units inside: two tokens are distinguished by all their units, never by a hash alone, and a
 * crafted run of equal hashes costs a comparison and no more.
 */
export interface TokenCache {
  /**
   * Finds the tokens of a list that have a class.
   *
   * @param list - the tokens
   * @param hits - receives the tokens whose class is not 0
   * @param classOf - asked for the class of a token that is not remembered
   */
  classify(list: TokenList, hits: TokenHits, classOf: (token: number) => number): void
  /** Lets an engine look up the tokens in its memory, and keeps short words there. */
  useEngine(engine: TokenEngine): void
  clear(): void
  /** How many tokens are remembered. */
  size(): number
  /** Bytes of the tables. */
  bytes(): number
}

/**
 * Words of up to 14 letters and the words up to 30 are remembered apart, so that a slot of the first is half a line of
 * the processor's cache.
 */
const shortPairs = 7
const longPairs = 15
/** Few tokens have more than 14 letters. */
const longShare = 8

/**
 * Creates an empty cache. It grows from a few kilobytes.
 *
 * @param size - how many short tokens it remembers at most, a power of two
 */
export function createTokenCache(size: number): TokenCache {
  const short = createTokenSlots(shortPairs, size)
  const long = createTokenSlots(longPairs, size / longShare)

  let guesses = new Int32Array(256)

  const classOfLong = (list: TokenList, token: number, classOf: (token: number) => number): number => {
    const from = list.from[token] as number
    const length = (list.to[token] as number) - from
    if (length > longPairs * 2) return classOf(token)
    return find(long, list, token, from >> 1, length, classOf)
  }

  const classOfMissed = (list: TokenList, token: number, classOf: (token: number) => number): number => {
    const from = list.from[token] as number
    const length = (list.to[token] as number) - from
    return length <= shortPairs * 2 ? find(short, list, token, from >> 1, length, classOf) : classOfLong(list, token, classOf)
  }

  return {
    classify(list, hits, classOf) {
      const { engine } = list
      if (engine !== undefined && short.slots === engine.slots && isNative(list)) {
        const { state, missed, classes } = engine
        hits.tokens = engine.hits
        hits.classes = classes
        hits.count = engine.lookup(list.count, short.shift)
        const missedCount = state[3] as number
        for (let index = 0; index < missedCount; index++) {
          const hit = missed[index] as number
          classes[hit] = classOfMissed(list, engine.hits[hit] as number, classOf)
        }
        return
      }
      const { from, to, count, hash, pairs } = list
      const { tokens, classes } = hits
      if (count > guesses.length) guesses = new Int32Array(count * 2)
      // First where every token must be, without a branch: so the processor fetches many slots at once, and does not
      // wait for each.
      for (let token = 0; token < count; token++) guesses[token] = slotFor(short, hash[token] as number)
      const { slots, tags, stride } = short
      let found = 0
      for (let token = 0; token < count; token++) {
        const start = from[token] as number
        const length = (to[token] as number) - start
        const slot = guesses[token] as number
        const at = slot * stride
        const held = slots[at] as number
        let tokenClass = held >>> classShift
        if (tags[slot] !== hash[token] || (held & lengthMask) !== length || !isSame(slots, at, pairs, start >> 1, length)) {
          tokenClass = classOfMissed(list, token, classOf)
        } else if ((held & again) === 0) slots[at] = held | again
        if (tokenClass === 0) continue
        tokens[found] = token
        classes[found++] = tokenClass
      }
      hits.count = found
    },
    useEngine: (engine) => short.moveTo(engine),
    clear() {
      short.clear()
      long.clear()
    },
    size: () => short.held + long.held,
    bytes: () => short.bytes() + long.bytes(),
  }
}

function find(
  table: TokenSlots,
  list: TokenList,
  token: number,
  first: number,
  length: number,
  classOf: (token: number) => number,
): number {
  const { slots } = table
  const { pairs } = list
  const hash = list.hash[token] as number
  const slot = slotFor(table, hash)
  const at = slot * table.stride
  const held = slots[at] as number
  if (table.tags[slot] === hash && (held & lengthMask) === length && isSame(slots, at, pairs, first, length)) {
    if ((held & again) === 0) slots[at] = held | again
    return held >>> classShift
  }
  const tokenClass = classOf(token)
  table.put(pairs, first, length, hash, tokenClass)
  return tokenClass
}

/**
 * Where a token must be if it is there; which of the four slots it is cannot be foretold, so the number is computed,
 * not branched to.
 */
function slotFor({ tags, shift }: TokenSlots, hash: number): number {
  const first = (Math.imul(hash, 0x9e3779b1) >>> shift) * ways
  const no0 = differs(tags[first] as number, hash)
  const no1 = no0 & differs(tags[first + 1] as number, hash)
  const no2 = no1 & differs(tags[first + 2] as number, hash)
  return first + no0 + no1 + no2
}

function isSame(slots: Int32Array, at: number, pairs: Int32Array, first: number, length: number): boolean {
  let pair = (length + 1) >> 1
  while (pair > 0 && slots[at + pair] === pairs[first + pair - 1]) pair -= 1
  return pair === 0
}

/** 0 when two numbers are equal, otherwise 1. */
function differs(one: number, other: number): number {
  const difference = one ^ other
  return (difference | -difference) >>> 31
}
