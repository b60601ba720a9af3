import type { IncidentMark } from "../../report/index.ts"
import type { Message } from "../../message/index.ts"
import type { JournalEntry } from "./journal.ts"
import type { SealedAuthor } from "./sealed-author.ts"
import type { StoredEvidence } from "./stored-evidence.ts"
import type { Claim, Draft, SourceCursor } from "./unit-of-work.ts"
import type { OutboxEntry } from "./outbox-entry.ts"
import type { RecordKind } from "./record-kind.ts"

/** A message as it is stored, and whether it was erased for good. */
export interface KeptMessage {
  readonly message: Message
  readonly erased: boolean
}

/** What of an incident the cycle counts. */
export interface StoredMark extends IncidentMark {
  readonly incidentId: string
}

/**
 * What a storage keeps beside incidents, their events and the marks that follow from them (`marksOf`), by kind. Leases
 * are no part of it: they end by themselves.
 */
export interface TenantRecords extends Readonly<Record<RecordKind, unknown>> {
  readonly claim: Claim
  readonly message: KeptMessage
  readonly draft: Draft
  readonly outbox: OutboxEntry
  readonly cursor: SourceCursor
  /** Also those that were dropped. */
  readonly "sealed-author": SealedAuthor
  readonly journal: JournalEntry
  /** In the order in which it was first stored. */
  readonly evidence: StoredEvidence
  /** Those of an incident in their order. */
  readonly mark: StoredMark
}

/** Each once: a kind that is added fails to compile until it stands here. */
const kinds: Readonly<Record<keyof TenantRecords, true>> = {
  claim: true,
  message: true,
  draft: true,
  outbox: true,
  cursor: true,
  "sealed-author": true,
  journal: true,
  evidence: true,
  mark: true,
}

/** Every kind of {@link TenantRecords}. */
export const recordKinds: readonly RecordKind[] = Object.keys(kinds) as readonly (keyof TenantRecords)[]

/** A page of records of one kind, in the storage's own order. */
export interface RecordPage<Value> {
  readonly records: readonly Value[]
  /** Hands on to the next page; null at the end. */
  readonly next: string | null
}
