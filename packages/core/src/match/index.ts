export {
  ruleSchema,
  type MatchableMessage,
  type Match,
  type MatchedClause,
  type Rule,
  type RuleExample,
  type RuleExamples,
} from "./rule.ts"
export { createMatcher, type Matcher, type MatcherOptions, type MatcherStats } from "./matcher.ts"
export type { MatchLocale } from "./locale.ts"
export { parseQuery } from "./parse.ts"
export { printQuery } from "./print.ts"
export { querySchema } from "./query-schema.ts"
export type {
  FieldName,
  FieldQuery,
  HashtagQuery,
  MentionQuery,
  NearOperand,
  NearQuery,
  PhraseQuery,
  PhraseWord,
  Query,
  WordMatch,
  WordQuery,
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
export { readRuleFile, ruleFileSchema, type RuleFile } from "./rule-file.ts"
export {
  checkRules,
  type ExampleFailure,
  type ExampleList,
  type RuleCheck,
  type RuleCheckOptions,
  type UntestedRule,
} from "./check-rules.ts"
export { decidingPlaceLimit, type DecidingClause } from "./deciding-clauses.ts"
export type { MessagePlace, TrialMessage, TrialMessages } from "./message-stream.ts"
export { compareRules, type RuleComparison, type RuleComparisonOptions } from "./compare-rules.ts"
export type { DifferenceSample, MatchDifference, RuleDifference } from "./rule-difference.ts"
export type { RuleField } from "./rule-pairs.ts"
export type { TopicChange } from "./topic-changes.ts"
export { auditRules, type RuleAudit, type RuleAuditOptions, type RuleUse, type TopicUse } from "./audit-rules.ts"
export { shadowLimit, type ContainedRule, type RuleOverlap, type ShadowedRule } from "./rule-overlap.ts"
