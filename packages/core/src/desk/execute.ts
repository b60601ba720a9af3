import { DeskError, isDeskError, readOptions } from "../base/index.ts"
import { decide, evolve, initialIncident, type Actor, type Incident, type IncidentEvent } from "../incident/index.ts"
import { viewOf, type ExistingIncident, type UnitOfWork } from "../storage/index.ts"
import { deskCommandSchema, type CheckedCommand, type DeskCommand } from "./command.ts"
import type { DeskContext } from "./context.ts"
import { prepare } from "./prepare.ts"

/** Who commands, and under which conditions. */
export interface ExecuteOptions {
  /** The person; stands in every event. */
  readonly actor: Actor
  /** Fails with `conflict` when the incident has another version by now. */
  readonly expectedVersion?: number
  /** The same key twice does the work once: the second call gives the present state and no events. */
  readonly idempotencyKey?: string
}

/** What a command came to. */
export interface Executed {
  readonly incident: ExistingIncident
  readonly version: number
  /** Empty when the command changed nothing. */
  readonly events: readonly IncidentEvent[]
}

const conflictTries = 5

/** Does what a person asks: loads, decides, and stores events, view, draft and outgoing replies in one commit. */
export async function execute(context: DeskContext, input: DeskCommand, options: ExecuteOptions): Promise<Executed> {
  const command = readOptions(deskCommandSchema, input, "command")
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOnce(context, command, options)
    } catch (error) {
      // Somebody else wrote between load and commit: decide again on what stands now.
      if (isDeskError(error, "conflict") && options.expectedVersion === undefined && error.details.id === command.incidentId && attempt < conflictTries) continue
      throw error
    }
  }
}

async function tryOnce(context: DeskContext, command: CheckedCommand, options: ExecuteOptions): Promise<Executed> {
  const { incidentId } = command
  const { state, version } = await loadIncident(context, incidentId)
  const claim = options.idempotencyKey === undefined ? null : { key: `command:${options.idempotencyKey}`, incidentId }
  if (claim !== null && (await context.storage.findClaims([claim.key])).has(claim.key)) return { incident: state, version, events: [] }
  if (options.expectedVersion !== undefined && options.expectedVersion !== version) {
    throw new DeskError("conflict", `version ${options.expectedVersion} was expected, ${version} is stored`, { id: incidentId })
  }
  const prepared = await prepare(context, command, state, version, { at: context.clock.now(), by: options.actor })
  const events: IncidentEvent[] = []
  let next: Incident = state
  for (const step of prepared.steps) {
    for (const event of decide(step(requireExisting(next)), next)) {
      events.push(event)
      next = evolve(next, event)
    }
  }
  const incident = requireExisting(next)
  if (events.length === 0 && claim === null) return { incident, version, events }
  const unit: UnitOfWork = {
    ...prepared.unit,
    appends: events.length === 0 ? [] : [{ incidentId, expectedVersion: version, events, view: viewOf(incident) }],
    claims: claim === null ? [] : [claim],
  }
  await context.storage.commit(unit)
  if (events.length > 0) context.newsroom.tellIncident(incident, events)
  return { incident, version: version + events.length, events }
}

/**
 * Loads an incident and folds its events.
 *
 * @throws DeskError `not-found`
 */
export async function loadIncident(context: DeskContext, incidentId: string): Promise<{ readonly state: ExistingIncident; readonly version: number }> {
  const { events, version } = await context.storage.load(incidentId)
  const state = events.reduce(evolve, initialIncident)
  if (state.status === "none") throw new DeskError("not-found", `there is no incident "${incidentId}"`, { id: incidentId })
  return { state, version }
}

function requireExisting(incident: Incident): ExistingIncident {
  if (incident.status === "none") throw new TypeError("the incident vanished while a command was decided")
  return incident
}
