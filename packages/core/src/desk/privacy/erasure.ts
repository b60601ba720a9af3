import { keyedId, sha256, stableId, type Instant } from "../../base/index.ts"
import type { Actor } from "../../incident/index.ts"
import type { Message, MessageKey } from "../../message/index.ts"
import {
  erasedMessage,
  type Claim,
  type ErasedCounts,
  type ErasureEntry,
  type KeptThing,
  type UnitOfWork,
  type Draft,
  type OutboxEntry,
  type StoredEvidence,
} from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { findClaims, talkKey } from "../transact/message-claims.ts"

/** What is written down of an erasure, but for the counts. */
export interface ErasureReason {
  readonly cause: ErasureEntry["cause"]
  readonly policyId: string | null
  readonly incidentId: string | null
  readonly requestId?: string | null
  readonly at: Instant
  readonly by: Actor
}

/** The parts of a unit that take something away. */
export type ErasureUnit = Pick<UnitOfWork, "tombstones" | "releases" | "drafts" | "outbox" | "evidence" | "journal">

/** Nothing of anything. */
export const noneErased: ErasedCounts = { messages: 0, sealedAuthors: 0, drafts: 0, replies: 0, evidence: 0, accessEntries: 0 }

/** The part of a unit that takes things away, with its certificate; nothing when there is nothing to take. */
export async function erasureUnit(context: DeskContext, reason: ErasureReason, things: ErasureSet): Promise<ErasureUnit> {
  const { messages, drafts, replies, evidence, sealedAuthors, kept } = things
  const lists = { messages: messages.length, drafts: drafts.length, replies: replies.length, evidence: evidence.length }
  const counts = { ...noneErased, ...lists, sealedAuthors }
  if (Object.values(counts).every((count) => count === 0)) return {}
  const keys = messages.map((message) => message.key)
  return {
    tombstones: messages.map(erasedMessage),
    releases: await talksOf(context, messages),
    drafts: drafts.map((draft) => ({ ...draft, text: "", variants: [], photos: [], remark: null })),
    outbox: replies.map((entry) => ({ ...entry, text: "", photos: [] })),
    evidence,
    journal: [certificateOf(context, reason, counts, keys, kept)],
  }
}

/**
 * The claims that lead from the authors of these messages to incidents, where no other message of such an author is
 * left in the thread.
 */
async function talksOf(context: DeskContext, messages: readonly Message[]): Promise<ErasureUnit["releases"] & {}> {
  const talks = messages.flatMap((message) => talkKey(context, message) ?? [])
  if (talks.length === 0) return []
  const { others } = await findClaims(context, { others: talks })
  const gone = new Set(messages.map(({ key }) => key))
  const releases: Pick<Claim, "key" | "incidentId">[] = []
  for (const [key, incidentId] of others) {
    const held = (await context.storage.get(incidentId))?.incident.messageKeys ?? []
    const left = await context.storage.read(
      "message",
      held.filter((one) => !gone.has(one)),
    )
    if (left.every((message) => talkKey(context, message) !== key)) releases.push({ key, incidentId })
  }
  return releases
}

/** The certificate of what one commit erases. */
export function certificateOf(
  context: DeskContext,
  reason: ErasureReason,
  erased: ErasedCounts,
  keys: readonly MessageKey[],
  kept: readonly KeptThing[],
): ErasureEntry {
  const messageKeys = [...new Set(keys)].toSorted()
  return sealed(context, { ...factsOf(reason), erased, kept, parts: null, messageKeys, digest: digestOf(context, messageKeys) })
}

/** The certificate of several commits. */
export function wholeOf(
  context: DeskContext,
  reason: ErasureReason,
  { erased, kept, parts, digest }: Pick<ErasureEntry, "erased" | "kept" | "digest"> & { readonly parts: number },
): ErasureEntry {
  return sealed(context, { ...factsOf(reason), erased, kept, parts, messageKeys: [], digest })
}

function factsOf({ cause, policyId, incidentId, requestId = null, at, by }: ErasureReason) {
  return { kind: "erasure", at, by, incidentId, cause, policyId, requestId } as const
}

function sealed(context: DeskContext, entry: Omit<ErasureEntry, "entryId" | "proof">): ErasureEntry {
  const proof = proofOf(context.authorKeys.current(), entry)
  return { ...entry, entryId: stableId("era", proof), proof }
}

/** The keyed proof of everything that a certificate says. */
function proofOf(authorKey: Uint8Array, entry: Omit<ErasureEntry, "entryId" | "proof">): string {
  const { at, by, incidentId, cause, policyId, requestId, parts, erased, kept, digest } = entry
  const { messages, sealedAuthors, drafts, replies, evidence, accessEntries } = erased
  const counts = [messages, sealedAuthors, drafts, replies, evidence, accessEntries]
  const left = kept.map(({ what, count, why }) => [what, count, why])
  const facts = [at, by.kind, by.id, incidentId, cause, policyId, requestId, parts, ...counts, left, digest]
  return keyedId(authorKey, "otklik erasure", JSON.stringify(facts))
}

/**
 * Whether a certificate says what it said when it was written: under a key for authors that was worked with at its
 * moment.
 */
export function isProven({ authorKeys }: Pick<DeskContext, "authorKeys">, entry: ErasureEntry): boolean {
  return authorKeys.at(entry.at).some((key) => proofOf(key, entry) === entry.proof)
}

const bits = 256

/** A sum over messages that does not depend on their order, and that nobody without the key can reckon. */
export function digestOf({ authorKeys }: Pick<DeskContext, "authorKeys">, keys: readonly MessageKey[]): string {
  // Under the tenant's first key always, so that parts of one erasure add up across a change of the key. The proof is
  // what binds it to a key of its time.
  const first = authorKeys.first()
  return keys.map((key) => sha256(keyedId(first, "otklik erased", key))).reduce(digestSum, "")
}

/** The digest of the messages of two digests; that of none is empty. */
export function digestSum(one: string, other: string): string {
  if (one === "" || other === "") return one + other
  return BigInt.asUintN(bits, BigInt(`0x${one}`) + BigInt(`0x${other}`))
    .toString(16)
    .padStart(bits / 4, "0")
}

/** What an erasure takes away and leaves. */
export interface ErasureSet {
  readonly messages: readonly Message[]
  readonly sealedAuthors: number
  readonly drafts: readonly Draft[]
  readonly replies: readonly OutboxEntry[]
  /** As it is afterwards. */
  readonly evidence: readonly StoredEvidence[]
  readonly kept: readonly KeptThing[]
}
