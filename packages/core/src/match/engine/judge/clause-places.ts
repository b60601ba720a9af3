import { operation, placeOperation, afterPlace, type PlanCode } from "../rules/plan-code.ts"
import type { MessageTerms } from "../terms/message-terms.ts"
import { mergeSpans, nearSpans, rowSpans, type Span } from "./spans.ts"

/**
 * Where a clause is in the text, in order.
 *
 * @param plan - the plan
 * @param at - where a node begins that is a term, something placed, or `NEAR`, negated or not
 * @param terms - the message's terms
 * @param onlyFirst - whether the first place is enough; more may come
 */
export function clauseSpans(plan: PlanCode, at: number, terms: MessageTerms, onlyFirst: boolean): readonly Span[] {
  const { code } = plan
  if (code[at] === operation.term) return terms.occurrences(code[at + 1] as number)
  if (code[at] === operation.noTerm) return terms.occurrences(code[at + 1] as number)
  if (code[at] === operation.placed || code[at] === operation.notPlaced) return placeSpans(plan, at + 3, terms)
  const left = placeSpans(plan, at + 5, terms)
  if (left.length === 0) return []
  const right = placeSpans(plan, afterPlace(plan, at + 5), terms)
  return nearSpans(left, right, code[at + 3] as number, code[at + 4] === 1, onlyFirst)
}

/** Where a place of a plan is in the text, in order. */
export function placeSpans(plan: PlanCode, at: number, terms: MessageTerms): readonly Span[] {
  const { code } = plan
  if (code[at] === placeOperation.term) return terms.occurrences(code[at + 1] as number)
  const end = afterPlace(plan, at)
  const parts: (readonly Span[])[] = []
  const isRow = code[at] === placeOperation.row
  for (let part = at + (isRow ? 3 : 2); part < end; part = afterPlace(plan, part)) {
    const spans = placeSpans(plan, part, terms)
    if (spans.length > 0) parts.push(spans)
    else if (isRow) return []
  }
  return isRow ? rowSpans(parts, code[at + 2] as number) : mergeSpans(parts)
}
