import { sha256, type Instant } from "../base/index.ts"
import { decide, evolve, type IncidentEvent } from "../incident/index.ts"
import { toStoredMessage, type IncomingMessage, type Message } from "../message/index.ts"
import type { ExistingIncident } from "../storage/index.ts"
import { deskActor } from "./candidate.ts"
import type { DeskContext } from "./context.ts"
import type { Delivery } from "./delivery.ts"
import { loadIncident, requireExisting } from "./load.ts"

/** What a batch does to one incident, however many of its messages it holds. */
export interface IncidentChange {
  /** The state after all of `events`. */
  incident: ExistingIncident
  /** The version before; 0 for one that is opened. */
  readonly expectedVersion: number
  readonly events: IncidentEvent[]
}

/** A change of an incident that exists, with nothing in it yet. */
export async function loadChange(context: DeskContext, incidentId: string): Promise<IncidentChange> {
  const { state, version } = await loadIncident(context, incidentId)
  return { incident: state, expectedVersion: version, events: [] }
}

/** Only a later edit changes what is stored: a second delivery with another text and no time of its own proves nothing. An erased message stays erased. */
export function isLaterEdit(message: IncomingMessage, stored: Message): boolean {
  if (stored.text === null || message.editedAt === undefined || message.editedAt <= (stored.editedAt ?? stored.publishedAt)) return false
  return sha256(message.text) !== stored.textHash
}

/**
 * Adds a later edit to the change: one event more.
 *
 * @returns the message as it stands afterwards: the next revision, or `before` where the delivery is no later edit
 */
export function noteEdit(
  context: DeskContext,
  change: IncidentChange,
  before: Message,
  { message, origin }: Delivery,
  at: Instant,
): Message {
  if (!isLaterEdit(message, before)) return before
  const revision = before.revision + 1
  for (const event of decide({ type: "note-edit", at, by: deskActor, messageKey: message.key, revision }, change.incident)) {
    change.events.push(event)
    change.incident = requireExisting(evolve(change.incident, event))
  }
  return toStoredMessage(message, { seenAt: at, origin, authorKey: context.authorKey, revision })
}
