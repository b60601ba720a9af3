import { DeskError, type InputIssue } from "../base/index.ts"
import { createTokenList, scanText, tokenText } from "../message/index.ts"
import { evaluatePlan, matchedClauses, type Reading } from "./evaluate.ts"
import { explainQuery, type ExplainedClause } from "./explain.ts"
import type { MatchLocale } from "./locale.ts"
import { parseQuery } from "./parse.ts"
import type { Plan } from "./plan.ts"
import type { Match, MatchableMessage, Rule } from "./rule.ts"
import { idOf, planOf, readRule, ruleError, type ReadyRule } from "./rule-set.ts"
import type { Stretch } from "./spans.ts"
import { createTermTable } from "./term-table.ts"

/** Options of {@link createMatcher}. */
export interface MatcherOptions {
  /** Gives the forms of words. Without one, a word is only itself. */
  readonly locale?: MatchLocale
}

/** Many standing queries, ready to be asked about any message. */
export interface Matcher {
  /**
   * The rules that hold for a message, in the order in which they were given.
   *
   * @param message - a message, or its text
   */
  match(message: MatchableMessage | string): readonly Match[]
  /**
   * Adds a rule, or replaces that of the same id in its place.
   *
   * @throws DeskError `invalid-rule`; the rules stay as they were
   */
  set(rule: Rule): void
  /**
   * Why a rule holds for a message, or why not.
   *
   * @throws DeskError `not-found` when there is no such rule
   */
  explain(ruleId: string, message: MatchableMessage | string): ExplainedClause
  /** Removes a rule. @returns whether there was one */
  delete(ruleId: string): boolean
}

/**
 * Compiles rules into one matcher.
 *
 * @param rules - unique ids; the order is kept in every answer
 * @param options - the locale
 * @throws DeskError `invalid-rule` naming every bad rule and all that is wrong with it
 */
export function createMatcher(rules: readonly Rule[], options: MatcherOptions = {}): Matcher {
  const terms = createTermTable(options.locale)
  const ready = new Map<string, ReadyRule>()
  const list = createTokenList()

  const bad: { id: string; issues: readonly InputIssue[] }[] = []
  rules.forEach((rule, index) => {
    const read = readRule(rule, `rules[${index}]`, terms)
    if ("outline" in read) {
      if (ready.has(read.rule.id)) bad.push({ id: read.rule.id, issues: [{ path: `rules[${index}].id`, message: "this id was used before" }] })
      else ready.set(read.rule.id, read)
    } else bad.push({ id: idOf(rule), issues: read })
  })
  if (bad.length > 0) throw ruleError(bad)

  const plans = new WeakMap<ReadyRule, Plan>()
  const fullPlan = (one: ReadyRule): Plan => {
    const known = plans.get(one)
    if (known !== undefined) return known
    const made = planOf(one.rule, terms)
    plans.set(one, made)
    return made
  }

  const read = (message: MatchableMessage): Reading => {
    scanText(message.text, list)
    const places = new Map<number, Stretch[]>()
    const found: number[] = []
    for (let token = 0; token < list.count; token++) {
      found.length = 0
      terms.termsOf(tokenText(list, token), (list.kind[token] ?? 0) > 1, found)
      const first = list.position[token] ?? 0
      const stretch: Stretch = { first, after: first + (list.width[token] ?? 1), start: list.start[token] ?? 0, end: list.end[token] ?? 0 }
      for (const term of found) {
        const known = places.get(term)
        if (known === undefined) places.set(term, [stretch])
        else known.push(stretch)
      }
    }
    return { message, occurrences: (term) => places.get(term) ?? [] }
  }

  return {
    match(input) {
      const message = typeof input === "string" ? { text: input } : input
      const reading = read(message)
      const has = (term: number): boolean => reading.occurrences(term).length > 0
      const matches: Match[] = []
      for (const one of ready.values()) {
        if (!one.outline.groups.every((group) => group.some(has)) || one.outline.forbidden.some(has)) continue
        const found = new Map<string, Stretch>()
        if (!evaluatePlan(fullPlan(one), reading, found)) continue
        const { id, topic, version } = one.rule
        matches.push({
          ruleId: id,
          ...(version === undefined ? {} : { ruleVersion: version }),
          ...(topic === undefined ? {} : { topic }),
          clauses: matchedClauses(found, message.text),
        })
      }
      return matches
    },
    set(rule) {
      const read = readRule(rule, "rule", terms)
      if (!("outline" in read)) throw ruleError([{ id: idOf(rule), issues: read }])
      ready.set(read.rule.id, read)
    },
    explain(ruleId, input) {
      const one = ready.get(ruleId)
      if (one === undefined) throw new DeskError("not-found", "there is no such rule", { id: ruleId })
      return explainQuery(parseQuery(one.rule.query), read(typeof input === "string" ? { text: input } : input), terms)
    },
    delete: (ruleId) => ready.delete(ruleId),
  }
}
