import {
  durations,
  knownFigureDimensions,
  newMetricIds,
  termMetricIds,
  type DurationId,
  type FigureDimension,
  type NewMetricId,
} from "@otklik/core/reports"

/** Every number, with those of terms of the desk's goals and of one of a host's. */
export const allMetrics: readonly NewMetricId[] = [...newMetricIds, ...termMetricIds(), ...termMetricIds(["repair"])]
/** What was open at a moment: not split by moments. */
export const stockMetrics: readonly NewMetricId[] = ["openBefore", "openAfter"]
/** Every duration. */
export const allDurations: readonly DurationId[] = durations.map(({ id }) => id)
/** Everything that figures may be split by. */
export const allFigureDimensions: readonly FigureDimension[] = knownFigureDimensions
