import * as z from "zod/mini"
import { configError, DeskError, readOptions, sha256 } from "../base/index.ts"
import { createEngine, type ExplainedClause, type MatcherStats } from "./engine/index.ts"
import { localeSchema, type MatchLocale } from "./locale.ts"
import { expandQuery, type ExpandedWord } from "./query/expand.ts"
import type { Query } from "./query/query.ts"
import { readRule, readRules, ruleError, idOf, type Match, type MatchableMessage, type Rule } from "./rule.ts"

/** Options of {@link createMatcher}. */
export interface MatcherOptions {
  /** Gives the forms of words. Without one, a word is only itself. */
  readonly locale?: MatchLocale
}

const optionsSchema = z.strictObject({ locale: z.optional(localeSchema) })

/** Many queries, ready to be matched with any message. */
export interface Matcher {
  /** What gives the forms of words. */
  readonly locale: MatchLocale | undefined
  /**
   * The rules that hold for a message, in the order in which they were given. Each clause that made a rule match is
   * reported once, at its first place.
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
   * Adds a rule, or replaces that of the same id in its place: for every desk that has this matcher, from the next
   * message on.
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
  /**
   * A digest of each rule, by id: another one where its query, topic, version or registration is another. The same
   * object until a rule is set or deleted.
   */
  digests(): Readonly<Record<string, string>>
  /** Counts, since the matcher was made. */
  stats(): MatcherStats
}

/**
 * Compiles rules into one matcher.
 *
 * A message costs time proportional to its length, whatever the rules and the text; a rule is tried only when a message
 * has a word of the rarest group of words that the rule needs. No regular expression is ever made of a query.
 *
 * @param rules - unique ids; the order is kept in every answer
 * @param options - the locale
 * @throws DeskError `invalid-rule` naming every bad rule and all that is wrong with it
 */
export function createMatcher(rules: readonly Rule[], options: MatcherOptions = {}): Matcher {
  readOptions(optionsSchema, options, "createMatcher options")
  const engine = createEngine(options.locale)
  readRules(rules, engine.put)
  let digests: Readonly<Record<string, string>> | undefined
  return {
    locale: options.locale,
    match: (input) => engine.match(messageOf(input)),
    explain(ruleId, input) {
      const explained = engine.explain(ruleId, messageOf(input))
      if (explained === undefined) throw new DeskError("not-found", "there is no such rule", { id: ruleId })
      return explained
    },
    expand: (query) => expandQuery(query, options.locale),
    set(rule) {
      const read = readRule(rule, "rule")
      if (!("query" in read)) throw ruleError([{ id: idOf(rule), issues: read }])
      engine.put(read)
      digests = undefined
    },
    delete(ruleId) {
      digests = undefined
      return engine.remove(ruleId)
    },
    digests: () => (digests ??= Object.fromEntries(engine.rules().map((rule) => [rule.id, digestOf(rule)]))),
    stats: () => engine.stats(),
  }
}

/** So many hexadecimal digits distinguish the wordings of one rule. */
const digestLength = 12

function digestOf({ query, topic, version, registration }: Rule): string {
  return sha256(JSON.stringify([query, topic, version, registration])).slice(0, digestLength)
}

/** A message, or what a text alone says of one. */
function messageOf(input: MatchableMessage | string): MatchableMessage {
  if (typeof input === "string") return { text: input }
  // Callers without types hand in nothing, or a message whose text is null.
  if (typeof (input as Partial<MatchableMessage> | null | undefined)?.text === "string") return input
  throw configError("match", [{ path: "message", message: "a text was expected, or a message with one" }])
}
