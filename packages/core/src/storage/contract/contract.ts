import type { IncidentEvent } from "../../incident/index.ts"
import type { Message, MessageKey } from "../../message/index.ts"
import type { FiguresQuery, FiguresRow } from "../../report/index.ts"
import type { BurstQuery, StoredBurst } from "./burst.ts"
import type { CaseFilter, CaseQuery, FoundPage } from "./case-query.ts"
import type { JournalPage, JournalQuery } from "./journal.ts"
import type { LearnedName, LearnedState } from "./learned.ts"
import type { Lease, LeaseOptions, Renewal, Settlement } from "./lease.ts"
import type { WatchedQuery } from "./source-reading.ts"
import type { SealedAuthor } from "./sealed-author.ts"
import type { EvidencePage, EvidenceQuery } from "./stored-evidence.ts"
import type { LoadedIncident, StoredCase, StoredIncident } from "./stored-incident.ts"
import type { SweepQuery } from "./sweep.ts"
import type { RecordKind, TenantCounts } from "./record-kind.ts"
import type { RecordPage, TenantRecords } from "./tenant-records.ts"
import type { Draft } from "./draft.ts"
import type { Claim, Committed, SourceCursor, UnitOfWork } from "./unit-of-work.ts"
import type { OutboxEntry } from "./outbox-entry.ts"
import type { WorkCounts, WorkQuery } from "./work-counts.ts"

/** A place in the one global order of events; opaque. */
export type Position = string

/** One event of the feed. */
export interface StoredEvent {
  /** Its place in the log of the tenant. */
  readonly position: Position
  /** The incident. */
  readonly incidentId: string
  /** Its place in its incident, from 1. */
  readonly version: number
  /** The event. */
  readonly event: IncidentEvent
}

/** Whether the tables fit this version of the package. */
export interface SchemaStatus {
  /** Whether the schema fits this package. */
  readonly state: "ready" | "missing" | "too-old" | "too-new"
  /** The version of the schema that was found; 0: none. */
  readonly version: number
  /** The version that this package needs. */
  readonly expected: number
}

/** What is read by its key. */
export interface KeyedThings {
  /** An incident, by its id. */
  readonly incident: StoredIncident
  /** A message, by its key. */
  readonly message: Message
  /** Claims that are taken, with the incident that took them. */
  readonly claim: Pick<Claim, "key" | "incidentId">
  /** A draft, by its id. */
  readonly draft: Draft
}

/** A kind of {@link KeyedThings}. */
export type KeyedKind = keyof KeyedThings

/** How much there is. Everything is counted as it is at one moment. */
export interface StorageCounts {
  /** What `figuresOf` gives for every incident that is stored, with its terms, labels and marks. */
  figures(query: FiguresQuery): Promise<readonly FiguresRow[]>
  /** How many incidents each filter takes, in their order; of more than `limit` as many as that: 1 to 10 000. */
  countCases(filters: readonly CaseFilter[], limit: number): Promise<readonly number[]>
  /** What `workCounts` gives for everything that is stored; cheap however much that is. */
  countWork(query: WorkQuery): Promise<WorkCounts>
}

/** What promises of privacy are kept by. What takes something away is part of a unit. */
export interface StoragePrivacy {
  /** Those that are stored and not dropped, in the order asked. */
  readSealedAuthors(messageKeys: readonly MessageKey[]): Promise<readonly SealedAuthor[]>
  /** Entries of the journal, oldest first. */
  readJournal(query: JournalQuery): Promise<JournalPage>
  /** Incidents whose current version retention has not processed. */
  findRetentionDue(query: SweepQuery): Promise<readonly StoredIncident[]>
  /**
   * Everything of one kind, page by page; `after` is the `next` of the page before. What is written meanwhile may be in
   * it or not; what was there before and is not changed is in it once.
   */
  readRecords<Kind extends RecordKind>(kind: Kind, after: string | null, limit: number): Promise<RecordPage<TenantRecords[Kind]>>
}

/** What is learned from the feed. It follows from the rest: it is not counted among records, and no move takes it. */
export interface StorageLearned {
  /** What was learned under a name; undefined when nothing was. */
  readLearned(name: LearnedName): Promise<LearnedState | undefined>
  /**
   * Stores what was learned in the place of what is stored.
   *
   * Throws `conflict`, with nothing stored, when the stored position is not `expectedPosition` (null: nothing is
   * stored): another worker has learned meanwhile.
   *
   * @param bursts - mass events that changed, each in the place of the one with its id: in the same commit
   */
  writeLearned(name: LearnedName, state: LearnedState, expectedPosition: string | null, bursts?: readonly StoredBurst[]): Promise<void>
  /** Mass events in their order. */
  readBursts(query: BurstQuery): Promise<readonly StoredBurst[]>
}

