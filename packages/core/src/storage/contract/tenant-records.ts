import type { IncidentMark } from "../../report/index.ts"
import type { Message } from "../../message/index.ts"
import type { JournalEntry } from "./journal.ts"
import type { SealedAuthor } from "./sealed-author.ts"
import type { StoredEvidence } from "./stored-evidence.ts"
import type { Draft } from "./draft.ts"
import type { Claim, SourceCursor } from "./unit-of-work.ts"
import type { OutboxEntry } from "./outbox-entry.ts"
import type { RecordKind } from "./record-kind.ts"

/** A message as it is stored, and whether it was erased for good. */
export interface KeptMessage {
  /** The message. */
  readonly message: Message
  /** Whether its text and author were erased. */
  readonly erased: boolean
}

/** What of an incident the cycle counts. */
export interface StoredMark extends IncidentMark {
  /** The incident. */
  readonly incidentId: string
}

/**
 * What a storage keeps beside incidents, their events and the marks that follow from them (`marksOf`), by kind. Leases
 * are no part of it: they end by themselves.
 */
export interface TenantRecords extends Readonly<Record<RecordKind, unknown>> {
  /** Which incident has which message, and which keys did their work. */
  readonly claim: Claim
  /** Messages. */
  readonly message: KeptMessage
  /** Drafts with their texts. */
  readonly draft: Draft
  /** Replies that wait to be published. */
  readonly outbox: OutboxEntry
  /** How far sources are read. */
  readonly cursor: SourceCursor
  /** Also those that were dropped. */
  readonly "sealed-author": SealedAuthor
  /** The journal. */
  readonly journal: JournalEntry
  /** In the order in which it was first stored. */
  readonly evidence: StoredEvidence
  /** Those of an incident in their order. */
  readonly mark: StoredMark
}

/** Each once: a kind that is added fails to compile until it is listed here. */
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
  /** The records of the page. */
  readonly records: readonly Value[]
  /** Hands on to the next page; null at the end. */
  readonly next: string | null
}
