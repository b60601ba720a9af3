import type { FieldName } from "../../query/query.ts"
import type { Placed, Plan } from "./plan.ts"

/**
 * A plan as a row of whole numbers: compact, and quick to walk. Every node begins with its operation; `end` is where
 * the next node begins, counted from the start of the plan. Labels and field values are numbers of strings that are
 * kept elsewhere.
 *
 *     all  end node…            some  end node…
 *     term term label           noTerm term
 *     placed end label place    notPlaced end label place
 *     near end labels distance ordered place place left label…      notNear (the same)
 *     field field value negated
 *
 * A label is {@link untold} where no match reports the clause. Of `NEAR`, each alternative has one: they begin at
 * `labels`, counted from the start of the plan, with the number of those on the left; there are none where no
 * match reports it. A place is `0 term`, `1 end slack place…` (in a row) or `2 end place…` (any of them).
 */
export const operation = { all: 0, some: 1, term: 2, noTerm: 3, placed: 4, notPlaced: 5, near: 6, notNear: 7, field: 8 } as const

/** The label of a clause that no match reports. */
export const untold = -1

/** Operations of places. */
export const placeOperation = { term: 0, row: 1, any: 2 } as const

/** The fields, by their numbers in a plan. */
export const fieldOrder: readonly FieldName[] = ["network", "kind", "has", "source"]

/**
 * Writes a plan.
 *
 * @param plan - a rule's plan
 * @param code - receives the numbers, from its current end on; `end` is counted from there
 * @param numberOf - numbers labels and values
 */
export function encodePlan(plan: Plan, code: number[], numberOf: (text: string) => number): void {
  encode(plan, code, code.length, numberOf)
}

function encode(plan: Plan, code: number[], base: number, numberOf: (text: string) => number): void {
  switch (plan.kind) {
    case "field":
      code.push(operation.field, fieldOrder.indexOf(plan.field), numberOf(plan.value), plan.negated ? 1 : 0)
      return
    case "placed": {
      const { placed, negated } = plan
      if (placed.kind === "term") {
        if (negated) code.push(operation.noTerm, placed.term)
        else code.push(operation.term, placed.term, labelOf(plan.label, numberOf))
        return
      }
      const end = open(code, negated ? operation.notPlaced : operation.placed)
      code.push(labelOf(plan.label, numberOf))
      encodePlace(placed, code, base)
      code[end] = code.length - base
      return
    }
    case "near": {
      const end = open(code, plan.negated ? operation.notNear : operation.near)
      const labels = code.length
      code.push(0, plan.distance, plan.ordered ? 1 : 0)
      encodePlace(plan.left, code, base)
      encodePlace(plan.right, code, base)
      code[labels] = code.length - base
      if (plan.labels !== undefined) code.push(plan.labels.left.length, ...[...plan.labels.left, ...plan.labels.right].map(numberOf))
      code[end] = code.length - base
      return
    }
    case "all":
    case "some": {
      const end = open(code, operation[plan.kind])
      for (const part of plan.plans) encode(part, code, base, numberOf)
      code[end] = code.length - base
    }
  }
}

function labelOf(label: string | undefined, numberOf: (text: string) => number): number {
  return label === undefined ? untold : numberOf(label)
}

function open(code: number[], what: number): number {
  code.push(what, 0)
  return code.length - 1
}

function encodePlace(placed: Placed, code: number[], base: number): void {
  if (placed.kind === "term") {
    code.push(placeOperation.term, placed.term)
    return
  }
  const end = open(code, placeOperation[placed.kind])
  if (placed.kind === "row") code.push(placed.slack)
  for (const part of placed.kind === "row" ? placed.parts : placed.options) encodePlace(part, code, base)
  code[end] = code.length - base
}

/** All terms of a plan, each once. */
export function termsOfPlan(plan: Plan): ReadonlySet<number> {
  const terms = new Set<number>()
  const ahead: (Plan | Placed)[] = [plan]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    switch (next.kind) {
      case "term":
        terms.add(next.term)
        break
      case "row":
        ahead.push(...next.parts)
        break
      case "any":
        ahead.push(...next.options)
        break
      case "placed":
        ahead.push(next.placed)
        break
      case "near":
        ahead.push(next.left, next.right)
        break
      case "all":
      case "some":
        ahead.push(...next.plans)
        break
      case "field":
        break
    }
  }
  return terms
}

/** A plan in numbers, somewhere inside a longer row of them. */
export interface PlanCode {
  readonly code: ArrayLike<number>
  /** Where the plan begins. */
  readonly base: number
  readonly strings: readonly string[]
}

/** Where the node after the one at `at` begins. */
export function afterNode(code: ArrayLike<number>, base: number, at: number): number {
  switch (code[at]) {
    case operation.term:
      return at + 3
    case operation.noTerm:
      return at + 2
    case operation.field:
      return at + 4
    default:
      return base + (code[at + 1] as number)
  }
}

/** Where the place after the one at `at` begins. */
export function afterPlace({ code, base }: PlanCode, at: number): number {
  return code[at] === placeOperation.term ? at + 2 : base + (code[at + 1] as number)
}
