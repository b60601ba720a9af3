import { factsOf } from "../report/index.ts"
import { nextWakeAt } from "../sla/index.ts"
import type { ExistingIncident, IncidentView } from "./stored-incident.ts"

/**
 * What is kept of an incident beside its events: a pure function of its state.
 *
 * @param incident - the present state
 */
export function viewOf(incident: ExistingIncident): IncidentView {
  const isOver = incident.status === "closed" || incident.status === "rejected"
  return { facts: factsOf(incident), incident, wakeAt: isOver ? null : nextWakeAt(incident.clocks) }
}
