import { operation, placeOperation, afterPlace, type PlanCode } from "../rules/plan-code.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import { mergeStretches, nearStretches, rowStretches, type Stretch } from "./spans.ts"

/**
 * Where a clause stands in the text, in order.
 *
 * @param plan - the plan
 * @param at - where a node begins that is a term, something placed, or `NEAR`, negated or not
 * @param terms - the message's terms
 * @param onlyFirst - whether the first place is enough; more may come
 */
export function clauseStretches(plan: PlanCode, at: number, terms: MessageTerms, onlyFirst: boolean): readonly Stretch[] {
  const { code } = plan
  if (code[at] === operation.term) return terms.occurrences(code[at + 1] as number)
  if (code[at] === operation.noTerm) return terms.occurrences(code[at + 1] as number)
  if (code[at] === operation.placed || code[at] === operation.notPlaced) return placeStretches(plan, at + 3, terms)
  const left = placeStretches(plan, at + 5, terms)
  if (left.length === 0) return []
  const right = placeStretches(plan, afterPlace(plan, at + 5), terms)
  return nearStretches(left, right, code[at + 3] as number, code[at + 4] === 1, onlyFirst)
}

/** Where a place of a plan stands in the text, in order. */
export function placeStretches(plan: PlanCode, at: number, terms: MessageTerms): readonly Stretch[] {
  const { code } = plan
  if (code[at] === placeOperation.term) return terms.occurrences(code[at + 1] as number)
  const end = afterPlace(plan, at)
  const parts: (readonly Stretch[])[] = []
  const isRow = code[at] === placeOperation.row
  for (let part = at + (isRow ? 3 : 2); part < end; part = afterPlace(plan, part)) {
    const stretches = placeStretches(plan, part, terms)
    if (stretches.length > 0) parts.push(stretches)
    else if (isRow) return []
  }
  return isRow ? rowStretches(parts, code[at + 2] as number) : mergeStretches(parts)
}
