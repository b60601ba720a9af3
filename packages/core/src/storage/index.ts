export type {
  KeyedKind,
  KeyedThings,
  Position,
  SchemaStatus,
  Storage,
  StorageCounts,
  StorageMoving,
  StoragePrivacy,
  StorageV1,
  StoredEvent,
} from "./contract.ts"
export { defineStorage, type Answer, type DefineStorageOptions, type StorageDriver, type TenantDriver } from "./define-storage.ts"
export { claimHolders, loadOne, movingOf } from "./reading-storages.ts"
export type { FoundPage, IncidentFilter } from "./incident-filter.ts"
export type { AccessEntry, ErasedCounts, ErasureEntry, JournalEntry, JournalPage, JournalQuery, KeptThing, MoveEntry } from "./journal.ts"
export type { Lease, LeaseKind, LeaseOptions, Renewal, Settlement } from "./lease.ts"
export type { SourceReading, WatchedQuery } from "./source-reading.ts"
export type { ExistingIncident } from "../incident/index.ts"
export type { EvidencePage, EvidenceQuery, StoredEvidence } from "./stored-evidence.ts"
export type { IncidentView, LoadedIncident, StoredIncident } from "./stored-incident.ts"
export type { SealedAuthor, SealedAuthorWrite } from "./sealed-author.ts"
export type { Sweep, SweepKind, SweepQuery, SweptStatus } from "./sweep.ts"
export { recordKinds, type KeptMessage, type RecordPage, type StoredMark, type TenantRecords } from "./tenant-records.ts"
export { type RecordKind, type TenantCounts } from "./record-kind.ts"
export type { Append, Claim, Committed, CursorMove, Draft, SourceCursor, UnitOfWork } from "./unit-of-work.ts"
export type { OutboxEntry } from "./outbox-entry.ts"
export { pageLimit, watchedLimit } from "./check-question.ts"
export type { JournalPlace } from "./check-keeping.ts"
export { checkUnit, duplicateClaims, lostRace, notHeld } from "./check-unit.ts"
export { decodeEvent, createEventCodec, decodeRecord, encodeEvent, type EventCodec, type RawEvent, type Upcasters } from "./codec.ts"
export { erasedEvidence } from "./erased-evidence.ts"
export { erasedMessage } from "./erased-message.ts"
export { factColumns, factRow, factsOfRow, type FactColumn } from "./fact-columns.ts"
export { exportLines } from "./export-lines.ts"
export { importLines, importNotesId, type ImportResult } from "./import-lines.ts"
export { recordPages } from "./record-pages.ts"
export { viewOf } from "./view.ts"
export {
  noIncidents,
  noLeases,
  openStatuses,
  workCounts,
  type ClockCount,
  type CountedWork,
  type LeaseCount,
  type OpenStatus,
  type ReplyCount,
  type ReplyWait,
  type SourceMoment,
  type WorkCounts,
  type WorkQuery,
} from "./work-counts.ts"
export { eventFields } from "./event-fields.ts"
