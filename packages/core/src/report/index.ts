export type { Dimension, IncidentFacts, MetricId, Tally } from "./facts.ts"
export { factsOf } from "./facts-of.ts"
export { inMetric, metricIds, metrics, type Metric } from "./metrics.ts"
export { emptyTally, sumTallies, tallyFacts, type TallyQuery, type TallyRow } from "./tally.ts"
