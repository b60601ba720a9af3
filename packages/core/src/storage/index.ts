export { figuresStatement, metricSql, type FiguresDialect, type FiguresIndex } from "./rows/figures-sql.ts"
export type {
  KeyedKind,
  KeyedThings,
  Position,
  SchemaStatus,
  Storage,
  StorageCounts,
  StorageLearned,
  StorageMoving,
  StoragePrivacy,
  StorageV1,
  StoredEvent,
} from "./contract/contract.ts"
export { defineStorage, type Answer, type DefineStorageOptions, type StorageDriver, type TenantDriver } from "./define/define-storage.ts"
export { claimHolders, loadOne, movingOf } from "./define/reading-storages.ts"
export type {
  CaseFilter,
  CaseOrder,
  CasePlace,
  CaseQuery,
  FoundPage,
  LabelTest,
  MomentRange,
  ReachTest,
  RunningClocks,
  WordTest,
} from "./contract/case-query.ts"
export { caseOrders } from "./contract/case-query.ts"
export { comparePlaces, filterCases, isReached, placeIn, type FilteredCase } from "./rows/case-filter.ts"
export { countSql, findSql, labelledSql, type FindDialect, type SqlPart } from "./rows/find-sql.ts"
export { countedLimit } from "./define/check-find.ts"
export { configurationParts } from "./contract/journal.ts"
export type {
  AccessEntry,
  ConfigurationEntry,
  ConfigurationPart,
  ErasedCounts,
  ErasureEntry,
  JournalEntry,
  JournalPage,
  JournalQuery,
  KeptThing,
  MoveEntry,
  PartChange,
  ReadingEntry,
  SearchEntry,
} from "./contract/journal.ts"
export { learnedLimit, type LearnedName, type LearnedState } from "./contract/learned.ts"
export type { Lease, LeaseKind, LeaseOptions, Renewal, Settlement } from "./contract/lease.ts"
export type { SourceReading, WatchedQuery } from "./contract/source-reading.ts"
export type { ExistingIncident } from "../incident/index.ts"
export type { EvidencePage, EvidenceQuery, StoredEvidence } from "./contract/stored-evidence.ts"
export type { IncidentView, LoadedIncident, StoredCase, StoredIncident } from "./contract/stored-incident.ts"
export type { SealedAuthor, SealedAuthorWrite } from "./contract/sealed-author.ts"
export type { Sweep, SweepKind, SweepQuery, SweptStatus } from "./contract/sweep.ts"
export { recordKinds, type KeptMessage, type RecordPage, type StoredMark, type TenantRecords } from "./contract/tenant-records.ts"
export { type RecordKind, type TenantCounts } from "./contract/record-kind.ts"
export type { Burst, BurstCell, BurstIncident, BurstQuery, StoredBurst } from "./contract/burst.ts"
export type { Draft, DraftFinding } from "./contract/draft.ts"
export type { Append, Claim, Committed, CursorMove, SourceCursor, UnitOfWork } from "./contract/unit-of-work.ts"
export type { OutboxEntry } from "./contract/outbox-entry.ts"
export { pageLimit, watchedLimit } from "./define/check-question.ts"
export type { JournalPlace } from "./define/check-keeping.ts"
export { checkUnit, duplicateClaims, lostRace, notHeld } from "./define/check-unit.ts"
export { decodeEvent, createEventCodec, decodeRecord, encodeEvent, type EventCodec, type RawEvent, type Upcasters } from "./rows/codec.ts"
export { erasedEvidence } from "./rows/erased-evidence.ts"
export { erasedMessage } from "./rows/erased-message.ts"
export { factColumns, factRow, factsOfRow, isNumberColumn, type FactColumn } from "./rows/fact-columns.ts"
export { exportLines } from "./moving/export-lines.ts"
export { importLines, importNotesId, type ImportResult } from "./moving/import-lines.ts"
export { recordPages } from "./moving/record-pages.ts"
export { storedView, viewOf } from "./rows/view.ts"
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
} from "./contract/work-counts.ts"
export { eventFields } from "./rows/event-fields.ts"
export type { SortField } from "./contract/case-query.ts"
export type { FiguresStatement } from "./rows/figures-sql.ts"
