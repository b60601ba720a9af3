import { operation, placeOperation, afterPlace, type PlanCode } from "../rules/plan-code.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import { clauseSpans } from "./clause-places.ts"
import { isNearExplained, nearPairAt } from "./near-pair.ts"

/**
 * A span of a text, to be overwritten; of `NEAR`, with the alternatives that are there, where a match may report it.
 */
export interface FirstPlace {
  first: number
  after: number
  start: number
  end: number
  left: number
  right: number
}

/** Above so many pairs the general way is quicker than trying every pair. */
const pairLimit = 64

/**
 * Finds the first place of a clause of several words: that which `clauseSpans` would list first. Two words side by
 * side, and single words near each other, are found without listing all places.
 *
 * @param plan - the plan
 * @param at - where a node begins that is something placed or `NEAR`
 * @param terms - the message's terms
 * @param into - receives the place
 * @returns whether there is one
 */
export function findFirstPlace(plan: PlanCode, at: number, terms: MessageTerms, into: FirstPlace): boolean {
  const { code, base } = plan
  into.after = -1
  if (code[at] === operation.near) {
    const left = at + 5
    const right = afterPlace(plan, left)
    const end = base + (code[at + 2] as number)
    if (isPlain(code, left, right) && isPlain(code, right, end)) {
      terms.place()
      if (countPlaces(code, left, right, terms) * countPlaces(code, right, end, terms) <= pairLimit) {
        const distance = code[at + 3] as number
        const isUnordered = code[at + 4] === 0
        const leftStart = firstTerm(code, left)
        const rightStart = firstTerm(code, right)
        for (let one = leftStart; one < right; one += 2) {
          for (let other = rightStart; other < end; other += 2) {
            const term = code[one + 1] as number
            const otherTerm = code[other + 1] as number
            let isBetter = tryPairs(term, otherTerm, distance, terms, into)
            if (isUnordered && tryPairs(otherTerm, term, distance, terms, into)) isBetter = true
            if (!isBetter) continue
            into.left = (one - leftStart) >> 1
            into.right = (other - rightStart) >> 1
          }
        }
        return into.after >= 0
      }
    }
  } else if (isPairSideBySide(code, at + 3, base)) {
    terms.place()
    const one = code[at + 7] as number
    const other = code[at + 9] as number
    if (placesOf(one, terms) * placesOf(other, terms) <= pairLimit) {
      tryPairs(one, other, 1, terms, into)
      return into.after >= 0
    }
  }
  const found = clauseSpans(plan, at, terms, true)[0]
  if (found === undefined) return false
  into.start = found.start
  into.end = found.end
  if (code[at] === operation.near && isNearExplained(plan, at)) {
    const { left, right } = nearPairAt(plan, at, terms, found)
    into.left = left
    into.right = right
  }
  return true
}

/** Whether a place is a term, or alternatives of terms. */
function isPlain(code: ArrayLike<number>, at: number, end: number): boolean {
  if (code[at] === placeOperation.row) return false
  for (let part = firstTerm(code, at); part < end; part += 2) if (code[part] !== placeOperation.term) return false
  return true
}

function firstTerm(code: ArrayLike<number>, at: number): number {
  return code[at] === placeOperation.term ? at : at + 2
}

/** `row end slack(0) term t term t` */
function isPairSideBySide(code: ArrayLike<number>, at: number, base: number): boolean {
  return (
    code[at] === placeOperation.row &&
    code[at + 2] === 0 &&
    base + (code[at + 1] as number) === at + 7 &&
    code[at + 3] === placeOperation.term &&
    code[at + 5] === placeOperation.term
  )
}

function placesOf(term: number, terms: MessageTerms): number {
  if ((((terms.bits[term >> 5] as number) >>> term) & 1) === 0) return 0
  return (terms.placesTo[term] as number) - (terms.placesFrom[term] as number)
}

function countPlaces(code: ArrayLike<number>, at: number, end: number, terms: MessageTerms): number {
  let count = 0
  for (let part = firstTerm(code, at); part < end; part += 2) count += placesOf(code[part + 1] as number, terms)
  return count
}

/**
 * Takes the pair that ends first, of several such the shortest, when it is better than what was found. @returns whether
 * one was
 */
function tryPairs(before: number, behind: number, distance: number, terms: MessageTerms, into: FirstPlace): boolean {
  if (placesOf(before, terms) === 0 || placesOf(behind, terms) === 0) return false
  let isTaken = false
  const { places, placesFrom, placesTo } = terms
  const { position, width, start, end } = terms.tokens
  for (let other = placesFrom[behind] as number; other < (placesTo[behind] as number); other++) {
    const last = places[other] as number
    const lastFirst = position[last] as number
    const after = lastFirst + (width[last] as number)
    for (let one = placesFrom[before] as number; one < (placesTo[before] as number); one++) {
      const token = places[one] as number
      const first = position[token] as number
      const gap = lastFirst - first - (width[token] as number)
      if (gap < 0 || gap >= distance) continue
      const tokenStart = start[token] as number
      const isBetter =
        into.after < 0 ||
        after < into.after ||
        (after === into.after && (first > into.first || (first === into.first && tokenStart < into.start)))
      if (!isBetter) continue
      into.first = first
      into.after = after
      into.start = tokenStart
      into.end = end[last] as number
      isTaken = true
    }
  }
  return isTaken
}
