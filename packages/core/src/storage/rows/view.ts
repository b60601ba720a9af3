import { factsOf } from "../../report/index.ts"
import { wakeUps } from "../../sla/index.ts"
import type { ExistingIncident } from "../../incident/index.ts"
import type { IncidentView } from "../contract/stored-incident.ts"

/**
 * What is kept of an incident beside its events: a pure function of its state.
 *
 * @param incident - the present state
 */
export function viewOf(incident: ExistingIncident): IncidentView {
  return { facts: factsOf(incident), incident, wakeAt: wakeUps(incident)[0]?.at ?? null }
}
