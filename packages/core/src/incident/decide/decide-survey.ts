import type { SurveyCommand } from "../commands/command-survey.ts"
import type { IncidentEvent } from "../events/event.ts"
import { illegalTransition } from "../legal.ts"
import { surveyOf } from "../state/answered.ts"
import type { ExistingIncident } from "../state/state.ts"

/** The events of a command about the survey. */
export function decideSurvey(command: SurveyCommand, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  const survey = surveyOf(state)
  if (survey === null) throw illegalTransition(command.type, state, "no survey is planned in this cycle")
  if (command.type === "answer-survey") {
    const { score, isFixed } = command
    return survey.answeredAt === null ? [{ type: "survey-answered", ...stamp, score, isFixed }] : []
  }
  if (survey.endedAt !== null) return []
  if (command.type === "skip-survey") return [{ type: "survey-skipped", ...stamp, why: command.why }]
  return [{ type: "survey-sent", ...stamp, draftId: command.draftId }]
}
