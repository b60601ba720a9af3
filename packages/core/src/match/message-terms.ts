import { createTokenList, scanText, type TokenList } from "../message/index.ts"
import type { Stretch } from "./spans.ts"
import { isCrowded, type TokenClasses } from "./token-classes.ts"

/**
 * Which terms a message has, and where. One object serves message after message; what it hands out is good until the next {@link read}.
 */
export interface MessageTerms {
  /** Splits a text and finds its terms. */
  read(text: string): void
  /** For each term the number of the last message that had it: a term is there when its value is {@link now}. */
  seen(): Int32Array
  /** The number of the present message, from 1; it begins again after two thousand million. */
  now(): number
  /** The terms of the message, each once; the first {@link presentCount} values count. */
  present(): Int32Array
  presentCount(): number
  /** Where a term stands, in order. */
  occurrences(term: number): readonly Stretch[]
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
  let seen = new Int32Array(64)
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
      seen.fill(0)
    }
    now += 1
    hits = 0
    presentCount = 0
    isPlaced = false
    if (memo.size > 0) memo = new Map()
    const { count } = tokens
    if (count > hitTokens.length) {
      hitTokens = new Int32Array(count * 2)
      hitClasses = new Int32Array(count * 2)
    }
    for (let token = 0; token < count; token++) {
      const tokenClass = classes.classOf(tokens, token)
      if (tokenClass === 0) continue
      hitTokens[hits] = token
      hitClasses[hits++] = tokenClass
    }
    if (classes.count() > classSeen.length) classSeen = new Int32Array(classes.count() * 2)
    if (termLimit() > seen.length) {
      seen = new Int32Array(termLimit() * 2)
      present = new Int32Array(seen.length)
      placesFrom = new Int32Array(seen.length)
      placesTo = new Int32Array(seen.length)
    }
    const terms = classes.terms()
    const starts = classes.starts()
    for (let hit = 0; hit < hits; hit++) {
      const tokenClass = hitClasses[hit] as number
      if (classSeen[tokenClass] === now) continue
      classSeen[tokenClass] = now
      const end = starts[tokenClass + 1] as number
      for (let at = starts[tokenClass] as number; at < end; at++) {
        const term = terms[at] as number
        if (seen[term] === now) continue
        seen[term] = now
        present[presentCount++] = term
      }
    }
  }

  /** Sorts the hits by term, keeping the order of the text: two passes over them. */
  const placeTerms = (): void => {
    isPlaced = true
    const terms = classes.terms()
    const starts = classes.starts()
    for (let index = 0; index < presentCount; index++) placesTo[present[index] as number] = 0
    for (let hit = 0; hit < hits; hit++) {
      const tokenClass = hitClasses[hit] as number
      const end = starts[tokenClass + 1] as number
      for (let at = starts[tokenClass] as number; at < end; at++) placesTo[terms[at] as number]! += 1
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
    if (seen[term] !== now) return []
    const known = memo.get(term)
    if (known !== undefined) return known
    if (!isPlaced) placeTerms()
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
    seen: () => seen,
    now: () => now,
    present: () => present,
    presentCount: () => presentCount,
    occurrences,
    firstToken(term) {
      if (!isPlaced) placeTerms()
      return places[placesFrom[term] as number] as number
    },
    tokens,
  }
}
