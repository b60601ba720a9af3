import type { MatchLocale } from "../locale.ts"
import { parseQuery } from "../query/parse.ts"
import type { Match, MatchableMessage, MatchedClause, ReadRule, Rule } from "../rule.ts"
import { matchedClauses } from "./judge/evaluate.ts"
import { explainQuery, type ExplainedClause } from "./judge/explain.ts"
import { createMessageSieve } from "./prefilter/message-sieve.ts"
import { createRuleTable } from "./rules/rule-table.ts"
import { compileRule, releaseRule } from "./rules/compile.ts"
import { createLabelStore } from "./rules/labels.ts"
import { createLearner } from "./rules/learner.ts"
import { createMessageTerms } from "./terms/message-terms.ts"
import { createTermTable } from "./terms/term-table.ts"
import { createTokenClasses } from "./terms/token-classes.ts"

/** Counts of a matcher, for whoever watches it. */
export interface MatcherStats {
  /** How many rules there are. */
  readonly rules: number
  /** Different words, prefixes and tags that the rules search for. */
  readonly terms: number
  /** Tokens whose meaning is remembered. */
  readonly rememberedTokens: number
  /**
   * Bytes of the tables: plans, rows of filed rules, remembered tokens. Strings and the index of words are on the heap
   * besides, where they cannot be counted.
   */
  readonly tableBytes: number
  /** How many messages were matched. */
  readonly messages: number
  /** How many times a rule was tried, over all messages: the fewer a message, the better the rules are filed. */
  readonly triedRules: number
}

/** The compiled rules of one matcher. */
export interface Engine {
  /** Adds a rule, or replaces that of the same id in its place. */
  put(read: ReadRule): void
  /** Removes a rule. @returns whether there was one */
  remove(ruleId: string): boolean
  /** The rules that hold for a message, in the order in which they were put. */
  match(message: MatchableMessage): readonly Match[]
  /** The rules without their examples, in the order in which they were put. */
  rules(): readonly Rule[]
  /** Every clause of a rule with all its places; undefined when there is no such rule. */
  explain(ruleId: string, message: MatchableMessage): ExplainedClause | undefined
  /** Counts, since the engine was made. */
  stats(): MatcherStats
}

/**
 * Makes an engine without rules: the terms that rules search for, the rules filed under their rarest terms, a prefilter
 * that drops texts which hold none of them, and the judge of what is left.
 *
 * @param locale - gives the forms of words
 */
export function createEngine(locale: MatchLocale | undefined): Engine {
  const terms = createTermTable(locale)
  const classes = createTokenClasses(terms)
  const found = createMessageTerms(classes, terms.limit)
  const learner = createLearner(terms.guess)
  const labels = createLabelStore()
  const table = createRuleTable(learner.weightOf, labels.list)
  const { ruleTexts } = table
  const sieve = createMessageSieve(table, terms)
  const slots = new Map<string, number>()
  // Of the rules that say so.
  const registrations = new Map<string, NonNullable<Rule["registration"]>>()
  const ruleOf = (ruleId: string): Rule | undefined => table.ruleAt(slots.get(ruleId) ?? -1)

  return {
    put(read) {
      const { id, registration } = read.rule
      const entry = compileRule(read, terms, labels)
      const before = ruleOf(id)
      slots.set(id, table.put(entry, slots.get(id)))
      if (registration === undefined) registrations.delete(id)
      else registrations.set(id, registration)
      if (before !== undefined) releaseRule(before, terms, labels)
      if (classes.remembered() > 0) classes.clear()
    },
    remove(ruleId) {
      const slot = slots.get(ruleId)
      const rule = ruleOf(ruleId)
      if (slot === undefined || rule === undefined) return false
      slots.delete(ruleId)
      registrations.delete(ruleId)
      table.remove(slot)
      releaseRule(rule, terms, labels)
      classes.clear()
      return true
    },
    match(message) {
      if (!learner.wantsNext() && sieve.holdsBack(message.text)) {
        learner.skip()
        return []
      }
      found.read(message.text)
      const count = table.tryRules(found, message)
      const matches: Match[] = []
      for (let index = 0; index < count; index++) {
        const slot = table.held[index] as number
        const clauses = matchedClauses(table.planOf(slot), found, message)
        const ruleId = ruleTexts[slot * 4] as string
        const match = matchOf(ruleId, ruleTexts[slot * 4 + 1], ruleTexts[slot * 4 + 2], clauses)
        const registration = registrations.size === 0 ? undefined : registrations.get(ruleId)
        matches.push(registration === undefined ? match : { ...match, registration })
      }
      if (learner.learn(found)) table.refile(learner.weightOf)
      return matches
    },
    rules: () =>
      [...slots.keys()].flatMap((ruleId): readonly Rule[] => {
        const [rule, registration] = [ruleOf(ruleId), registrations.get(ruleId)]
        if (rule === undefined) return []
        return [registration === undefined ? rule : { ...rule, registration }]
      }),
    explain(ruleId, message) {
      const rule = ruleOf(ruleId)
      if (rule === undefined) return undefined
      found.read(message.text)
      return explainQuery(parseQuery(rule.query), { message, found, terms })
    },
    stats: () => ({
      rules: slots.size,
      terms: terms.size(),
      rememberedTokens: classes.remembered(),
      tableBytes: table.bytes() + classes.bytes(),
      messages: learner.messages(),
      triedRules: table.tried(),
    }),
  }
}

function matchOf(id: string, topic: string | undefined, version: string | undefined, clauses: readonly MatchedClause[]): Match {
  if (topic === undefined) return version === undefined ? { ruleId: id, clauses } : { ruleId: id, ruleVersion: version, clauses }
  return version === undefined ? { ruleId: id, topic, clauses } : { ruleId: id, ruleVersion: version, topic, clauses }
}
