import type { Instant, Interval } from "../base/index.ts"
import type { Gap } from "../connector/index.ts"
import type { Incident, IncidentEvent, IncidentStatus } from "../incident/index.ts"
import type { Message, MessageKey } from "../message/index.ts"
import type { IncidentFacts, MetricId, TallyQuery, TallyRow } from "../report/index.ts"

/** The events of one incident, oldest first. */
export interface LoadedIncident {
  readonly incidentId: string
  readonly events: readonly IncidentEvent[]
  /** How many events there are; 0 for an incident that does not exist. */
  readonly version: number
}

/** An incident that exists. */
export type ExistingIncident = Exclude<Incident, { status: "none" }>

/** What is kept of an incident beside its events, so that nobody replays a log to show a list. */
export interface IncidentView {
  readonly facts: IncidentFacts
  readonly incident: ExistingIncident
  /** The next instant at which a clock of this incident wants attention; null when none runs. Swept by `lease({ kind: "clock" })`. */
  readonly wakeAt: Instant | null
}

/** A stored view with what the storage itself adds. */
export interface StoredIncident extends IncidentView {
  /** For people: unique in the tenant, growing, given at the first commit and kept for ever. */
  readonly number: number
  readonly version: number
}

/** New events of one incident, which stands at most once in a unit. */
export interface Append {
  readonly incidentId: string
  /** The version that the decision was made on; 0 creates. Another stored version makes the whole unit fail with `conflict`. */
  readonly expectedVersion: number
  /** May be empty for an incident that exists: then only the view changes. */
  readonly events: readonly IncidentEvent[]
  readonly view: IncidentView
}

/** Something that may exist once: a message's registration, a command's idempotency key. */
export interface Claim {
  /** As `message:vk:-1_7` or `command:KEY`. */
  readonly key: string
  readonly incidentId: string
}

/** A source's cursor moves, in the same commit as what was read. A source moves at most once in a unit. */
export interface CursorMove {
  readonly connectorId: string
  readonly sourceId: string
  /** The cursor that the page was asked with; null for the first page. Another stored cursor makes the unit fail with `conflict`. */
  readonly expected: string | null
  readonly next: string
  readonly at: Instant
  /** Counts of this page; the storage adds them up. */
  readonly read: number
  readonly matched: number
  readonly skipped: number
  /** Added to the gaps that are known. */
  readonly gaps: readonly Gap[]
}

/** Where a source stands, with totals since its beginning. */
export interface SourceCursor {
  readonly connectorId: string
  readonly sourceId: string
  readonly cursor: string
  readonly at: Instant
  readonly read: number
  readonly matched: number
  readonly skipped: number
  readonly gaps: readonly Gap[]
}

/** The text of a reply, and the approver's remark when it was sent back. */
export interface Draft {
  readonly draftId: string
  readonly incidentId: string
  readonly text: string
  readonly textHash: string
  readonly photoUrls: readonly string[]
  readonly remark: string | null
  readonly createdAt: Instant
}

/** A reply that is to stand under one message. Planned inside the commit that approved it. */
export interface OutboxEntry {
  /** The idempotency key that the connector gets, the same for every try. */
  readonly outboxId: string
  readonly incidentId: string
  readonly draftId: string
  /** Who publishes it; null when a person does so by hand. */
  readonly connectorId: string | null
  readonly messageKey: MessageKey
  readonly text: string
  readonly photoUrls: readonly string[]
  readonly plannedAt: Instant
  /** When the first reply is due: the nearest goes first; null goes last. */
  readonly dueAt: Instant | null
  /** `planned` waits for a worker, `manual` for a person (no connector can reply there), the others are settled. */
  readonly state: "planned" | "manual" | "published" | "refused"
  /** How many times it was handed to a connector. */
  readonly attempts: number
  /** Not before this moment. */
  readonly nextTryAt: Instant
}

/**
 * All or nothing. Whatever is absent is empty. A unit that no storage may take (`checkUnit`) makes the whole unit fail with `config`.
 *
 * Names and keys are well-formed Unicode without U+0000; texts may hold anything that a string can, and come back unchanged.
 * Fields that are `undefined` come back absent.
 */
export interface UnitOfWork {
  readonly appends?: readonly Append[]
  /** A key that is taken already, or stands twice in the unit, makes the whole unit fail with `duplicate`. */
  readonly claims?: readonly Claim[]
  /** Upserts by key, in order. A lower or equal revision than the stored one, or an erased message, is left as it stands. */
  readonly messages?: readonly Message[]
  /** Upserts by `draftId`, in order. */
  readonly drafts?: readonly Draft[]
  /** Upserts by `outboxId`, in order. */
  readonly outbox?: readonly OutboxEntry[]
  readonly cursors?: readonly CursorMove[]
  /**
   * Leases that this unit works under: each must still be held, and is released by the commit. A lost one makes the unit fail with `conflict`.
   * A lease is lost when it was released or when somebody else has got the thing since; one that ran out unnoticed still holds.
   */
  readonly leases?: readonly Lease[]
}

/** What a commit gave. */
export interface Committed {
  /** The numbers of the incidents that were created, by incident id. */
  readonly numbers: ReadonlyMap<string, number>
}

/** Which incidents; every condition given must hold. An empty list allows nothing: nobody's topics are not everybody's. */
export interface IncidentFilter {
  readonly statuses?: readonly Exclude<IncidentStatus, "none">[]
  readonly topics?: readonly string[]
  readonly authorityIds?: readonly string[]
  /** When true: registered, still open, and nobody owns it. */
  readonly unowned?: boolean
  readonly territoryIds?: readonly string[]
  readonly networks?: readonly string[]
  /** The incidents behind one number of a report. */
  readonly metric?: { readonly id: MetricId; readonly period: Interval; readonly at: Instant }
  /** A page holds at most this many, 1 to 1 000. */
  readonly limit: number
  /** Where the last page ended. */
  readonly after?: string
}

