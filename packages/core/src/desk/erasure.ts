import { keyedId, stableId, type Instant } from "../base/index.ts"
import type { Actor } from "../incident/index.ts"
import type { MessageKey } from "../message/index.ts"
import { erasedMessage, type ErasureEntry, type KeptThing, type UnitOfWork } from "../storage/index.ts"
import type { DeskContext } from "./context.ts"
import type { ErasedThings } from "./erased-things.ts"

/** What is written down of an erasure, but for the counts. */
export interface ErasureReason {
  readonly cause: ErasureEntry["cause"]
  readonly policyId: string | null
  readonly incidentId: string | null
  readonly at: Instant
  readonly by: Actor
}

/** The parts of a unit that take something away. */
export type ErasureUnit = Pick<UnitOfWork, "tombstones" | "drafts" | "outbox" | "evidence" | "journal">

/** The part of a unit that takes things away, with its certificate; nothing when there is nothing to take. */
export function erasureUnit(context: DeskContext, reason: ErasureReason, things: ErasedThings): ErasureUnit {
  const { messages, drafts, replies, evidence, sealedAuthors, kept } = things
  const counts = {
    messages: messages.length,
    sealedAuthors,
    drafts: drafts.length,
    replies: replies.length,
    evidence: evidence.length,
  }
  if (Object.values(counts).every((count) => count === 0)) return {}
  const keys = messages.map((message) => message.key)
  return {
    tombstones: messages.map(erasedMessage),
    drafts: drafts.map((draft) => ({ ...draft, text: "", variants: [], photoUrls: [], remark: null })),
    outbox: replies.map((entry) => ({ ...entry, text: "", photoUrls: [] })),
    evidence,
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
  const { messages, sealedAuthors, drafts, replies, evidence } = erased
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
    evidence,
    kept.map(({ what, count, why }) => [what, count, why]),
  ]
  return keyedId(authorKey, "otklik erasure", JSON.stringify(facts), ...messageKeys.toSorted())
}
