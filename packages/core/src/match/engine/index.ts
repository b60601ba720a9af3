export { createEngine, type MatcherStats } from "./engine.ts"
export type { ExplainedClause, ExplainedPlace } from "./judge/explain.ts"
