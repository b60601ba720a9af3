export type {
  Authorisation,
  AuthorisationRequest,
  AuthorisationVerdict,
  DenialReason,
  Reader,
  Reading,
  WholeTenant,
} from "./authorisation.ts"
export {
  createRoleAuthorisation,
  deskRoles,
  grantSchema,
  type Grant,
  type Role,
  type RoleAuthorisationOptions,
} from "./role-authorisation.ts"
export { incidentIdOf } from "./candidate.ts"
export { deskCommandSchema, type CheckedCommand, type DeskCommand } from "./command.ts"
export { type Coverage, type SourceCoverage } from "./coverage.ts"
export { createDesk, type Desk } from "./desk.ts"
export {
  type ClockOffNews,
  type DeskEventMap,
  type DeskEventName,
  type DeskEvents,
  type DeskListener,
  type DateCorrectedNews,
  type GapNews,
  type IncidentNews,
  type PageNews,
  type SkippedNews,
  type ReplyUncheckedNews,
  type SourceBehindNews,
  type SourceFailedNews,
  type SourceSilentNews,
  type AuthorWaitsNews,
  type WorkFailedNews,
} from "./events.ts"
export { evidenceRulesSchema, type EvidenceRules } from "./evidence-rules.ts"
export { type Executed, type ExecuteOptions } from "./execute.ts"
export { type RuledOwner } from "./reclassify.ts"
export { type Registered, type RegisterOptions, type Registration } from "./register.ts"
export { explainIncident, type ExplainedMatch, type IncidentExplanation } from "./explanation.ts"
export {
  type ConnectorHealth,
  type DeskHealth,
  type HealthOptions,
  type Readiness,
  type RetentionHealth,
  type SourceHealth,
  type StorageHealth,
  type WorkHealth,
} from "./health.ts"
export { handlingSchema, type HandlingRules } from "./handling.ts"
export { replyRulesSchema, type ReplyRules } from "./reply-check.ts"
export type { DeskOptions, RegistrationMode } from "./options.ts"
export type { ImportRequest } from "./move.ts"
export { type PublishResult } from "./publish.ts"
export { type PullFailure, type PullRequest, type PullResult } from "./pull.ts"
export { type GuidanceReview } from "./reading.ts"
export { type ReportRequest } from "./report.ts"
export { type RunOptions } from "./run.ts"
export { type TickFailure, type TickResult } from "./tick.ts"
export { type EraseAuthor, type ErasureProof } from "./erase-author.ts"
export { keyRingSchema, type KeyRing } from "./key-ring.ts"
export { type ResealResult } from "./reseal.ts"
export { type RetainedPolicy, type RetainResult } from "./retain.ts"
export { journalDays, journalTermSchema, retentionPolicySchema, type JournalTerm, type RetentionPolicy } from "./retention.ts"
export { type CheckedUnsealing, type UnsealAuthor, type UnsealedAuthor } from "./unseal-author.ts"
