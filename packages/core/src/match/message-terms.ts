import { createTokenList, scanText, type TokenList } from "../message/index.ts"
import type { Stretch } from "./spans.ts"
import { everyTerm } from "./term-table.ts"
import { isCrowded, type TokenClasses } from "./token-classes.ts"

/**
 * Which terms a message has, and where. One object serves message after message; what it hands out is good until the next {@link read}.
 */
export interface MessageTerms {
  /** Splits a text and finds its terms. */
  read(text: string): void
  /** One bit a term, set when it is there: `bits[term >> 5] >>> term & 1`. So few bytes stay in the processor's fastest memory. */
  bits(): Int32Array
  /** The terms of the message, each once; the first {@link presentCount} values count. */
  present(): Int32Array
  presentCount(): number
  /** Where a term stands, in order. */
  occurrences(term: number): readonly Stretch[]
  /** Sorts the tokens by their terms, once a message; {@link places} and its fellows are good after it. */
  place(): void
  /** Tokens of the terms: those of term `t`, which must be there, are `places[from[t]] .. places[to[t] - 1]`, in order. */
  places(): Int32Array
  placesFrom(): Int32Array
  placesTo(): Int32Array
  /** The first place of a term that is there, as a token of {@link tokens}. */
  firstToken(term: number): number
  readonly tokens: TokenList
}

/** Numbers of messages must fit the typed arrays; after this one they begin again. */
const lastNumber = 0x7fffffff

/**
 * @param classes - knows the tokens
 * @param termLimit - all numbers of terms are below it
 */
export function createMessageTerms(classes: TokenClasses, termLimit: () => number): MessageTerms {
  const tokens = createTokenList()
  let now = 0
  let hitTokens = new Int32Array(256)
  let hitClasses = new Int32Array(256)
  let hits = 0
  let classSeen = new Int32Array(64)
  let bits = new Int32Array(8)
  let present = new Int32Array(64)
  let presentCount = 0
  // Where each term's tokens begin and end in `places`; filled when the first rule needs a place.
  let isPlaced = false
  let placesFrom = new Int32Array(64)
  let placesTo = new Int32Array(64)
  let places = new Int32Array(256)
  let memo = new Map<number, readonly Stretch[]>()

  const read = (text: string): void => {
    if (isCrowded(classes)) {
      classes.clear()
      classSeen.fill(0)
    }
    scanText(text, tokens)
    if (now === lastNumber) {
      now = 0
      classSeen.fill(0)
    }
    now += 1
    hits = 0
    for (let index = 0; index < presentCount; index++) bits[(present[index] as number) >> 5] = 0
    presentCount = 0
    isPlaced = false
    if (memo.size > 0) memo = new Map()
    const { count } = tokens
    if (count > hitTokens.length) {
      hitTokens = new Int32Array(count * 2)
      hitClasses = new Int32Array(count * 2)
    }
    // Classes of all tokens first; then only those that mean something are kept, in place.
    classes.classify(tokens, hitClasses)
    for (let token = 0; token < count; token++) {
      const tokenClass = hitClasses[token] as number
      if (tokenClass === 0) continue
      hitTokens[hits] = token
      hitClasses[hits++] = tokenClass
    }
    if (classes.count() > classSeen.length) classSeen = new Int32Array(classes.count() * 2)
    if (termLimit() > present.length) {
      present = new Int32Array(termLimit() * 2)
      placesFrom = new Int32Array(present.length)
      placesTo = new Int32Array(present.length)
      bits = new Int32Array((present.length >> 5) + 1)
    }
    bits[everyTerm >> 5] = 1 << everyTerm
    const terms = classes.terms()
    const starts = classes.starts()
    for (let hit = 0; hit < hits; hit++) {
      const tokenClass = hitClasses[hit] as number
      if (classSeen[tokenClass] === now) continue
      classSeen[tokenClass] = now
      const end = starts[tokenClass + 1] as number
      for (let at = starts[tokenClass] as number; at < end; at++) {
        const term = terms[at] as number
        const word = bits[term >> 5] as number
        if (((word >>> term) & 1) !== 0) continue
        bits[term >> 5] = word | (1 << term)
        present[presentCount++] = term
      }
    }
  }

  /** Sorts the hits by term, keeping the order of the text: two passes over them. */
  const placeTerms = (): void => {
    if (isPlaced) return
    isPlaced = true
    const terms = classes.terms()
    const starts = classes.starts()
    for (let index = 0; index < presentCount; index++) placesTo[present[index] as number] = 0
    for (let hit = 0; hit < hits; hit++) {
      const tokenClass = hitClasses[hit] as number
      const end = starts[tokenClass + 1] as number
      for (let at = starts[tokenClass] as number; at < end; at++) {
        const term = terms[at] as number
        placesTo[term] = (placesTo[term] as number) + 1
      }
    }
    let used = 0
    for (let index = 0; index < presentCount; index++) {
      const term = present[index] as number
      const count = placesTo[term] as number
      placesFrom[term] = used
      placesTo[term] = used
      used += count
    }
    if (used > places.length) places = new Int32Array(used * 2)
    for (let hit = 0; hit < hits; hit++) {
      const tokenClass = hitClasses[hit] as number
      const end = starts[tokenClass + 1] as number
      for (let at = starts[tokenClass] as number; at < end; at++) {
        const term = terms[at] as number
        const place = placesTo[term] as number
        places[place] = hitTokens[hit] as number
        placesTo[term] = place + 1
      }
    }
  }

  const occurrences = (term: number): readonly Stretch[] => {
    if ((((bits[term >> 5] ?? 0) >>> term) & 1) === 0) return []
    const known = memo.get(term)
    if (known !== undefined) return known
    placeTerms()
    const stretches: Stretch[] = []
    const end = placesTo[term] as number
    for (let place = placesFrom[term] as number; place < end; place++) {
      const token = places[place] as number
      const first = tokens.position[token] as number
      stretches.push({
        first,
        after: first + (tokens.width[token] as number),
        start: tokens.start[token] as number,
        end: tokens.end[token] as number,
      })
    }
    memo.set(term, stretches)
    return stretches
  }

  return {
    read,
    bits: () => bits,
    present: () => present,
    presentCount: () => presentCount,
    occurrences,
    place: placeTerms,
    places: () => places,
    placesFrom: () => placesFrom,
    placesTo: () => placesTo,
    firstToken(term) {
      placeTerms()
      return places[placesFrom[term] as number] as number
    },
    tokens,
  }
}
