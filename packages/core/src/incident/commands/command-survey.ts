import type { IncidentCommandEnvelope } from "./command-envelope.ts"

/** Ask the author how it was. */
export interface SendSurvey extends IncidentCommandEnvelope<"send-survey"> {
  /** The reply that has the link; null: the final reply itself. */
  readonly draftId: string | null
}

/** No way to the author is open: let it be. */
export interface SkipSurvey extends IncidentCommandEnvelope<"skip-survey"> {
  /** Why. */
  readonly why: string
}

/** What was answered. */
export interface AnswerSurvey extends IncidentCommandEnvelope<"answer-survey"> {
  /** 1 to 5, 5 the best. */
  readonly score: number
  /** Whether the problem is gone; null: not said. */
  readonly isFixed: boolean | null
}

/** What can be asked of the survey. */
export type SurveyCommand = SendSurvey | SkipSurvey | AnswerSurvey
