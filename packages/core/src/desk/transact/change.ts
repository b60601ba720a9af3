import { DeskError, type Instant } from "../../base/index.ts"
import { decide, evolve, initialIncident, type Incident, type IncidentCommand, type IncidentEvent } from "../../incident/index.ts"
import { marksOfEvent, type IncidentMark } from "../../report/index.ts"
import type { Calendar } from "../../sla/index.ts"
import { viewOf, type Append, type ExistingIncident, type LoadedIncident, type Storage, loadOne } from "../../storage/index.ts"

/** What one commit does to one incident. */
export interface IncidentChange {
  /** The state after all of `events`. */
  incident: ExistingIncident
  /** The state before them. */
  readonly before: Incident
  /** The version before; 0 for one that is opened. */
  readonly expectedVersion: number
  /** The events before; empty for one that is opened. */
  readonly log: readonly IncidentEvent[]
  readonly events: IncidentEvent[]
  /** What is counted of `events`. */
  readonly marks: IncidentMark[]
  /** The latest moment of the log and of `events`. */
  latest: Instant
}

/** The changes of one commit by incident id. */
export type Changes = Map<string, IncidentChange>

/** What incidents are loaded from. */
interface Loading {
  readonly storage: Pick<Storage, "load">
}

/**
 * The change of an incident that exists: the one that is begun already, or a new one with nothing in it yet.
 *
 * @throws DeskError `not-found`
 */
export async function changeOf(context: Loading, changes: Changes, incidentId: string): Promise<IncidentChange> {
  const begun = changes.get(incidentId)
  if (begun !== undefined) return begun
  const change = await loadChange(context, incidentId)
  changes.set(incidentId, change)
  return change
}

/**
 * Begins the changes of several incidents at once; those that are begun already stay as they are.
 *
 * @throws DeskError `not-found`
 */
export async function loadChanges(context: Loading, changes: Changes, incidentIds: Iterable<string>): Promise<void> {
  const asked = [...new Set(incidentIds)].filter((id) => !changes.has(id))
  for (const loaded of await loadLogs(context, asked)) changes.set(loaded.incidentId, begin(loaded))
}

/** The logs of incidents, loaded together; empty of those that do not exist. */
export async function loadLogs({ storage }: Loading, incidentIds: readonly string[]): Promise<readonly LoadedIncident[]> {
  return incidentIds.length === 0 ? [] : storage.load(incidentIds)
}

/**
 * Loads an incident: a change with nothing in it yet.
 *
 * @throws DeskError `not-found`
 */
export async function loadChange({ storage }: Loading, incidentId: string): Promise<IncidentChange> {
  return begin(await loadOne(storage, incidentId))
}

function begin({ incidentId, events: log, version: expectedVersion }: LoadedIncident): IncidentChange {
  const before = log.reduce(evolve, initialIncident)
  if (before.status === "none") throw new DeskError("not-found", `there is no incident "${incidentId}"`, { id: incidentId })
  // Where a clock was set back the last event is not the latest.
  const latest = log.reduce((found, { at }) => (at > found ? at : found), "")
  return { incident: before, before, expectedVersion, log, events: [], marks: [], latest }
}

/**
 * Opens an incident: the change that begins its log.
 *
 * @throws DeskError as `decide`
 */
export function openChange(command: IncidentCommand): IncidentChange {
  return openLog(decide(command, initialIncident))
}

/**
 * Decides a command on top of a change and adds what happens.
 *
 * @throws DeskError as `decide`
 */
export function applyTo(change: IncidentChange, command: IncidentCommand): readonly IncidentEvent[] {
  const events = decide(command, change.incident)
  for (const event of events) follow(change, event)
  return events
}

/**
 * Opens an incident by events that nobody decides on here: what happened elsewhere.
 *
 * @throws DeskError `protocol` for events that cannot follow each other
 */
export function openLog([first, ...rest]: readonly IncidentEvent[]): IncidentChange {
  if (first === undefined) throw new TypeError("an incident begins with an event")
  const incident = existing(evolve(initialIncident, first))
  const change = { incident, before: initialIncident, expectedVersion: 0, log: [], events: [], marks: [], latest: "" }
  note(change, initialIncident, first)
  for (const event of rest) follow(change, event)
  return change
}

/**
 * Adds an event that nobody decides on here.
 *
 * @throws DeskError `protocol` for one that cannot follow
 */
export function follow(change: IncidentChange, event: IncidentEvent): void {
  const before = change.incident
  change.incident = existing(evolve(before, event))
  note(change, before, event)
}

function note(change: IncidentChange, before: Incident, event: IncidentEvent): void {
  if (event.at > change.latest) change.latest = event.at
  change.events.push(event)
  change.marks.push(...marksOfEvent(event, before, change.incident, change.latest))
}

/** Says of everything that a change adds that it happened in the past: listeners hear nothing of it. */
export function markImported(change: IncidentChange): void {
  for (const [index, event] of change.events.entries()) change.events[index] = { ...event, imported: true }
}

/** An incident that exists can never become one that does not: anything else is a bug. */
function existing(incident: Incident): ExistingIncident {
  if (incident.status === "none") throw new TypeError("the incident vanished")
  return incident
}

/** The changes in which something happened. */
export function changed(changes: Changes): readonly IncidentChange[] {
  return [...changes.values()].filter((change) => change.events.length > 0)
}

/** Everything that happened to an incident, with what this change adds. */
export function eventsOf({ log, events }: IncidentChange): readonly IncidentEvent[] {
  return [...log, ...events]
}

/** What stores a change; working minutes are counted by the calendar, if there is one. */
export function appendOf({ incident, expectedVersion, events, marks }: IncidentChange, calendar: Calendar | null): Append {
  const view = viewOf(incident, calendar)
  return { incidentId: incident.incidentId, expectedVersion, events, view, ...(marks.length === 0 ? {} : { marks }) }
}
