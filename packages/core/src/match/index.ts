export { ruleSchema, type MatchableMessage, type Match, type MatchedClause, type Rule } from "./rule.ts"
export { createMatcher, type Matcher, type MatcherOptions } from "./matcher.ts"
export type { MatchLocale } from "./locale.ts"
export { parseQuery } from "./parse.ts"
export { printQuery } from "./print.ts"
export {
  querySchema,
  type FieldName,
  type FieldQuery,
  type HashtagQuery,
  type MentionQuery,
  type NearOperand,
  type NearQuery,
  type PhraseQuery,
  type PhraseWord,
  type Query,
  type WordMatch,
  type WordQuery,
} from "./query.ts"
export {
  clauseLimit,
  distanceLimit,
  nestingLimit,
  phraseWordLimit,
  queryLengthLimit,
  shortestPrefix,
  shortestTypoWord,
  wordLengthLimit,
} from "./query-limits.ts"
export { placeLimit, type ExplainedClause, type ExplainedPlace } from "./explain.ts"
export { expandQuery, type ExpandedWord } from "./expand.ts"
export { lintQuery, lintRules, type LintCode, type LintFinding, type LintOptions } from "./lint.ts"
