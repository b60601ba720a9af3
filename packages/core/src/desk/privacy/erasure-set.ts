import { overStatuses, type IncidentEvent } from "../../incident/index.ts"
import type { Message, MessageKey } from "../../message/index.ts"
import { erasedEvidence, type Draft, type OutboxEntry, type StoredEvidence } from "../../storage/index.ts"
import { eventsOf, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { erasureUnit, type ErasureReason, type ErasureUnit, type ErasureSet } from "./erasure.ts"

type Reading = Pick<DeskContext, "storage">

/** What was drafted for an incident that is over is needed no more. */
const over: readonly string[] = overStatuses

/**
 * What goes with messages that are named: their texts and sealed authors; replies to them that are settled, since a
 * reply may quote or address the person; of an incident of which no message is left the places and hours of its
 * evidence and its notes; and, when it is over, its drafts and all its replies that are not on their way.
 *
 * @param holders - the incidents that hold the messages, with what this commit does to them
 */
export async function collectErasable(
  { storage }: Reading,
  keys: readonly MessageKey[],
  holders: readonly IncidentChange[],
): Promise<ErasureSet> {
  const named = new Set(keys)
  const held = holders.flatMap(({ incident }) => incident.messageKeys)
  const stored = await storage.read("message", [...new Set([...keys, ...held])])
  const messages = stored.filter(({ key, text }) => named.has(key) && text !== null)
  const notes: MessageKey[] = []
  // What is not stored yet comes with this very commit.
  const gone = new Set([...keys, ...stored.flatMap(({ key, text }) => (text === null ? [key] : []))])
  const replies: OutboxEntry[] = []
  const evidence: StoredEvidence[] = []
  const done: IncidentChange[] = []
  for (const holder of holders) {
    const { incidentId, messageKeys, status } = holder.incident
    const isEmpty = messageKeys.every((key) => gone.has(key))
    const isDone = isEmpty && over.includes(status)
    const goes = (entry: OutboxEntry): boolean => (isDone ? entry.state !== "planned" : named.has(entry.messageKey) && isSettled(entry))
    replies.push(...(await storage.readOutbox(incidentId)).filter(goes))
    if (isEmpty) notes.push(...holder.incident.notes.map(({ noteId }) => noteId))
    if (isEmpty) evidence.push(...(await evidenceOf({ storage }, incidentId, isDone)))
    if (isDone) done.push(holder)
  }
  const drafts = await draftsOf({ storage }, done.flatMap(eventsOf))
  const sealedAuthors = (await storage.privacy.readSealedAuthors(messages.map((message) => message.key))).length
  messages.push(...(await writtenNotes({ storage }, notes)))
  return { messages, sealedAuthors, drafts, replies: replies.filter(hasText), evidence, kept: [] }
}

/**
 * What a commit erases although no message is erased by it: settled replies to messages that are erased already, and
 * what is left of an incident that ends without a message.
 *
 * @param changes - of the commit
 * @param outbox - of the commit
 * @param stamp - when, in whose name, and on account of which incident
 */
export async function impliedErasures(
  context: DeskContext,
  changes: readonly IncidentChange[],
  outbox: readonly OutboxEntry[],
  stamp: Pick<ErasureReason, "at" | "by" | "incidentId">,
): Promise<ErasureUnit> {
  const settled = outbox.filter((entry) => isSettled(entry) && hasText(entry))
  const ended = changes.filter(({ before, incident }) => over.includes(incident.status) && !over.includes(before.status))
  if (settled.length + ended.length === 0) return {}
  const asked = await context.storage.read(
    "message",
    settled.map(({ messageKey }) => messageKey),
  )
  const gone = new Set(asked.filter(({ text }) => text === null).map(({ key }) => key))
  const things = await collectErasable(context, [], ended)
  const others = things.replies.filter(({ outboxId }) => outbox.every((entry) => entry.outboxId !== outboxId))
  const replies = [...others, ...settled.filter(({ messageKey }) => gone.has(messageKey))]
  const { at, by, incidentId } = stamp
  return erasureUnit(context, { cause: "ended", policyId: null, incidentId, at, by }, { ...things, replies })
}

/** The drafts that logs name, as far as they say anything. */
export async function draftsOf({ storage }: Reading, events: readonly IncidentEvent[]): Promise<readonly Draft[]> {
  const ids = events.flatMap((event) => (event.type === "draft-submitted" ? [event.draftId] : []))
  return ids.length === 0 ? [] : (await storage.read("draft", [...new Set(ids)])).filter(hasText)
}

/** Notes that still have their texts. */
export async function writtenNotes({ storage }: Reading, noteIds: readonly MessageKey[]): Promise<readonly Message[]> {
  return noteIds.length === 0 ? [] : (await storage.read("message", noteIds)).filter(({ text }) => text !== null)
}

/** The evidence of an incident from which something is to be taken, as it is afterwards. */
export async function evidenceOf({ storage }: Reading, incidentId: string, isOver: boolean): Promise<readonly StoredEvidence[]> {
  const found: StoredEvidence[] = []
  for (let after: string | null | undefined; after !== null;) {
    const page = await storage.readEvidence({ incidentId, limit: 1000, ...(after === undefined ? {} : { after }) })
    for (const piece of page.evidence) {
      const left = erasedEvidence(piece, isOver)
      if (JSON.stringify(left) !== JSON.stringify(piece)) found.push(left)
    }
    after = page.next
  }
  return found
}

/** Whether anything is left to take away. */
export function hasText(thing: Pick<Draft, "text" | "photos"> & Partial<Pick<Draft, "remark">>): boolean {
  return thing.text !== "" || thing.photos.length > 0 || (thing.remark ?? null) !== null
}

function isSettled({ state }: OutboxEntry): boolean {
  return state === "read-back" || state === "published" || state === "refused"
}
