export type { Dimension, IncidentFacts, MetricId, Tally } from "./facts.ts"
export { factsOf } from "./facts-of.ts"
export { inMetric, metricIds, metrics, type Metric } from "./metrics.ts"
export { emptyTally, sumTallies, tallyFacts, type TallyQuery, type TallyRow } from "./tally.ts"
export {
  createPeriod,
  dayBuckets,
  dayPeriod,
  monthPeriod,
  periodOf,
  previousPeriod,
  samePeriodLastYear,
  type DayBucket,
  type Period,
  type PeriodOptions,
} from "./period.ts"
export { composeReport, type ReportFigures, type ReportParts } from "./compose.ts"
export { reportSchema, type Report, type ReportNote, type ReportPeriod, type ReportRow } from "./report-schema.ts"
export { cycleFigures, type CycleDuration, type CycleFigures, type CycleShare } from "./cycle-figures.ts"
