import { scanText } from "../../fold/scan.ts"
import { createTokenEngine } from "../../fold/token-engine.ts"
import { createTokenList, type TokenList } from "../../fold/tokens.ts"
import type { Span } from "../judge/spans.ts"
import { placeHits } from "./place-hits.ts"
import { everyTerm } from "./term-table.ts"
import type { TokenHits } from "./token-cache.ts"
import type { TokenClasses } from "./token-classes.ts"

/**
 * Which terms a message has, and where. One object serves message after message; what it holds is good until the next
 * {@link read}, and the arrays may be others after it.
 */
export interface MessageTerms {
  /** Splits a text and finds its terms. */
  read(text: string): void
  /**
   * One bit a term, set when it is there: `bits[term >> 5] >>> term & 1`. So few bytes stay in the processor's fastest
   * memory.
   */
  bits: Int32Array
  /** The terms of the message, each once; the first {@link presentCount} values count. */
  present: Int32Array
  presentCount: number
  /** The first token of a term that is there. */
  firstToken: Int32Array
  /** Where a term is, in order. */
  occurrences(term: number): readonly Span[]
  /** Sorts the tokens by their terms, once a message; {@link places} and its fellows are good after it. */
  place(): void
  /**
   * Tokens of the terms: those of term `t`, which must be there, are
   * `places[placesFrom[t]] .. places[placesTo[t] - 1]`, in order.
   */
  places: Int32Array
  placesFrom: Int32Array
  placesTo: Int32Array
  readonly tokens: TokenList
}

const smallest = 64
/** After so many texts an engine is worth its memory. */
const textsBeforeEngine = 32

/**
 * @param classes - knows the tokens
 * @param termLimit - all numbers of terms are below it
 */
export function createMessageTerms(classes: TokenClasses, termLimit: () => number): MessageTerms {
  const tokens = createTokenList()
  const hits: TokenHits = { count: 0, tokens: new Int32Array(256), classes: new Int32Array(256) }
  let isPlaced = false
  let texts = 0
  let lastRead = 0
  let memo = new Map<number, readonly Span[]>()

  const makeRoom = (): void => {
    if (tokens.count > hits.tokens.length) {
      hits.tokens = new Int32Array(tokens.count * 2)
      hits.classes = new Int32Array(tokens.count * 2)
    }
    const limit = termLimit()
    if (limit <= found.present.length) return
    found.present = new Int32Array(limit * 2)
    found.bits = new Int32Array((limit >> 4) + 1)
    found.firstToken = new Int32Array(limit * 2)
    found.placesFrom = new Int32Array(limit * 2)
    found.placesTo = new Int32Array(limit * 2)
  }
  const startEngine = (): void => {
    tokens.engine = createTokenEngine()
    if (tokens.engine !== undefined) classes.useEngine(tokens.engine)
  }
  const forgetBits = (): void => {
    const { bits, present } = found
    for (let index = found.presentCount - 1; index >= 0; index--) bits[(present[index] as number) >> 5] = 0
  }

  const found: MessageTerms = {
    bits: new Int32Array(smallest >> 5),
    present: new Int32Array(smallest),
    presentCount: 0,
    firstToken: new Int32Array(smallest),
    places: new Int32Array(256),
    placesFrom: new Int32Array(smallest),
    placesTo: new Int32Array(smallest),
    tokens,
    read(text) {
      forgetBits()
      isPlaced = false
      if (memo.size > 0) memo = new Map()
      texts += 1
      if (texts === textsBeforeEngine) startEngine()
      scanText(text, tokens)
      makeRoom()
      classes.classify(tokens, hits)
      const { bits, present, firstToken } = found
      const terms = classes.terms()
      // The terms of all classes are read ahead, so that the processor does not wait for each.
      let ahead = 0
      for (let hit = 0; hit < hits.count; hit++) ahead ^= terms[hits.classes[hit] as number] as number
      lastRead = ahead
      let count = 0
      for (let hit = 0; hit < hits.count; hit++) {
        const tokenClass = hits.classes[hit] as number
        const end = tokenClass + (terms[tokenClass] as number)
        for (let at = tokenClass + 1; at <= end; at++) {
          const term = terms[at] as number
          const word = bits[term >> 5] as number
          if (((word >>> term) & 1) !== 0) continue
          bits[term >> 5] = word | (1 << term)
          firstToken[term] = hits.tokens[hit] as number
          present[count++] = term
        }
      }
      found.presentCount = count
      bits[everyTerm >> 5] = (bits[everyTerm >> 5] as number) | (1 << everyTerm)
    },
    occurrences(term) {
      if ((((found.bits[term >> 5] ?? 0) >>> term) & 1) === 0) return []
      const known = memo.get(term)
      if (known !== undefined) return known
      found.place()
      const spans: Span[] = []
      const end = found.placesTo[term] as number
      for (let place = found.placesFrom[term] as number; place < end; place++) {
        const token = found.places[place] as number
        const first = tokens.position[token] as number
        spans.push({
          first,
          after: first + (tokens.width[token] as number),
          start: tokens.start[token] as number,
          end: tokens.end[token] as number,
        })
      }
      memo.set(term, spans)
      return spans
    },
    place() {
      if (isPlaced) return
      isPlaced = true
      placeHits(hits, classes.terms(), found)
    },
  }
  void lastRead
  return found
}
