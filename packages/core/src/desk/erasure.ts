import { keyedId, stableId, type Instant } from "../base/index.ts"
import type { Actor } from "../incident/index.ts"
import type { Message, MessageKey } from "../message/index.ts"
import {
  erasedMessage,
  type Draft,
  type ErasureEntry,
  type ExistingIncident,
  type KeptThing,
  type OutboxEntry,
  type UnitOfWork,
} from "../storage/index.ts"
import type { DeskContext } from "./context.ts"

/** What is written down of an erasure, but for the counts. */
export interface ErasureReason {
  readonly cause: ErasureEntry["cause"]
  readonly policyId: string | null
  readonly incidentId: string | null
  readonly at: Instant
  readonly by: Actor
}

/** What an erasure takes away and leaves. */
export interface ErasedThings {
  readonly messages: readonly Message[]
  readonly sealedAuthors: number
  readonly drafts: readonly Draft[]
  readonly replies: readonly OutboxEntry[]
  readonly kept: readonly KeptThing[]
}

/** States in which what was drafted for an incident is needed no more. */
const over: readonly ExistingIncident["status"][] = ["closed", "rejected", "converted", "merged"]

/**
 * What goes with messages that are named: their texts and sealed authors; replies to them that are settled, since a reply may quote or address the person; and
 * the drafts of an incident that is over and of which no message is left.
 *
 * @param holders - the incidents that hold the messages, as they stand afterwards
 */
export async function thingsOf(
  { storage }: DeskContext,
  keys: readonly MessageKey[],
  holders: readonly ExistingIncident[],
): Promise<ErasedThings> {
  const messages = (await storage.readMessages(keys)).filter((message) => message.text !== null)
  const drafts: Draft[] = []
  const replies: OutboxEntry[] = []
  for (const incident of holders) {
    const entries = await storage.readOutbox(incident.incidentId)
    replies.push(
      ...entries.filter((entry) => keys.includes(entry.messageKey) && (entry.state === "published" || entry.state === "refused")),
    )
    const isEmpty = incident.messages.every((message) => message.erasedAt !== null || keys.includes(message.messageKey))
    if (isEmpty && over.includes(incident.status)) drafts.push(...(await draftsOf({ storage }, incident.incidentId)))
  }
  const sealedAuthors = (await storage.readSealedAuthors(messages.map((message) => message.key))).length
  return { messages, sealedAuthors, drafts: drafts.filter(hasText), replies: replies.filter(hasText), kept: [] }
}

/** The drafts of an incident: its log names them. */
export async function draftsOf({ storage }: Pick<DeskContext, "storage">, incidentId: string): Promise<readonly Draft[]> {
  const { events } = await storage.load(incidentId)
  const ids = events.flatMap((event) => (event.type === "draft-submitted" ? [event.draftId] : []))
  return ids.length === 0 ? [] : storage.readDrafts([...new Set(ids)])
}

/** Whether anything is left to take away. */
export function hasText({ text, photoUrls }: Pick<Draft, "text" | "photoUrls">): boolean {
  return text !== "" || photoUrls.length > 0
}

/** The part of a unit that takes things away, with its certificate; nothing when there is nothing to take. */
export function erasureUnit(context: DeskContext, reason: ErasureReason, things: ErasedThings): UnitOfWork {
  const { messages, drafts, replies, sealedAuthors, kept } = things
  if (messages.length + drafts.length + replies.length + sealedAuthors === 0) return {}
  const counts = { messages: messages.length, sealedAuthors, drafts: drafts.length, replies: replies.length }
  const keys = messages.map((message) => message.key)
  return {
    tombstones: messages.map(erasedMessage),
    drafts: drafts.map((draft) => ({ ...draft, text: "", variants: [], photoUrls: [], remark: null })),
    outbox: replies.map((entry) => ({ ...entry, text: "", photoUrls: [] })),
    journal: [certificateOf(context, reason, counts, keys, kept)],
  }
}

/** The certificate of an erasure. */
export function certificateOf(
  context: DeskContext,
  { cause, policyId, incidentId, at, by }: ErasureReason,
  erased: ErasureEntry["erased"],
  keys: readonly MessageKey[],
  kept: readonly KeptThing[],
): ErasureEntry {
  const messageKeys = [...new Set(keys)].toSorted()
  const base = { kind: "erasure", at, by, incidentId, cause, policyId, erased, kept } as const
  const proof = proofOf(context, base, messageKeys)
  return { ...base, entryId: stableId("era", proof), messageKeys: cause === "author" ? [] : messageKeys, proof }
}

/** The keyed proof of everything that a certificate says, and of the messages. */
export function proofOf(
  { authorKey }: DeskContext,
  entry: Omit<ErasureEntry, "entryId" | "messageKeys" | "proof">,
  messageKeys: readonly MessageKey[],
): string {
  const { at, by, incidentId, cause, policyId, erased, kept } = entry
  const { messages, sealedAuthors, drafts, replies } = erased
  const facts = [
    at,
    by.kind,
    by.id,
    incidentId,
    cause,
    policyId,
    messages,
    sealedAuthors,
    drafts,
    replies,
    kept.map(({ what, count, why }) => [what, count, why]),
  ]
  return keyedId(authorKey, "otklik erasure", JSON.stringify(facts), ...messageKeys.toSorted())
}
