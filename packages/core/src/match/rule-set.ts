import { DeskError, inputIssues, isDeskError, type InputIssue } from "../base/index.ts"
import { outlineOf, type Outline } from "./filing.ts"
import { parseQuery } from "./parse.ts"
import { planQuery, type Plan } from "./plan.ts"
import { ruleSchema, type Rule } from "./rule.ts"
import type { TermTable } from "./term-table.ts"

/** A rule that is ready to be tried. */
export interface ReadyRule {
  readonly rule: Rule
  readonly outline: Outline
}

/**
 * Reads one rule.
 *
 * @param rule - as the host gave it
 * @param path - its place in the host's options, as `rules[3]`
 * @param terms - where new terms are added
 * @returns the rule, or what is wrong with it
 */
export function readRule(rule: unknown, path: string, terms: TermTable): ReadyRule | readonly InputIssue[] {
  const result = ruleSchema.safeParse(rule)
  if (!result.success) {
    return inputIssues(result.error).map((issue) => ({ path: issue.path === "" ? path : `${path}.${issue.path}`, message: issue.message }))
  }
  try {
    return { rule: result.data, outline: outlineOf(planQuery(parseQuery(result.data.query), terms)) }
  } catch (error) {
    if (!isDeskError(error, "invalid-query")) throw error
    return [{ path: `${path}.query`, message: error.message, span: error.details.span }]
  }
}

/** The full plan of a rule. Most rules never hold for most messages, so it is made when first needed and not kept with the rule. */
export function planOf(rule: Rule, terms: TermTable): Plan {
  return planQuery(parseQuery(rule.query), terms)
}

/** A rule's id for an error, whatever was given. */
export function idOf(rule: unknown): string {
  const id = typeof rule === "object" && rule !== null && "id" in rule ? rule.id : undefined
  return typeof id === "string" ? id : ""
}

/** The error that names every bad rule. */
export function ruleError(bad: readonly { readonly id: string; readonly issues: readonly InputIssue[] }[]): DeskError<"invalid-rule"> {
  const first = bad[0]
  const names = bad.slice(0, 5).map(({ id }) => JSON.stringify(id))
  const more = bad.length > names.length ? ` and ${bad.length - names.length} more` : ""
  const message = `${bad.length} invalid rule${bad.length === 1 ? "" : "s"}: ${names.join(", ")}${more}: ${first?.issues[0]?.message ?? ""}`
  return new DeskError("invalid-rule", message, { ruleId: first?.id ?? "", issues: bad.flatMap(({ issues }) => issues) })
}
