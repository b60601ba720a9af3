import { clockFactsOf, factsOf, labelsOf } from "../../report/index.ts"
import { wakeUps, type Calendar } from "../../sla/index.ts"
import type { ExistingIncident } from "../../incident/index.ts"
import type { IncidentView, StoredIncident } from "../contract/stored-incident.ts"

/**
 * What is kept of an incident beside its events: a pure function of its state.
 *
 * @param incident - the present state
 * @param calendar - by which working minutes are counted; null: they are not
 */
export function viewOf(incident: ExistingIncident, calendar: Calendar | null = null): IncidentView {
  return {
    facts: factsOf(incident, calendar),
    incident,
    wakeAt: wakeUps(incident)[0]?.at ?? null,
    clocks: clockFactsOf(incident),
    labels: labelsOf(incident),
  }
}

/**
 * The view of a stored incident, to be stored as it is: what no storage gives back follows from the incident.
 *
 * @param stored - as a storage gave it
 */
export function storedView({ facts, incident, wakeAt }: Pick<StoredIncident, "facts" | "incident" | "wakeAt">): IncidentView {
  return { facts, incident, wakeAt, clocks: clockFactsOf(incident), labels: labelsOf(incident) }
}
