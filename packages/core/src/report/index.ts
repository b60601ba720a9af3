export { labelKinds, movers, type ClockFact, type IncidentFacts, type IncidentLabel, type LabelKind, type Mover } from "./facts.ts"
export { answeredByHand, clockFactsOf, factsOf, hasStandingReply, labelsOf } from "./facts-of.ts"
export {
  always,
  createPeriod,
  dayBuckets,
  monthPeriod,
  previousPeriod,
  samePeriodLastYear,
  weekPeriod,
  type DayBucket,
  type Period,
  type PeriodOptions,
} from "./period.ts"
export { buildReport, type CountFigures, type ReportParts } from "./build-report.ts"
export { changeNote, coverageNote, type ChangeNoteId, type NamedChange, type ReadShares } from "./change-notes.ts"
export { publish, type PublishOptions } from "./publish.ts"
export { rank, type RankedPart, type RankedRow, type Ranking, type RankingFormula, type RankingOptions } from "./rank.ts"
export { readReport, reportSchema } from "./report-schema.ts"
export type {
  FigureConditions,
  FigureLimit,
  NumberChange,
  PublicReport,
  Report,
  ReportBucket,
  ReportDuration,
  ReportMetric,
  ReportNote,
  ReportPeriod,
  ReportQuestion,
  ReportScope,
  ReportShare,
  ReportTable,
  ReportTableQuestion,
  Row,
  RowChange,
  RowFigures,
} from "./report.ts"
export { dimensions } from "./report.ts"
export {
  durations,
  findMetric,
  shares,
  type DurationId,
  type Share,
  type ShareId,
  type Wording,
  metricIds,
  metrics,
  termMetricIds,
  type Duration,
  type Metric,
  type MetricAnchor,
  type MetricId,
} from "./metrics.ts"
export type { Test } from "./condition.ts"
export {
  compareRows,
  conditionFields,
  dimensionFields,
  countedCase,
  figuresOf,
  isEmptyRow,
  knownDurations,
  knownFigureDimensions,
  metricOf,
  timesIn,
  type CountedCase,
  type DurationFigure,
  type FigureDimension,
  type FigureSlot,
  type FiguresQuery,
  type FiguresRow,
  type GroupPair,
} from "./figures.ts"
export { backlogSigns, markKinds, marksOf, marksOfEvent, type BacklogMove, type IncidentMark, type MarkKind } from "./marks.ts"
export type { TermMetricId } from "./metrics.ts"
export type { MetricKind } from "./metrics.ts"
export type { FieldValue } from "./condition.ts"
export type { ReportDimension } from "./report.ts"
