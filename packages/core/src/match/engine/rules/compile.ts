import { DeskError, checkInput, isDeskError, type InputIssue } from "../../../base/index.ts"
import { outlineOf } from "./signature.ts"
import { parseQuery } from "../../query/parse.ts"
import type { LabelStore } from "./labels.ts"
import { planQuery, type Plan } from "./plan.ts"
import { encodePlan, termsOfPlan } from "./plan-code.ts"
import type { Query } from "../../query/query.ts"
import { ruleSchema, type Rule } from "../../rule.ts"
import type { BookEntry } from "./book.ts"
import type { TermTable } from "../terms/term-table.ts"

/** A rule whose query was read. */
export interface ReadRule {
  readonly rule: Rule
  readonly query: Query
}

/**
 * Reads one rule.
 *
 * @param rule - as the host gave it
 * @param path - its place in the host's options, as `rules[3]`
 * @returns the rule, or what is wrong with it
 */
export function readRule(rule: unknown, path: string): ReadRule | readonly InputIssue[] {
  const result = checkInput(ruleSchema, rule)
  if ("issues" in result)
    return result.issues.map((issue) => ({ path: issue.path === "" ? path : `${path}.${issue.path}`, message: issue.message }))
  const { examples: _, ...kept } = result.data
  try {
    return { rule: kept, query: parseQuery(kept.query) }
  } catch (error) {
    if (!isDeskError(error, "invalid-query")) throw error
    return [{ path: `${path}.query`, message: error.message, span: error.details.span }]
  }
}

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

/** A rule's id for an error, whatever was given. */
export function idOf(rule: unknown): string {
  const id = typeof rule === "object" && rule !== null && "id" in rule ? rule.id : undefined
  return typeof id === "string" ? id : ""
}

/** The error that names every bad rule. */
export function ruleError(bad: readonly { readonly id: string; readonly issues: readonly InputIssue[] }[]): DeskError<"invalid-rule"> {
  const first = bad[0]
  const issue = first?.issues[0]
  // A span says where inside of the query; what has none is a field of its own.
  const sentence = issue === undefined ? "" : issue.span === undefined ? `${issue.path}: ${issue.message}` : issue.message
  const names = bad.map(({ id }) => JSON.stringify(id))
  const message = `${bad.length} invalid rule${bad.length === 1 ? "" : "s"}: ${names.join(", ")}; the first: ${sentence}`
  return new DeskError("invalid-rule", message, { ruleId: first?.id ?? "", issues: bad.flatMap(({ issues }) => issues) })
}
