import * as z from "zod"
import { readOptions } from "../../base/index.ts"
import type { ExplainedClause } from "../engine/index.ts"
import { localeSchema, type MatchLocale } from "../locale.ts"
import { createMatcher, type Matcher } from "../matcher.ts"
import type { Rule, RuleExample } from "../rule.ts"
import { decidingClauses, type DecidingClause } from "./deciding-clauses.ts"
import { readRuleFile } from "./rule-file.ts"

/** The lists of examples: what a rule must hold for, and what it must leave alone. */
export type ExampleList = "match" | "skip"

/** An example that its rule does not do right by. */
export interface ExampleFailure {
  /** The rule. */
  readonly ruleId: string
  /** In `match`, the rule does not hold; in `skip`, it does. */
  readonly list: ExampleList
  /** The place in the list, from 0. */
  readonly index: number
  /** What decided, in short. */
  readonly because: readonly DecidingClause[]
  /** The whole query, clause by clause. */
  readonly explanation: ExplainedClause
  /** The other rules that hold for the example, in their order. They do not make it pass. */
  readonly otherRuleIds: readonly string[]
}

/** A rule that is tested on one side only, or not at all. */
export interface UntestedRule {
  /** The rule. */
  readonly ruleId: string
  /** The lists that are empty or absent. */
  readonly lists: readonly ExampleList[]
}

/** What {@link checkRules} found. */
export interface RuleCheck {
  /** Whether every example does as its list says. Rules without examples do not make it false. */
  readonly passed: boolean
  /** How many there are. */
  readonly counts: {
    /** How many rules there are. */
    readonly rules: number
    /** How many examples must match. */
    readonly match: number
    /** How many examples must not match. */
    readonly skip: number
    /** How many examples failed. */
    readonly failed: number
    /** How many rules have no examples. */
    readonly untested: number
  }
  /** In the order of the rules; of one rule, `match` before `skip`, each in its order. */
  readonly failures: readonly ExampleFailure[]
  /** In the order of the rules; `lists` has both names when a rule has no example at all. */
  readonly untested: readonly UntestedRule[]
}

/** Options of {@link checkRules}. */
export interface RuleCheckOptions {
  /** The locale that the matcher will have. */
  readonly locale?: MatchLocale | undefined
}

const optionsSchema = z.strictObject({ locale: z.optional(localeSchema) })
const lists: readonly ExampleList[] = ["match", "skip"]

/**
 * Runs the examples of rules as tests: every rule must hold for each text of its `match`, and for none of its `skip`.
 * Each rule answers for its own examples; that another rule matches a text is reported, and changes nothing.
 *
 * @param rules - the rules of one matcher, as a rule file has them
 * @param options - the locale
 * @returns every failing example with its explanation, always in the same order
 * @throws DeskError `invalid-rule` as `readRuleFile`; `config` for bad options
 */
export function checkRules(rules: readonly Rule[], options: RuleCheckOptions = {}): RuleCheck {
  const { locale } = readOptions(optionsSchema, options, "checkRules options")
  const read = readRuleFile({ rules }).rules
  const matcher = createMatcher(read, { locale })
  const failures = read.flatMap((rule) => lists.flatMap((list) => failuresOf(rule, list, matcher)))
  const untested = read
    .map((rule) => ({ ruleId: rule.id, lists: lists.filter((list) => examplesOf(rule, list).length === 0) }))
    .filter((rule) => rule.lists.length > 0)
  const count = (list: ExampleList): number => read.reduce((sum, rule) => sum + examplesOf(rule, list).length, 0)
  const counts = { rules: read.length, match: count("match"), skip: count("skip"), failed: failures.length, untested: untested.length }
  return { passed: failures.length === 0, counts, failures, untested }
}

function examplesOf(rule: Rule, list: ExampleList): readonly RuleExample[] {
  return rule.examples?.[list] ?? []
}

function failuresOf(rule: Rule, list: ExampleList, matcher: Matcher): readonly ExampleFailure[] {
  return examplesOf(rule, list).flatMap((example, index) => {
    const ruleIds = matcher.match(example).map(({ ruleId }) => ruleId)
    if (ruleIds.includes(rule.id) === (list === "match")) return []
    const explanation = matcher.explain(rule.id, example)
    const otherRuleIds = ruleIds.filter((id) => id !== rule.id)
    return [{ ruleId: rule.id, list, index, because: decidingClauses(explanation), explanation, otherRuleIds }]
  })
}
