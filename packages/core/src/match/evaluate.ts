import type { Placed, Plan } from "./plan.ts"
import type { MatchableMessage, MatchedClause } from "./rule.ts"
import { mergeStretches, nearStretches, rowStretches, type Stretch } from "./spans.ts"

/** A message as the evaluator sees it. */
export interface Reading {
  readonly message: MatchableMessage
  /** Where a term stands, in order. */
  occurrences(term: number): readonly Stretch[]
}

/** Where something stands, in order. */
export function stretchesOf(placed: Placed, reading: Reading): readonly Stretch[] {
  switch (placed.kind) {
    case "term":
      return reading.occurrences(placed.term)
    case "any":
      return mergeStretches(placed.options.map((option) => stretchesOf(option, reading)))
    case "row":
      return rowStretches(
        placed.parts.map((part) => stretchesOf(part, reading)),
        placed.slack,
      )
  }
}

/** Where a clause of the text holds, in order; only its first place when that is enough. */
export function clauseStretches(plan: Extract<Plan, { readonly label: string }>, reading: Reading, onlyFirst: boolean): readonly Stretch[] {
  if (plan.kind === "placed") return stretchesOf(plan.placed, reading)
  const left = stretchesOf(plan.left, reading)
  return nearStretches(left, stretchesOf(plan.right, reading), plan.distance, plan.ordered, onlyFirst)
}

/**
 * Evaluates a plan.
 *
 * @param plan - a rule's plan
 * @param reading - the message
 * @param into - receives the first place of every clause that made the plan hold; what it held before stays
 * @returns whether the plan holds; when it does not, nothing was added
 */
export function evaluatePlan(plan: Plan, reading: Reading, into: Map<string, Stretch>): boolean {
  switch (plan.kind) {
    case "field":
      return fieldHolds(plan, reading.message) !== plan.negated
    case "placed":
    case "near": {
      const first = clauseStretches(plan, reading, true)[0]
      if (plan.negated) return first === undefined
      if (first === undefined) return false
      into.set(plan.label, first)
      return true
    }
    case "all": {
      const added = new Map<string, Stretch>()
      for (const part of plan.plans) if (!evaluatePlan(part, reading, added)) return false
      for (const [label, stretch] of added) into.set(label, stretch)
      return true
    }
    case "some": {
      let holds = false
      for (const part of plan.plans) if (evaluatePlan(part, reading, into)) holds = true
      return holds
    }
  }
}

/** Whether a message has a value in a field. */
export function fieldHolds(plan: Extract<Plan, { readonly kind: "field" }>, message: MatchableMessage): boolean {
  switch (plan.field) {
    case "network":
      return message.network === plan.value
    case "kind":
      return message.kind === plan.value
    case "has":
      return message.attachments?.some((attachment) => attachment.kind === plan.value) ?? false
    case "source": {
      const key = message.communityKey
      if (key === null || key === undefined) return false
      return key === plan.value || key.slice(key.indexOf(":") + 1) === plan.value
    }
  }
}

/** The clauses that held, as the reader of a message sees them: in the order of the text. */
export function matchedClauses(found: ReadonlyMap<string, Stretch>, text: string): readonly MatchedClause[] {
  return Array.from(found, ([term, { start, end }]) => ({ term, start, end, text: text.slice(start, end) })).sort(
    (one, other) => one.start - other.start || one.end - other.end || (one.term < other.term ? -1 : 1),
  )
}
