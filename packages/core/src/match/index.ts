export {
  ruleSchema,
  type MatchableMessage,
  type Match,
  type MatchedClause,
  type Rule,
  type RuleExample,
  type RuleExamples,
} from "./rule.ts"
export { createMatcher, type Matcher, type MatcherOptions } from "./matcher.ts"
export type { MatchLocale } from "./locale.ts"
export { readSearch, searchTermsOf, type SearchQuestion } from "./search-terms.ts"
export { parseQuery } from "./query/parse.ts"
export { printQuery } from "./query/print.ts"
export { querySchema } from "./query/schema.ts"
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
} from "./query/query.ts"
export { clauseLimit, nestingLimit, queryLimits, queryLengthLimit, wordLengthLimit } from "./query/limits.ts"
export type { ExplainedClause, ExplainedPlace, MatcherStats } from "./engine/index.ts"
export { expandQuery, type ExpandedWord } from "./query/expand.ts"
export { lintQuery, lintRules, type LintCode, type LintFinding, type LintOptions } from "./lint/lint.ts"
export { readRuleFile, ruleFileSchema, type RuleFile } from "./tools/rule-file.ts"
export {
  checkRules,
  type ExampleFailure,
  type ExampleList,
  type RuleCheck,
  type RuleCheckOptions,
  type UntestedRule,
} from "./tools/check-rules.ts"
export type { DecidingClause } from "./tools/deciding-clauses.ts"
export type { MessagePlace, TrialMessage, TrialMessages } from "./tools/message-stream.ts"
export { compareRules, type RuleComparison, type RuleComparisonOptions } from "./tools/compare-rules.ts"
export type { DifferenceSample, MatchDifference, RuleDifference } from "./tools/rule-difference.ts"
export type { RuleField } from "./tools/rule-pairs.ts"
export type { TopicChange } from "./tools/topic-changes.ts"
export { auditRules, type RuleAudit, type RuleAuditOptions, type RuleUse, type TopicUse } from "./tools/audit-rules.ts"
export type { ContainedRule, RuleOverlap, ShadowedRule } from "./tools/rule-overlap.ts"
export { foldText, type FoldedToken, type FoldedTokenKind } from "./fold/fold.ts"
