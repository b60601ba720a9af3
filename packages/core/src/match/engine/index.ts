export { createEngine, type Engine, type MatcherStats } from "./engine.ts"
export { placeLimit, type ExplainedClause, type ExplainedPlace } from "./judge/explain.ts"
