import {
  durations,
  knownFigureDimensions,
  metricIds,
  termMetricIds,
  type DurationId,
  type FigureDimension,
  type MetricId,
} from "@otklik/core/reports"

/** Every number, with those of terms of the desk's goals and of one of a host's. */
export const allMetrics: readonly MetricId[] = [...metricIds, ...termMetricIds(), ...termMetricIds(["repair"])]
/** What was open at a moment: not split by moments. */
export const stockMetrics: readonly MetricId[] = ["openBefore", "openAfter"]
/** What splits by moments. */
export const slottedDimensions: readonly FigureDimension[] = ["bucket", "weekday", "hour"]
/** Every duration. */
export const allDurations: readonly DurationId[] = durations.map(({ id }) => id)
/** Everything that figures may be split by. */
export const allFigureDimensions: readonly FigureDimension[] = knownFigureDimensions
