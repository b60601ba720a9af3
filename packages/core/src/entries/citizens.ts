// The page by which citizens follow an incident. Runs anywhere.
export { createStatusPage, englishStatusWording, type StatusPageOptions, type StatusWording } from "../citizens/index.ts"
export type { CitizenAnswer, CitizenNews, CitizenState, CitizenStatus, CitizenStep, SurveyAnswer, SurveyRecorded } from "../desk/index.ts"
