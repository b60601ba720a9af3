import type { Instant } from "../base/index.ts"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand, type IncidentEvent } from "../incident/index.ts"
import { marksOf } from "../report/index.ts"
import { viewOf, type Append, type ExistingIncident } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import { loadIncident, requireExisting } from "./load.ts"

/** What one commit does to one incident. */
export interface IncidentChange {
  /** The state after all of `events`. */
  incident: ExistingIncident
  /** The version before; 0 for one that is opened. */
  readonly expectedVersion: number
  readonly events: IncidentEvent[]
  /** The state before all of `events`; and the latest moment of the log before them, empty for one that is opened. */
  readonly before: Incident
  readonly since: Instant
}

/** The changes of one commit by incident id: an incident stands in it once. */
export type Changes = Map<string, IncidentChange>

/**
 * The change of an incident that exists: the one that is begun already, or a new one with nothing in it yet.
 *
 * @throws DeskError `not-found`
 */
export async function changeOf(context: DeskContext, changes: Changes, incidentId: string): Promise<IncidentChange> {
  const begun = changes.get(incidentId)
  if (begun !== undefined) return begun
  const { state, version, since } = await loadIncident(context, incidentId)
  const change = { incident: state, expectedVersion: version, events: [], before: state, since }
  changes.set(incidentId, change)
  return change
}

/** The change of an incident that is opened. */
export function openedChange(incident: ExistingIncident, events: readonly IncidentEvent[]): IncidentChange {
  return { incident, expectedVersion: 0, events: [...events], before: initialIncident, since: "" }
}

/**
 * Decides a command on top of a change and adds what happens.
 *
 * @throws DeskError as `decide`
 */
export function applyTo(change: IncidentChange, command: IncidentCommand): readonly IncidentEvent[] {
  const events = decide(command, change.incident)
  for (const event of events) {
    change.events.push(event)
    change.incident = requireExisting(evolve(change.incident, event))
  }
  return events
}

/** The changes in which something happened. */
export function happened(changes: Changes): readonly IncidentChange[] {
  return [...changes.values()].filter((change) => change.events.length > 0)
}

/** What stores a change. */
export function appendOf({ incident, expectedVersion, events, before, since }: IncidentChange): Append {
  const marks = marksOf(before, since, events)
  return { incidentId: incident.incidentId, expectedVersion, events, view: viewOf(incident), ...(marks.length === 0 ? {} : { marks }) }
}
