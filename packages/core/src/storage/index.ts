export type {
  Append,
  Claim,
  Committed,
  CursorMove,
  Draft,
  ErasureCertificate,
  ErasureRequest,
  ExistingIncident,
  FoundPage,
  IncidentFilter,
  IncidentView,
  Lease,
  LeaseKind,
  LeaseOptions,
  LoadedIncident,
  OutboxEntry,
  Position,
  SchemaStatus,
  Settlement,
  SourceCursor,
  Storage,
  StorageV1,
  StoredEvent,
  StoredIncident,
  UnitOfWork,
} from "./contract.ts"
export { checkErasure, checkFeed, checkFilter, checkLease, checkSettlement, checkTally, pageLimit } from "./check-question.ts"
export { checkUnit, duplicateClaims, lostRace } from "./check-unit.ts"
export { decodeEvent, decodeEventWith, decodeRecord, encodeEvent, type RawEvent, type Upcasters } from "./codec.ts"
export { erasedMessage } from "./erased-message.ts"
export { viewOf } from "./view.ts"
