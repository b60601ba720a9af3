import { DeskError, inputIssues, isDeskError, type InputIssue } from "../base/index.ts"
import { outlineOf } from "./filing.ts"
import { parseQuery } from "./parse.ts"
import { planQuery } from "./plan.ts"
import { encodePlan, termsOfPlan } from "./plan-code.ts"
import type { Query } from "./query.ts"
import { ruleSchema, type Rule } from "./rule.ts"
import type { BookEntry } from "./rule-book.ts"
import type { TermTable } from "./term-table.ts"

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
  const result = ruleSchema.safeParse(rule)
  if (!result.success) {
    return inputIssues(result.error).map((issue) => ({ path: issue.path === "" ? path : `${path}.${issue.path}`, message: issue.message }))
  }
  try {
    return { rule: result.data, query: parseQuery(result.data.query) }
  } catch (error) {
    if (!isDeskError(error, "invalid-query")) throw error
    return [{ path: `${path}.query`, message: error.message, span: error.details.span }]
  }
}

/**
 * Compiles a rule, and retains its terms.
 *
 * @param read - the rule
 * @param terms - where new terms are added
 */
export function compileRule(read: ReadRule, terms: TermTable): BookEntry {
  const made = planQuery(read.query, terms)
  for (const term of termsOfPlan(made)) terms.retain(term)
  const plan: number[] = []
  const strings = encodePlan(made, plan)
  return { rule: read.rule, outline: outlineOf(made, terms.guess), plan, strings }
}

/** Releases the terms of a rule that was compiled before. */
export function releaseRule(rule: Rule, terms: TermTable): void {
  for (const term of termsOfPlan(planQuery(parseQuery(rule.query), terms))) terms.release(term)
}

/** A rule's id for an error, whatever was given. */
export function idOf(rule: unknown): string {
  const id = typeof rule === "object" && rule !== null && "id" in rule ? rule.id : undefined
  return typeof id === "string" ? id : ""
}

/** The error that names every bad rule. */
export function ruleError(bad: readonly { readonly id: string; readonly issues: readonly InputIssue[] }[]): DeskError<"invalid-rule"> {
  const first = bad[0]
  const names = bad.map(({ id }) => JSON.stringify(id))
  const message = `${bad.length} invalid rule${bad.length === 1 ? "" : "s"}: ${names.join(", ")}; the first: ${first?.issues[0]?.message ?? ""}`
  return new DeskError("invalid-rule", message, { ruleId: first?.id ?? "", issues: bad.flatMap(({ issues }) => issues) })
}
