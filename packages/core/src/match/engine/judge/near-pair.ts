import { printNear } from "../../query/print.ts"
import { afterPlace, type PlanCode } from "../rules/plan-code.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import { placeSpans } from "./clause-places.ts"
import type { Span } from "./spans.ts"

/** Which alternatives of `NEAR` are at a place, counted from 0 in the order of the query. */
export interface NearPair {
  left: number
  right: number
}

/** Whether a match may report a `NEAR`. */
export function isNearExplained({ code }: PlanCode, at: number): boolean {
  return (code[at + 2] as number) < (code[at + 1] as number)
}

/**
 * Names the two operands of a `NEAR` that are at a place.
 *
 * @param plan - the plan
 * @param at - where the node begins; it has labels
 * @param pair - which alternatives
 */
export function nearTerm(plan: PlanCode, at: number, { left, right }: NearPair): string {
  const { code, base, strings } = plan
  const labels = base + (code[at + 2] as number)
  const textAt = (index: number): string => strings[code[labels + 1 + index] as number] as string
  return printNear(textAt(left), textAt((code[labels] as number) + right), code[at + 3] as number, code[at + 4] === 1)
}

/**
 * Finds which alternatives of a `NEAR` make one of its places: of several pairs that do, the first by the left side,
 * then by the right one. The time is proportional to what `clauseSpans` took.
 *
 * @param plan - the plan
 * @param at - where the node begins; it has labels
 * @param terms - the message's terms
 * @param place - a place that `clauseSpans` lists
 */
export function nearPairAt(plan: PlanCode, at: number, terms: MessageTerms, place: Span): NearPair {
  const { code, base } = plan
  const labels = base + (code[at + 2] as number)
  const left = at + 5
  const right = afterPlace(plan, left)
  const leftCount = code[labels] as number
  const rightCount = base + (code[at + 1] as number) - labels - 1 - leftCount
  const [lefts, rights] = [alternativesOf(plan, left, leftCount, terms), alternativesOf(plan, right, rightCount, terms)]
  const distance = code[at + 3] as number
  const pair = { left: Number.POSITIVE_INFINITY, right: Number.POSITIVE_INFINITY }
  const offer = (one: number, other: number): void => {
    if (one > pair.left || (one === pair.left && other >= pair.right)) return
    pair.left = one
    pair.right = other
  }
  eachPair(lefts, rights, place, distance, offer)
  if (code[at + 4] === 0) eachPair(rights, lefts, place, distance, (one, other) => offer(other, one))
  return pair
}

function alternativesOf(plan: PlanCode, at: number, count: number, terms: MessageTerms): readonly (readonly Span[])[] {
  if (count === 1) return [placeSpans(plan, at, terms)]
  const found: (readonly Span[])[] = []
  let part = at + 2
  for (let index = 0; index < count; index++, part = afterPlace(plan, part)) found.push(placeSpans(plan, part, terms))
  return found
}

/** Offers, for each way to fill the place, the first alternatives that do. */
function eachPair(
  before: readonly (readonly Span[])[],
  behind: readonly (readonly Span[])[],
  place: Span,
  distance: number,
  offer: (before: number, behind: number) => void,
): void {
  const ends = new Map<number, number>()
  before.forEach((spans, index) => {
    for (const { first, after, start } of spans) if (first === place.first && start === place.start) addFirst(ends, after, index)
  })
  const begins = new Map<number, number>()
  behind.forEach((spans, index) => {
    for (const { first, after } of spans) if (after === place.after) addFirst(begins, first, index)
  })
  for (const [end, one] of ends) {
    for (let gap = 0; gap < distance; gap++) {
      const other = begins.get(end + gap)
      if (other !== undefined) offer(one, other)
    }
  }
}

function addFirst(indexes: Map<number, number>, key: number, index: number): void {
  if (!indexes.has(key)) indexes.set(key, index)
}
