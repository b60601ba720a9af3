export { ruleSchema, type MatchableMessage, type Match, type MatchedClause, type Rule } from "./rule.ts"
