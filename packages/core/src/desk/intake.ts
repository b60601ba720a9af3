import type { Instant } from "../base/index.ts"
import type { IncidentEvent } from "../incident/index.ts"
import { toStoredMessage, type IncomingMessage, type Message } from "../message/index.ts"
import { viewOf, type Append, type Claim, type ExistingIncident, type UnitOfWork } from "../storage/index.ts"
import { messageClaim, openIncident } from "./candidate.ts"
import type { DeskContext } from "./context.ts"
import { gatherDeliveries, type Delivery } from "./delivery.ts"
import { isLaterEdit, loadChange, noteEdit, type IncidentChange } from "./revise.ts"

/** What a batch of messages comes to: what to store, what to tell, what to count. */
export interface Intake {
  readonly unit: Required<Pick<UnitOfWork, "appends" | "claims" | "messages">>
  readonly news: readonly { readonly incident: ExistingIncident; readonly events: readonly IncidentEvent[] }[]
  /** Messages of which a delivery matched. */
  readonly matched: number
  readonly registered: number
  readonly candidates: number
  /** Deliveries of messages that had an incident already. */
  readonly known: number
}

/**
 * Works out what a batch of messages comes to. It reads the storage and writes nothing: the caller commits the unit together with the cursor,
 * so that a message is never marked as seen before its incident is stored.
 *
 * A batch gives what its messages would give one by one: an edit that stands beside the message's first delivery is a revision as any other.
 */
export async function takeIn(context: DeskContext, messages: readonly IncomingMessage[], at: Instant): Promise<Intake> {
  const deliveries = gatherDeliveries(context, messages)
  const claimed = await context.storage.findClaims([...deliveries.keys()].map(messageClaim))
  const tracked = [...deliveries.keys()].filter((key) => claimed.has(messageClaim(key)))
  const stored = new Map((tracked.length === 0 ? [] : await context.storage.readMessages(tracked)).map((message) => [message.key, message]))
  const changes = new Map<string, IncidentChange>()
  const claims: Claim[] = []
  const texts: Message[] = []
  let known = 0
  for (const [key, all] of deliveries) {
    const incidentId = claimed.get(messageClaim(key))
    if (incidentId === undefined) {
      const first = all.findIndex((delivery) => delivery.matches.length > 0)
      const opening = all[first]
      if (opening === undefined) continue
      const { incident, events } = openIncident(context, opening.message, opening.matches, at)
      const change: IncidentChange = { incident, expectedVersion: 0, events: [...events] }
      changes.set(incident.incidentId, change)
      claims.push({ key: messageClaim(key), incidentId: incident.incidentId })
      const later = all.slice(first + 1)
      known += later.length
      texts.push(reviseAll(context, change, storedFirst(context, opening, at), later, at))
    } else {
      known += all.length
      const before = stored.get(key)
      if (before === undefined || !all.some((delivery) => isLaterEdit(delivery.message, before))) continue
      const change = changes.get(incidentId) ?? (await loadChange(context, incidentId))
      changes.set(incidentId, change)
      // Read after the incident's version: whoever revises the message from now on makes the commit fail, and not the edit vanish.
      const [present] = await context.storage.readMessages([key])
      if (present !== undefined) texts.push(reviseAll(context, change, present, all, at))
    }
  }
  const changed = [...changes.values()].filter((change) => change.events.length > 0)
  const opened = changed.filter((change) => change.expectedVersion === 0)
  return {
    unit: { appends: changed.map(appendOf), claims, messages: texts },
    news: changed,
    matched: [...deliveries.values()].filter((all) => all.some((delivery) => delivery.matches.length > 0)).length,
    registered: opened.filter((change) => change.incident.status !== "candidate").length,
    candidates: opened.filter((change) => change.incident.status === "candidate").length,
    known,
  }
}

function storedFirst(context: DeskContext, { message, origin }: Delivery, at: Instant): Message {
  return toStoredMessage(message, { seenAt: at, origin, authorKey: context.authorKey, revision: 1 })
}

/** Notes every later edit among the deliveries, and gives the message as it stands then. */
function reviseAll(context: DeskContext, change: IncidentChange, before: Message, deliveries: readonly Delivery[], at: Instant): Message {
  return deliveries.reduce((present, delivery) => noteEdit(context, change, present, delivery, at), before)
}

function appendOf({ incident, expectedVersion, events }: IncidentChange): Append {
  return { incidentId: incident.incidentId, expectedVersion, events, view: viewOf(incident) }
}