/** What a tenant is moved by: everything of it is counted, taken in at once, or deleted. */
export interface StorageMoving {
  /** How much there is, for an export and for seeing that there is nothing. */
  countRecords(): Promise<TenantCounts>
  /**
   * Where an import into this tenant gathers: a tenant of its own in the same database, the same one for every storage
   * of this tenant.
   */
  staging(): Storage & {
    /** The lines of the import are stored through it. */
    readonly moving: StorageMoving
  }
  /**
   * Takes everything that the staging has, but for leases, at once or not at all. Throws `conflict` when this tenant
   * has anything, and when the staging's cursor of `importNotesId` is not `progress`: another party imports there. What
   * others commit meanwhile comes before, and is seen, or after, on what was taken. The cursors of `importNotesId` go
   * to nobody. What was learned, here and there, is deleted: it would not fit what was taken.
   */
  takeStaged(progress: string): Promise<void>
  /** Deletes everything of this tenant and of its staging for good, leases and what was learned too. */
  deleteEverything(): Promise<void>
}

/**
 * The contract of a storage, version 1: what an adapter of a database implements. `storageContract` of
 * `@otklik/testkit/storage` says what every member promises; `defineStorage` makes one of a driver.
 *
 * A question that makes no sense (a limit of 0, a foreign cursor) throws `config`. Every member but `migrate`,
 * `schemaStatus` and `close` throws `config` while the schema is not `ready`.
 */
export interface StorageV1 {
  readonly specificationVersion: "v1"
  /** Whose data these are, as the host named it; what the desk seals is bound to it. */
  readonly tenant: string
  /** The only member that ever changes the schema. */
  migrate(): Promise<void>
  /** Reads only; answers on a database that nobody has migrated too. */
  schemaStatus(): Promise<SchemaStatus>
  /** The events of incidents, in the order asked; none, at version 0, for one that does not exist. */
  load(incidentIds: readonly string[]): Promise<readonly LoadedIncident[]>
  /** All or nothing. Throws `conflict`, `duplicate` or `config`, and then nothing was stored. */
  commit(unit: UnitOfWork): Promise<Committed>
  /** A page of incidents in the order that is asked for. */
  find(query: CaseQuery): Promise<FoundPage>
  /** One incident's stored view; undefined when there is none. */
  get(incidentId: string): Promise<StoredIncident | undefined>
  /** One incident with everything that belongs to it, of one moment; undefined when there is none. */
  readCase(incidentId: string): Promise<StoredCase | undefined>
  /** Things by their keys: those that are stored, in the order asked. */
  read<Kind extends KeyedKind>(kind: Kind, keys: readonly string[]): Promise<readonly KeyedThings[Kind][]>
  /** The replies of an incident in any state, by `plannedAt`, then `outboxId`. */
  readOutbox(incidentId: string): Promise<readonly OutboxEntry[]>
  /** By source id, in the order of UTF-16 units. */
  readCursors(connectorId: string): Promise<readonly SourceCursor[]>
  /**
   * Keys of messages that incidents hold which are not over (neither rejected nor closed, merged or converted): those
   * of the newest incident first, and in it the newest message first. With `overUpdatedSince` then those of incidents
   * that are closed or converted, the last updated first (of equal moments the newest incident), and in it the newest
   * message first.
   */
  readWatched(query: WatchedQuery): Promise<readonly MessageKey[]>
  /**
   * A page of evidence in the order in which it was first stored. One that is stored while pages are read may be
   * missed.
   */
  readEvidence(query: EvidenceQuery): Promise<EvidencePage>
  /** The feed after a position (null: from the beginning), oldest first. Never skips an event that commits late. */
  readEvents(after: Position | null, limit: number): Promise<readonly StoredEvent[]>
  /** Work that is due and that nobody holds, each thing for one worker. */
  lease(options: LeaseOptions): Promise<readonly Lease[]>
  /**
   * Makes a lease hold until `ttlMillis` from now. Throws `conflict` when it was lost; one that ran out unnoticed is
   * held again.
   */
  renew(renewal: Renewal): Promise<void>
  /** Throws `conflict` when the lease was lost. */
  settle(settlement: Settlement): Promise<void>
  /** Counts for reports and health. */
  readonly counts: StorageCounts
  /** What erasure and retention need. */
  readonly privacy: StoragePrivacy
  /** What is learned from the feed. */
  readonly learned: StorageLearned
  /** Absent where tenants cannot be moved: then `desk.export` and `desk.import` say `capability`. */
  readonly moving?: StorageMoving
  /** Frees what the storage itself holds; never closes the host's handle. */
  close(): Promise<void>
}

/** The newest version of the storage contract. */
export type Storage = StorageV1
