import type { InputIssue } from "../../base/index.ts"
import { isDeskError } from "../../base/index.ts"
import type { MatchLocale } from "../locale.ts"
import { parseQuery } from "../query/parse.ts"
import type { Query } from "../query/query.ts"
import type { Rule } from "../rule.ts"
import { isBroad } from "./breadth.ts"
import { contradiction } from "./contradiction.ts"
import { createImplication, type Implication } from "./implication.ts"
import { operatorWords } from "./operator.ts"
import { forbiddenPurpose } from "./purpose.ts"

/** What lint can say of a query. */
export type LintCode =
  | "never-matches"
  | "matches-almost-everything"
  | "covered-by-rule"
  | "forbidden-purpose"
  | "word-for-operator"
  | "invalid-query"

/** Something about a query that its author should know. */
export interface LintFinding {
  /** What is wrong. */
  readonly code: LintCode
  /** A sentence for the author. */
  readonly message: string
  /** The clause that it is about, as the query says it; the whole query when absent. */
  readonly clause?: string
  /** The rule, when rules were linted. */
  readonly ruleId?: string
  /** For `covered-by-rule`: the rule that finds everything that this one does. */
  readonly otherRuleId?: string
  /** For `invalid-query`: the place in the query. */
  readonly span?: InputIssue["span"]
}

/** Options of {@link lintQuery} and {@link lintRules}. */
export interface LintOptions {
  /** The locale that the matcher will have. */
  readonly locale?: MatchLocale
}

/**
 * Warns of a query that will never match, that matches almost everything, that says an operator as a word (`or`), or
 * that hunts for what a help desk must not search for: political views, religion, or a named person.
 *
 * @param query - a query, or its text; a text that cannot be read is a finding
 * @param options - the locale
 */
export function lintQuery(query: Query | string, options: LintOptions = {}): readonly LintFinding[] {
  const read = readQuery(query)
  return "code" in read ? [read] : lintOne(read.query, createImplication(options.locale), options)
}

/**
 * Lints every rule by itself, and warns of rules that another rule covers: whatever they find, the other finds as well.
 * Every pair of rules is compared, so this is for an editor and not for every start.
 *
 * @param rules - the rules of one matcher
 * @param options - the locale
 */
export function lintRules(rules: readonly Rule[], options: LintOptions = {}): readonly LintFinding[] {
  const implication = createImplication(options.locale)
  const findings: LintFinding[] = []
  const readable: { readonly id: string; readonly query: Query }[] = []
  for (const rule of rules) {
    const read = readQuery(rule.query)
    const own = "code" in read ? [read] : lintOne(read.query, implication, options)
    for (const finding of own) findings.push({ ...finding, ruleId: rule.id })
    if ("query" in read) readable.push({ id: rule.id, query: read.query })
  }
  readable.forEach((one, index) => {
    const other = readable.find((two, place) => place !== index && covers(two.query, one.query, place < index, implication))
    if (other === undefined) return
    const message = "another rule finds every message that this rule finds"
    findings.push({ code: "covered-by-rule", message, ruleId: one.id, otherRuleId: other.id })
  })
  return findings
}

/** Where two rules are equivalent, the later one is reported as covered. */
function covers(broad: Query, narrow: Query, isEarlier: boolean, implication: Implication): boolean {
  return implication.implies(narrow, broad) && (isEarlier || !implication.implies(broad, narrow))
}

function readQuery(query: Query | string): { readonly query: Query } | LintFinding {
  if (typeof query !== "string") return { query }
  try {
    return { query: parseQuery(query) }
  } catch (error) {
    if (!isDeskError(error, "invalid-query")) throw error
    return { code: "invalid-query", message: error.message, span: error.details.span }
  }
}

function lintOne(query: Query, implication: Implication, options: LintOptions): readonly LintFinding[] {
  const findings: LintFinding[] = []
  const never = contradiction(query, implication)
  if (never !== undefined) findings.push({ code: "never-matches", ...never })
  if (isBroad(query, options.locale)) {
    findings.push({ code: "matches-almost-everything", message: "this matches almost every message; add a word that only the topic has" })
  }
  findings.push(...operatorWords(query).map((finding) => ({ code: "word-for-operator" as const, ...finding })))
  findings.push(...forbiddenPurpose(query).map((finding) => ({ code: "forbidden-purpose" as const, ...finding })))
  return findings
}
