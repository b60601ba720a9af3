import { sha256, type Instant } from "../base/index.ts"
import { decide, evolve, initialIncident, type IncidentEvent } from "../incident/index.ts"
import type { Match } from "../match/index.ts"
import { findOrigin, toStoredMessage, type IncomingMessage, type Message, type OriginFinding } from "../message/index.ts"
import { viewOf, type Append, type Claim, type ExistingIncident, type UnitOfWork } from "../storage/index.ts"
import { deskActor, messageClaim, openIncident } from "./candidate.ts"
import type { DeskContext } from "./context.ts"

/** What a batch of messages comes to: what to store, what to tell, what to count. */
export interface Intake {
  readonly unit: Required<Pick<UnitOfWork, "appends" | "claims" | "messages">>
  readonly news: readonly { readonly incident: ExistingIncident; readonly events: readonly IncidentEvent[] }[]
  readonly matched: number
  readonly registered: number
  readonly candidates: number
  readonly known: number
}

/** A citizen's message that matched. */
interface Hit {
  readonly message: IncomingMessage
  readonly matches: readonly Match[]
  readonly origin: OriginFinding
}

/**
 * Works out what a batch of messages comes to. It reads the storage and writes nothing: the caller commits the unit together with the cursor,
 * so that a message is never marked as seen before its incident is stored.
 */
export async function takeIn(context: DeskContext, messages: readonly IncomingMessage[], at: Instant): Promise<Intake> {
  const hits = new Map<string, Hit>()
  const edits = new Map<string, IncomingMessage>()
  let known = 0
  for (const message of messages) {
    const origin = findOrigin(message, context.accounts)
    const matches = origin.origin === "citizen" ? context.matcher.match(message) : []
    const earlier = hits.get(message.key)
    if (earlier !== undefined) {
      known += 1
      if (!isNewer(message, earlier.message)) continue
    }
    if (matches.length > 0) hits.set(message.key, { message, matches, origin })
    // A tracked message may be edited into a text that no longer matches: the edit counts all the same.
    else if (message.editedAt !== undefined || earlier !== undefined) edits.set(message.key, message)
  }
  const claimed = await context.storage.findClaims([...hits.keys(), ...edits.keys()].map(messageClaim))
  const fresh = [...hits.values()].filter((hit) => !claimed.has(messageClaim(hit.message.key)))
  const seen = [...[...hits.values()].map((hit) => hit.message), ...edits.values()].filter((message) => claimed.has(messageClaim(message.key)))
  const opened = fresh.map((hit) => ({ hit, ...openIncident(context, hit.message, hit.matches, at) }))
  const revised = await revise(context, seen, claimed, at)
  return {
    unit: {
      appends: [...opened.map((item) => item.append), ...revised.appends],
      claims: opened.map((item): Claim => ({ key: messageClaim(item.hit.message.key), incidentId: item.incident.incidentId })),
      messages: [
        ...opened.map(({ hit }) => toStoredMessage(hit.message, { seenAt: at, origin: hit.origin, authorKey: context.authorKey, revision: 1 })),
        ...revised.messages,
      ],
    },
    news: [...opened, ...revised.news],
    matched: hits.size,
    registered: opened.filter((item) => item.incident.status !== "candidate").length,
    candidates: opened.filter((item) => item.incident.status === "candidate").length,
    known: known + seen.length,
  }
}

interface Revised {
  readonly appends: readonly Append[]
  readonly messages: readonly Message[]
  readonly news: Intake["news"]
}

/** Messages that were registered before: a changed text becomes a new revision and an event, everything else was seen already. */
async function revise(
  context: DeskContext,
  seen: readonly IncomingMessage[],
  claimed: ReadonlyMap<string, string>,
  at: Instant,
): Promise<Revised> {
  const appends = new Map<string, Append>()
  const messages: Message[] = []
  const news: { incident: ExistingIncident; events: readonly IncidentEvent[] }[] = []
  if (seen.length === 0) return { appends: [], messages, news }
  const stored = new Map((await context.storage.readMessages(seen.map((message) => message.key))).map((message) => [message.key, message]))
  for (const message of seen) {
    const before = stored.get(message.key)
    const incidentId = claimed.get(messageClaim(message.key))
    // An erased message stays erased, whatever is delivered again.
    if (before === undefined || incidentId === undefined || before.text === null || appends.has(incidentId)) continue
    if (!isLaterEdit(message, before) || sha256(message.text) === before.textHash) continue
    const revision = before.revision + 1
    const { events: log, version } = await context.storage.load(incidentId)
    const state = log.reduce(evolve, initialIncident)
    const events = decide({ type: "note-edit", at, by: deskActor, messageKey: message.key, revision }, state)
    const incident = events.reduce(evolve, state)
    if (incident.status === "none") continue
    const origin = findOrigin(message, context.accounts)
    messages.push(toStoredMessage(message, { seenAt: at, origin, authorKey: context.authorKey, revision }))
    appends.set(incidentId, { incidentId, expectedVersion: version, events, view: viewOf(incident) })
    news.push({ incident, events })
  }
  return { appends: [...appends.values()], messages, news }
}

function isNewer(message: IncomingMessage, than: IncomingMessage): boolean {
  return (message.editedAt ?? message.publishedAt) > (than.editedAt ?? than.publishedAt)
}

/** Only a later edit changes what is stored: a second delivery with another text and no time of its own proves nothing. */
function isLaterEdit(message: IncomingMessage, stored: Message): boolean {
  return message.editedAt !== undefined && message.editedAt > (stored.editedAt ?? stored.publishedAt)
}
