export type { Dimension, IncidentFacts, MetricId, Tally } from "./facts.ts"
