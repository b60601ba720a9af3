export { createSuggester, type SuggesterOptions } from "./create-suggester.ts"
export { suggesterDefaults } from "./defaults.ts"
export { measureLessons, type MeasureLessonsOptions, type SuggesterMeasure } from "./measure.ts"
export type { SuggestedAuthority, SuggestedTopic } from "./ranking.ts"
