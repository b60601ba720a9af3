import { z } from "zod"
import { configError, DeskError, readOptions, type InputIssue } from "../base/index.ts"
import { matchedClauses } from "./engine/judge/evaluate.ts"
import { expandQuery, type ExpandedWord } from "./query/expand.ts"
import { explainQuery, type ExplainedClause } from "./engine/judge/explain.ts"
import { createLabelStore } from "./engine/rules/labels.ts"
import { localeSchema } from "./locale-schema.ts"
import { createLearner } from "./engine/rules/learner.ts"
import type { MatchLocale } from "./locale.ts"
import { createMessageSieve } from "./engine/prefilter/message-sieve.ts"
import { createMessageTerms } from "./engine/terms/message-terms.ts"
import { parseQuery } from "./query/parse.ts"
import type { Query } from "./query/query.ts"
import type { Match, MatchableMessage, MatchedClause, Rule } from "./rule.ts"
import { createRuleBook } from "./engine/rules/book.ts"
import { compileRule, idOf, readRule, releaseRule, ruleError, type ReadRule } from "./engine/rules/compile.ts"
import { createTermTable } from "./engine/terms/term-table.ts"
import { createTokenClasses } from "./engine/terms/token-classes.ts"

/** Options of {@link createMatcher}. */
export interface MatcherOptions {
  /** Gives the forms of words. Without one, a word is only itself. */
  readonly locale?: MatchLocale
}

const optionsSchema = z.strictObject({ locale: localeSchema.optional() })

/** Counts of a matcher, for whoever watches it. */
export interface MatcherStats {
  readonly rules: number
  /** Different words, prefixes and tags that the rules look for. */
  readonly terms: number
  /** Tokens whose meaning is remembered. */
  readonly rememberedTokens: number
  /**
   * Bytes of the tables: plans, rows of filed rules, remembered tokens. Strings and the index of words are on the heap besides, where they cannot be
   * counted.
   */
  readonly tableBytes: number
  readonly messages: number
  /** How many times a rule was tried, over all messages: the fewer a message, the better the rules are filed. */
  readonly triedRules: number
}

/** Many standing queries, ready to be asked about any message. */
export interface Matcher {
  /** What gives the forms of words. */
  readonly locale: MatchLocale | undefined
  /**
   * The rules that hold for a message, in the order in which they were given. Each clause that made a rule hold is told once, at its
   * first place.
   *
   * @param message - a message, or its text
   * @throws DeskError `config` for anything else
   */
  match(message: MatchableMessage | string): readonly Match[]
  /**
   * Why a rule holds for a message, or why not: every clause, with all its places.
   *
   * @param ruleId - which rule
   * @param message - a message, or its text
   * @throws DeskError `not-found` when there is no such rule
   */
  explain(ruleId: string, message: MatchableMessage | string): ExplainedClause
  /**
   * What the words of a query find, with this matcher's locale, so that an analyst sees it before saving a rule.
   *
   * @param query - a query, or its text; a single word is one
   * @throws DeskError `invalid-query`
   */
  expand(query: Query | string): readonly ExpandedWord[]
  /**
   * Adds a rule, or replaces that of the same id in its place: for every desk that has this matcher, from the next message on.
   *
   * @param rule - the rule
   * @throws DeskError `invalid-rule`; the rules stay as they were
   */
  set(rule: Rule): void
  /**
   * Removes a rule, for every desk that has this matcher.
   *
   * @param ruleId - which rule
   * @returns whether there was one
   */
  delete(ruleId: string): boolean
  /** Counts, since the matcher was made. */
  stats(): MatcherStats
}

/**
 * Compiles rules into one matcher.
 *
 * A message costs time proportional to its length, whatever the rules and the text; a rule is tried only when a message has a word of the
 * rarest group of words that the rule needs. No regular expression is ever made of a query.
 *
 * @param rules - unique ids; the order is kept in every answer
 * @param options - the locale
 * @throws DeskError `invalid-rule` naming every bad rule and all that is wrong with it
 */
