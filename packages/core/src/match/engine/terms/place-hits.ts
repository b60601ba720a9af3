import type { TokenHits } from "./token-cache.ts"

/** Arrays that say where the tokens of each term are. */
export interface TermPlaces {
  readonly present: Int32Array
  readonly presentCount: number
  places: Int32Array
  readonly placesFrom: Int32Array
  readonly placesTo: Int32Array
}

/**
 * Sorts the hits of a message by term, keeping the order of the text: two passes over them.
 *
 * @param hits - tokens with their classes
 * @param terms - the classes' terms
 * @param into - receives the places
 */
export function placeHits(hits: TokenHits, terms: Int32Array, into: TermPlaces): void {
  const { present, presentCount, placesFrom, placesTo } = into
  for (let index = 0; index < presentCount; index++) placesTo[present[index] as number] = 0
  for (let hit = 0; hit < hits.count; hit++) {
    const tokenClass = hits.classes[hit] as number
    const end = tokenClass + (terms[tokenClass] as number)
    for (let at = tokenClass + 1; at <= end; at++) {
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
  if (used > into.places.length) into.places = new Int32Array(used * 2)
  const { places } = into
  for (let hit = 0; hit < hits.count; hit++) {
    const tokenClass = hits.classes[hit] as number
    const end = tokenClass + (terms[tokenClass] as number)
    for (let at = tokenClass + 1; at <= end; at++) {
      const term = terms[at] as number
      const place = placesTo[term] as number
      places[place] = hits.tokens[hit] as number
      placesTo[term] = place + 1
    }
  }
}
