import { DeskError, type Instant } from "../base/index.ts"
import { evolve, initialIncident, type Incident } from "../incident/index.ts"
import type { ExistingIncident } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"

/**
 * Loads an incident and folds its events; `since` is the latest moment of its log.
 *
 * @throws DeskError `not-found`
 */
export async function loadIncident(
  context: DeskContext,
  incidentId: string,
): Promise<{ readonly state: ExistingIncident; readonly version: number; readonly since: Instant }> {
  const { events, version } = await context.storage.load(incidentId)
  const state = events.reduce(evolve, initialIncident)
  if (state.status === "none") throw new DeskError("not-found", `there is no incident "${incidentId}"`, { id: incidentId })
  // Where a clock was set back the last event is not the latest.
  const since = events.reduce((latest, { at }) => (at > latest ? at : latest), "")
  return { state, version, since }
}

/** An incident that exists can never become one that does not: anything else is a bug. */
export function requireExisting(incident: Incident): ExistingIncident {
  if (incident.status === "none") throw new TypeError("the incident vanished")
  return incident
}
