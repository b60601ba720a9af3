export type { Position, SchemaStatus, Storage, StorageV1, StoredEvent } from "./contract.ts"
export type { ErasureCertificate, ErasureRequest } from "./erasure.ts"
export type { FoundPage, IncidentFilter } from "./incident-filter.ts"
export type { Lease, LeaseKind, LeaseOptions, Settlement } from "./lease.ts"
export type { SourceReading, WatchedQuery } from "./source-reading.ts"
export type { ExistingIncident } from "../incident/index.ts"
export type { IncidentView, LoadedIncident, StoredIncident } from "./stored-incident.ts"
export type { Append, Claim, Committed, CursorMove, Draft, OutboxEntry, SourceCursor, UnitOfWork } from "./unit-of-work.ts"
export { checkErasure, checkFeed, checkFilter, checkLease, checkSettlement, checkTally, checkWatched, pageLimit } from "./check-question.ts"
export { checkUnit, duplicateClaims, lostRace } from "./check-unit.ts"
export {
  decodeDraft,
  decodeEvent,
  decodeEventWith,
  decodeOutboxEntry,
  decodeRecord,
  encodeEvent,
  type RawEvent,
  type Upcasters,
} from "./codec.ts"
export { erasedMessage } from "./erased-message.ts"
export { viewOf } from "./view.ts"
