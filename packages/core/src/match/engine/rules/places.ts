import type { MessageTerms } from "../terms/message-terms.ts"

/** Above so many pairs of places the plan is asked, whose time is proportional to the places. */
const pairLimit = 64

/**
 * Whether a term is adjacent to another.
 *
 * @param term - is there
 * @param adjacent - the other term, doubled, and 1 when it must be before
 * @param found - the message's terms
 * @returns 1 when it does, 0 when not, -1 when there are too many places to try
 */
export function isNextTo(term: number, adjacent: number, found: MessageTerms): -1 | 0 | 1 {
  const other = adjacent >> 1
  if ((((found.bits[other >> 5] as number) >>> other) & 1) === 0) return 0
  found.place()
  return (adjacent & 1) === 1 ? pairHolds(other, term, 1, true, found) : pairHolds(term, other, 1, true, found)
}

/**
 * Whether a term is near one of the others of a row.
 *
 * @param term - is there
 * @param row - where the row begins
 * @param rows - all rows, as `rule-rows.ts` describes them
 * @param found - the message's terms
 * @returns 1 when it does, 0 when not, -1 when there are too many places to try
 */
export function isNear(term: number, row: number, rows: Int32Array, found: MessageTerms): -1 | 0 | 1 {
  const { bits } = found
  const near = rows[row + 5] as number
  const isOrdered = (near & 2) !== 0
  found.place()
  let answer: -1 | 0 | 1 = 0
  for (let at = row + 1; at <= row + 3; at++) {
    const other = rows[at] as number
    // A row with fewer terms has the last one twice.
    if ((((bits[other >> 5] as number) >>> other) & 1) === 0 || (at > row + 1 && other === rows[at - 1])) continue
    const holds =
      (near & 1) === 1 ? pairHolds(term, other, near >> 2, isOrdered, found) : pairHolds(other, term, near >> 2, isOrdered, found)
    if (holds === 1) return 1
    if (holds === -1) answer = -1
  }
  return answer
}

function pairHolds(left: number, right: number, distance: number, isOrdered: boolean, found: MessageTerms): -1 | 0 | 1 {
  const { places, placesFrom, placesTo } = found
  const { position, width } = found.tokens
  const leftTo = placesTo[left] as number
  const rightTo = placesTo[right] as number
  const leftFrom = placesFrom[left] as number
  const rightFrom = placesFrom[right] as number
  if ((leftTo - leftFrom) * (rightTo - rightFrom) > pairLimit) return -1
  for (let one = leftFrom; one < leftTo; one++) {
    const leftToken = places[one] as number
    const leftFirst = position[leftToken] as number
    const leftAfter = leftFirst + (width[leftToken] as number)
    for (let other = rightFrom; other < rightTo; other++) {
      const rightToken = places[other] as number
      const rightFirst = position[rightToken] as number
      const gap = rightFirst - leftAfter
      if (gap >= 0 && gap < distance) return 1
      if (isOrdered) continue
      const gapBack = leftFirst - rightFirst - (width[rightToken] as number)
      if (gapBack >= 0 && gapBack < distance) return 1
    }
  }
  return 0
}