export function createMatcher(rules: readonly Rule[], options: MatcherOptions = {}): Matcher {
  readOptions(optionsSchema, options, "createMatcher options")
  const terms = createTermTable(options.locale)
  const classes = createTokenClasses(terms)
  const found = createMessageTerms(classes, terms.limit)
  const learner = createLearner(terms.guess)
  const labels = createLabelStore()
  const book = createRuleBook(learner.weightOf, labels.list)
  const { told } = book
  const sieve = createMessageSieve(book, terms)
  const slots = new Map<string, number>()
  // Of the rules that say so.
  const registrations = new Map<string, NonNullable<Rule["registration"]>>()
  const note = ({ id, registration }: Rule): void => {
    if (registration === undefined) registrations.delete(id)
    else registrations.set(id, registration)
  }
  readRules(rules, (read) => {
    slots.set(read.rule.id, book.put(compileRule(read, terms, labels)))
    note(read.rule)
  })

  return {
    locale: options.locale,
    match(input) {
      const message = messageOf(input)
      if (!learner.wantsNext() && sieve.holdsBack(message.text)) {
        learner.skip()
        return []
      }
      found.read(message.text)
      const count = book.tryRules(found, message)
      const matches: Match[] = []
      for (let index = 0; index < count; index++) {
        const slot = book.held[index] as number
        const clauses = matchedClauses(book.planOf(slot), found, message)
        const ruleId = told[slot * 4] as string
        const match = matchOf(ruleId, told[slot * 4 + 1], told[slot * 4 + 2], clauses)
        const registration = registrations.size === 0 ? undefined : registrations.get(ruleId)
        matches.push(registration === undefined ? match : { ...match, registration })
      }
      if (learner.learn(found)) book.refile(learner.weightOf)
      return matches
    },
    explain(ruleId, input) {
      const rule = book.ruleAt(slots.get(ruleId) ?? -1)
      if (rule === undefined) throw new DeskError("not-found", "there is no such rule", { id: ruleId })
      const message = messageOf(input)
      found.read(message.text)
      return explainQuery(parseQuery(rule.query), { message, found, terms })
    },
    expand: (query) => expandQuery(query, options.locale),
    set(rule) {
      const read = readRule(rule, "rule")
      if (!("query" in read)) throw ruleError([{ id: idOf(rule), issues: read }])
      const entry = compileRule(read, terms, labels)
      const slot = slots.get(read.rule.id)
      const before = slot === undefined ? undefined : book.ruleAt(slot)
      slots.set(read.rule.id, book.put(entry, slot))
      note(read.rule)
      if (before !== undefined) releaseRule(before, terms, labels)
      classes.clear()
    },
    delete(ruleId) {
      const slot = slots.get(ruleId)
      const rule = slot === undefined ? undefined : book.ruleAt(slot)
      if (slot === undefined || rule === undefined) return false
      slots.delete(ruleId)
      registrations.delete(ruleId)
      book.remove(slot)
      releaseRule(rule, terms, labels)
      classes.clear()
      return true
    },
    stats: () => ({
      rules: slots.size,
      terms: terms.size(),
      rememberedTokens: classes.remembered(),
      tableBytes: book.bytes() + classes.bytes(),
      messages: learner.messages(),
      triedRules: book.tried(),
    }),
  }
}

/** Reads rule after rule, so that no more than one query is held as data; all are read before the bad ones are told. */
function readRules(rules: readonly Rule[], onRule: (read: ReadRule) => void): void {
  const bad: { readonly id: string; readonly issues: readonly InputIssue[] }[] = []
  const ids = new Set<string>()
  rules.forEach((rule, index) => {
    const read = readRule(rule, `rules[${index}]`)
    const id = idOf(rule)
    if (!("query" in read)) bad.push({ id, issues: read })
    else if (ids.has(id)) bad.push({ id, issues: [{ path: `rules[${index}].id`, message: "this id was used before" }] })
    else if (bad.length === 0) onRule(read)
    ids.add(id)
  })
  if (bad.length > 0) throw ruleError(bad)
}

function matchOf(id: string, topic: string | undefined, version: string | undefined, clauses: readonly MatchedClause[]): Match {
  if (topic === undefined) return version === undefined ? { ruleId: id, clauses } : { ruleId: id, ruleVersion: version, clauses }
  return version === undefined ? { ruleId: id, topic, clauses } : { ruleId: id, ruleVersion: version, topic, clauses }
}

/** A message, or what a text alone says of one. */
function messageOf(input: MatchableMessage | string): MatchableMessage {
  if (typeof input === "string") return { text: input }
  // Callers without types hand in nothing, or a message whose text is null.
  if (typeof (input as Partial<MatchableMessage> | null | undefined)?.text === "string") return input
  throw configError("match", [{ path: "message", message: "a text was expected, or a message with one" }])
}
