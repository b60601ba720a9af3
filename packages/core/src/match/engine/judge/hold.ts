import type { FieldName } from "../../query/query.ts"
import type { MatchableMessage } from "../../rule.ts"
import { afterNode, afterPlace, fieldOrder, operation, placeOperation, type PlanCode } from "../rules/plan-code.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import { clauseSpans } from "./clause-places.ts"

/**
 * Whether a node of a plan holds for a message. Most rules that are tried do not hold, so nothing is collected here.
 *
 * @param plan - the plan
 * @param at - where the node begins
 * @param terms - the message's terms
 * @param message - the message
 */
export function planHolds(plan: PlanCode, at: number, terms: MessageTerms, message: MatchableMessage): boolean {
  const { code, base } = plan
  const bits = terms.bits
  switch (code[at]) {
    case operation.term:
      return hasTerm(bits, code[at + 1] as number)
    case operation.noTerm:
      return !hasTerm(bits, code[at + 1] as number)
    case operation.placed:
      return canStand(plan, at + 3, bits) && clauseSpans(plan, at, terms, true).length > 0
    case operation.notPlaced:
      return !canStand(plan, at + 3, bits) || clauseSpans(plan, at, terms, true).length === 0
    case operation.near:
      return nearHolds(plan, at, terms)
    case operation.notNear:
      return !nearHolds(plan, at, terms)
    case operation.field: {
      const field = fieldOrder[code[at + 1] as number] ?? "network"
      return fieldHolds(field, plan.strings[code[at + 2] as number] as string, message) === (code[at + 3] === 0)
    }
    default: {
      const isAll = code[at] === operation.all
      const end = afterNode(code, base, at)
      let part = at + 2
      while (part < end) {
        const operationHere = code[part] as number
        // Single terms are nearly all there is: they are looked up without a call.
        const holds =
          operationHere === operation.term
            ? hasTerm(bits, code[part + 1] as number)
            : operationHere === operation.noTerm
              ? !hasTerm(bits, code[part + 1] as number)
              : planHolds(plan, part, terms, message)
        if (holds !== isAll) return holds
        part = afterNode(code, base, part)
      }
      return isAll
    }
  }
}

/** Whether the message has the terms that a place needs, wherever they are. */
function canStand(plan: PlanCode, at: number, bits: Int32Array): boolean {
  const { code } = plan
  if (code[at] === placeOperation.term) return hasTerm(bits, code[at + 1] as number)
  const isRow = code[at] === placeOperation.row
  const end = afterPlace(plan, at)
  for (let part = at + (isRow ? 3 : 2); part < end; part = afterPlace(plan, part)) {
    if (canStand(plan, part, bits) !== isRow) return !isRow
  }
  return isRow
}

/** Above so many pairs the general way is quicker than trying every pair. */
const pairLimit = 256

function nearHolds(plan: PlanCode, at: number, terms: MessageTerms): boolean {
  const bits = terms.bits
  const left = at + 5
  const right = afterPlace(plan, left)
  if (!canStand(plan, left, bits) || !canStand(plan, right, bits)) return false
  terms.place()
  const ones = countPlaces(plan, left, terms)
  const others = countPlaces(plan, right, terms)
  if (ones < 0 || others < 0 || ones * others > pairLimit) return clauseSpans(plan, at, terms, true).length > 0
  const { code } = plan
  for (let one = firstTerm(code, left); one < right; one += 2) {
    for (let other = firstTerm(code, right); other < afterPlace(plan, right); other += 2) {
      if (termsNear(code[one + 1] as number, code[other + 1] as number, code[at + 3] as number, code[at + 4] === 1, terms)) return true
    }
  }
  return false
}

const firstTerm = (code: ArrayLike<number>, at: number): number => (code[at] === placeOperation.term ? at : at + 2)

/** How many tokens a term, or alternatives of single terms, have; -1 for anything else. */
function countPlaces(plan: PlanCode, at: number, terms: MessageTerms): number {
  const { code } = plan
  if (code[at] === placeOperation.row) return -1
  const bits = terms.bits
  const from = terms.placesFrom
  const to = terms.placesTo
  const end = afterPlace(plan, at)
  let count = 0
  for (let part = firstTerm(code, at); part < end; part += 2) {
    if (code[part] !== placeOperation.term) return -1
    const term = code[part + 1] as number
    if (hasTerm(bits, term)) count += (to[term] as number) - (from[term] as number)
  }
  return count
}

function termsNear(one: number, other: number, distance: number, ordered: boolean, terms: MessageTerms): boolean {
  const bits = terms.bits
  if (!hasTerm(bits, one) || !hasTerm(bits, other)) return false
  const places = terms.places
  const from = terms.placesFrom
  const to = terms.placesTo
  const { position, width } = terms.tokens
  for (let left = from[one] as number; left < (to[one] as number); left++) {
    const leftToken = places[left] as number
    const leftFirst = position[leftToken] as number
    const leftAfter = leftFirst + (width[leftToken] as number)
    for (let right = from[other] as number; right < (to[other] as number); right++) {
      const rightToken = places[right] as number
      const rightFirst = position[rightToken] as number
      const gap = rightFirst - leftAfter
      if (gap >= 0 && gap < distance) return true
      const gapBack = leftFirst - rightFirst - (width[rightToken] as number)
      if (!ordered && gapBack >= 0 && gapBack < distance) return true
    }
  }
  return false
}

/** Whether a term is there. */
function hasTerm(bits: Int32Array, term: number): boolean {
  return (((bits[term >> 5] as number) >>> term) & 1) !== 0
}

/** Whether a message has a value in a field. */
export function fieldHolds(field: FieldName, value: string, message: MatchableMessage): boolean {
  switch (field) {
    case "network":
      return message.network === value
    case "kind":
      return message.kind === value
    case "has":
      return message.attachments?.some((attachment) => attachment.kind === value) ?? false
    case "source": {
      const key = message.communityKey
      if (key === null || key === undefined) return false
      return key === value || key.slice(key.indexOf(":") + 1) === value
    }
  }
}
