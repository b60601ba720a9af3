import { DeskError, isDeskError } from "../../base/index.ts"
import type { MatchLocale } from "../locale.ts"
import { createMatcher, type Matcher } from "../matcher.ts"
import type { Rule } from "../rule.ts"

/** A field of a rule that an edit may change. */
export type RuleField = "query" | "topic" | "version"

/** A rule that differs between two sets. */
export interface RulePair {
  readonly ruleId: string
  readonly change: "added" | "removed" | "changed"
  /** What differs, when the rule is in both sets. */
  readonly fields: readonly RuleField[]
}

/** Two sets of rules, ready to be tried on the same messages. */
export interface RulePairs {
  /** All rules before. */
  readonly before: Matcher
  /** The rules after whose query is new: the others hold where they held before, and need not be tried twice. */
  readonly afterChanged: Matcher
  /** Rules that are in both sets with the same query. */
  readonly unchanged: ReadonlySet<string>
  /** The place of each rule after. */
  readonly afterRank: ReadonlyMap<string, number>
  /** The topics after, by place. */
  readonly afterTopics: readonly (string | undefined)[]
  /** Every rule that differs: in the order after, then those removed. */
  readonly different: readonly RulePair[]
}

const fields: readonly RuleField[] = ["query", "topic", "version"]

/**
 * Pairs the rules of two sets by their ids.
 *
 * @param before - unique ids
 * @param after - unique ids
 * @param locale - of both matchers
 * @throws DeskError `invalid-rule` with paths as `before[3].query`
 */
export function pairRules(before: readonly Rule[], after: readonly Rule[], locale: MatchLocale | undefined): RulePairs {
  const beforeMatcher = compile("before", before, locale)
  const afterChanged = compile("after", after, locale)
  const old = new Map(before.map((rule) => [rule.id, rule]))
  const afterRank = new Map(after.map((rule, index) => [rule.id, index]))
  const unchanged = new Set<string>()
  const different: RulePair[] = []
  for (const rule of after) {
    const was = old.get(rule.id)
    if (was?.query === rule.query) {
      unchanged.add(rule.id)
      afterChanged.delete(rule.id)
    }
    const changed = was === undefined ? [] : fields.filter((field) => was[field] !== rule[field])
    if (was === undefined) different.push({ ruleId: rule.id, change: "added", fields: [] })
    else if (changed.length > 0) different.push({ ruleId: rule.id, change: "changed", fields: changed })
  }
  for (const { id } of before) if (!afterRank.has(id)) different.push({ ruleId: id, change: "removed", fields: [] })
  return { before: beforeMatcher, afterChanged, unchanged, afterRank, afterTopics: after.map(({ topic }) => topic), different }
}

/** The matcher of one set; its errors say which set. */
function compile(name: "before" | "after", rules: readonly Rule[], locale: MatchLocale | undefined): Matcher {
  try {
    return createMatcher(rules, { locale })
  } catch (error) {
    if (!isDeskError(error, "invalid-rule")) throw error
    const issues = error.details.issues.map((issue) => ({ ...issue, path: issue.path.replace(/^rules(?=\[)/, name) }))
    throw new DeskError("invalid-rule", `${name}: ${error.message}`, { ruleId: error.details.ruleId, issues }, { cause: error })
  }
}
