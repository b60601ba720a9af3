import { parseQuery } from "../../query/parse.ts"
import type { ReadRule, Rule } from "../../rule.ts"
import type { TermTable } from "../terms/term-table.ts"
import type { BookEntry } from "./rule-table.ts"
import type { LabelStore } from "./labels.ts"
import { encodePlan, termsOfPlan } from "./plan-code.ts"
import { planQuery, type Plan } from "./plan.ts"
import { outlineOf } from "./signature.ts"

/**
 * Compiles a rule, and retains its terms and labels.
 *
 * @param read - the rule
 * @param terms - where new terms are added
 * @param labels - where new labels are added
 */
export function compileRule(read: ReadRule, terms: TermTable, labels: LabelStore): BookEntry {
  const made = planQuery(read.query, terms)
  for (const term of termsOfPlan(made)) terms.retain(term)
  const plan: number[] = []
  for (const label of encodeWithLabels(made, plan, labels)) labels.retain(label)
  return { rule: read.rule, outline: outlineOf(made, terms.guess), plan }
}

/** Releases the terms and labels of a rule that was compiled before. */
export function releaseRule(rule: Rule, terms: TermTable, labels: LabelStore): void {
  const made = planQuery(parseQuery(rule.query), terms)
  for (const term of termsOfPlan(made)) terms.release(term)
  for (const label of encodeWithLabels(made, [], labels)) labels.release(label)
}

function encodeWithLabels(made: Plan, plan: number[], labels: LabelStore): ReadonlySet<number> {
  const used = new Set<number>()
  encodePlan(made, plan, (text) => {
    const label = labels.numberOf(text)
    used.add(label)
    return label
  })
  return used
}
