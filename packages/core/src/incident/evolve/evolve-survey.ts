import type { SurveyEvent } from "../events/event-survey.ts"
import { cycleOf } from "../state/cycle.ts"
import type { ExistingIncident } from "../state/state.ts"
import type { SurveyState } from "../state/state-parts.ts"

/** What an incident is after the survey went on. */
export function evolveSurvey(state: ExistingIncident, event: SurveyEvent): ExistingIncident {
  switch (event.type) {
    case "survey-planned": {
      const fresh = { endedAt: null, draftId: null, score: null, isFixed: null, answeredAt: null }
      return { ...state, surveys: [...state.surveys, { cycle: cycleOf(state), sendAt: event.sendAt, ...fresh }] }
    }
    case "survey-sent":
      return change(state, { endedAt: event.at, draftId: event.draftId })
    case "survey-skipped":
      return change(state, { endedAt: event.at })
    case "survey-answered":
      return change(state, { score: event.score, isFixed: event.isFixed, answeredAt: event.at })
  }
}

function change(state: ExistingIncident, of: Partial<SurveyState>): ExistingIncident {
  const last = state.surveys.length - 1
  return { ...state, surveys: state.surveys.map((survey, index) => (index === last ? { ...survey, ...of } : survey)) }
}