/** A page of incidents, in the order of their numbers. */
export interface FoundPage {
  readonly incidents: readonly StoredIncident[]
  /** Hands on to the next page; null at the end. */
  readonly next: string | null
}

/** What can be held by one worker at a time. */
export type LeaseKind = "source" | "clock" | "reply"

/**
 * Asks for work that nobody holds, not even the same owner. It comes in this order: sources as in `among`; clocks by `wakeAt`, then by the
 * incident's number; replies by `dueAt` (null last), then `plannedAt`, then `outboxId`.
 */
export interface LeaseOptions {
  readonly kind: LeaseKind
  /** Names the worker. */
  readonly owner: string
  /** Decides what is due; and, in storages without a clock of their own, which leases have run out. */
  readonly now: Instant
  /** How long the lease holds, in milliseconds, 1 or more: from `now` until just before `now + ttlMillis`. */
  readonly ttlMillis: number
  /** At most this many, 1 or more. */
  readonly limit: number
  /** For `source`: the ids that are worth pulling now (`connectorId/sourceId`). For `reply`: the connectors that can be used now; absent: all. */
  readonly among?: readonly string[]
}

/** The right to work on one thing until a moment. */
export interface Lease {
  readonly kind: LeaseKind
  /** `connectorId/sourceId`, an incident id, or an outbox id. */
  readonly id: string
  /** Grows with every lease of the same thing: a worker that lost its lease cannot write. */
  readonly token: number
  readonly until: Instant
  /** An earlier holder's lease ran out without a commit or settlement: what it did in the world outside is unknown. */
  readonly takenOver: boolean
  /** The reply to send, for `reply`. */
  readonly reply: OutboxEntry | null
}

/** Gives a lease back without a commit. */
export interface Settlement {
  readonly lease: Lease
  /** For `reply`: when to try next, and that one more try was made. */
  readonly retry?: { readonly nextTryAt: Instant; readonly attempts: number }
}

/** A place in the one global order of events; opaque. */
export type Position = string

/** One event of the feed. */
export interface StoredEvent {
  readonly position: Position
  readonly incidentId: string
  /** Its place in its incident, from 1. */
  readonly version: number
  readonly event: IncidentEvent
}

/** What is to be erased. */
export type ErasureRequest =
  // By author every message is read: there is no index by author on purpose, so that no storage can list what a person wrote in passing.
  // By age: published before the moment, and every incident that names the message is in one of the statuses (or none names it).
  | { readonly by: "message"; readonly keys: readonly MessageKey[]; readonly at: Instant }
  | { readonly by: "author"; readonly pseudonym: string; readonly at: Instant }
  | { readonly by: "age"; readonly publishedBefore: Instant; readonly statuses: readonly Exclude<IncidentStatus, "none">[]; readonly at: Instant }

/** Proof of an erasure: `erasedMessage` says what is left. Statistics do not change by it. */
export interface ErasureCertificate {
  readonly at: Instant
  /** How many messages lost their text, author, place and attachments by this request; those erased before are not counted again. */
  readonly messages: number
}

/** Whether the tables fit this version of the package. */
export interface SchemaStatus {
  readonly state: "ready" | "missing" | "too-old" | "too-new"
  readonly version: number
  readonly expected: number
}

/**
 * The door to a database, version 1. `storageContract` of `@otklik/testkit` says what every member promises.
 *
 * A question that makes no sense (a limit of 0, a cursor of somebody else) throws `config`. Every member but `migrate`, `schemaStatus` and
 * `close` throws `config` while the schema is not `ready`.
 */
export interface StorageV1 {
  readonly specificationVersion: "v1"
  /** The only member that ever changes the schema. */
  migrate(): Promise<void>
  schemaStatus(): Promise<SchemaStatus>
  load(incidentId: string): Promise<LoadedIncident>
  /** All or nothing. Throws `conflict`, `duplicate` or `config`, and then nothing was stored. */
  commit(unit: UnitOfWork): Promise<Committed>
  find(filter: IncidentFilter): Promise<FoundPage>
  /** One incident's stored view; undefined when there is none. */
  get(incidentId: string): Promise<StoredIncident | undefined>
  /** Those that are stored, in the order asked. */
  readMessages(keys: readonly MessageKey[]): Promise<readonly Message[]>
  /** Which claims are taken, and by which incident. */
  findClaims(keys: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Those that are stored, in the order asked. */
  readDrafts(draftIds: readonly string[]): Promise<readonly Draft[]>
  /** The replies of an incident in any state, by `plannedAt`, then `outboxId`. */
  readOutbox(incidentId: string): Promise<readonly OutboxEntry[]>
  /** By source id, in the order of UTF-16 units. */
  readCursors(connectorId: string): Promise<readonly SourceCursor[]>
  lease(options: LeaseOptions): Promise<readonly Lease[]>
  /** Throws `conflict` when the lease was lost. */
  settle(settlement: Settlement): Promise<void>
  /** The feed after a position (null: from the beginning), oldest first. Never skips an event that commits late. */
  readEvents(after: Position | null, limit: number): Promise<readonly StoredEvent[]>
  /** What `tallyFacts` gives for the facts of every incident that is stored. */
  tally(query: TallyQuery): Promise<readonly TallyRow[]>
  erase(request: ErasureRequest): Promise<ErasureCertificate>
  /** Frees what the storage itself holds; never closes the host's handle. */
  close(): Promise<void>
}

/** The newest version of the storage contract. */
export type Storage = StorageV1
