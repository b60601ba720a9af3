import type { Instant } from "../../base/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"

/** After its final reply the author is asked how it was, at a moment. */
export interface SurveyPlanned extends IncidentEventEnvelope<"survey-planned"> {
  /** When the author is asked. */
  readonly sendAt: Instant
}

/** The author was asked: a reply with the link is on its way, or the final reply had it. */
export interface SurveySent extends IncidentEventEnvelope<"survey-sent"> {
  /** The reply that has the link; null: the final reply itself. */
  readonly draftId: string | null
}

/** The author was not asked: no way to the message is open. */
export interface SurveySkipped extends IncidentEventEnvelope<"survey-skipped"> {
  /** Why. */
  readonly why: string
}

/**
 * Somebody who has the link answered, once a cycle. It proposes `confirm-fix` or `refute-fix`, which a person gives;
 * nothing follows by itself.
 */
export interface SurveyAnswered extends IncidentEventEnvelope<"survey-answered"> {
  /** 1 to 5, 5 the best. */
  readonly score: number
  /** Whether the problem is gone; null: not said. */
  readonly isFixed: boolean | null
}

/** What the survey brings. */
export type SurveyEvent = SurveyPlanned | SurveySent | SurveySkipped | SurveyAnswered
