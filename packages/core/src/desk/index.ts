export type {
  Authorisation,
  AuthorisationRequest,
  AuthorisationVerdict,
  DenialReason,
  Reader,
  Reading,
  WholeTenant,
} from "./authorisation.ts"
export { createRoleAuthorisation, deskRoles, type Grant, type Role, type RoleAuthorisationOptions } from "./role-authorisation.ts"
export { deskCommandSchema, type DeskCommand } from "./command.ts"
export { type Coverage, type SourceCoverage } from "./coverage.ts"
export { createDesk, type Desk } from "./desk.ts"
export type { DeskEventMap, DeskEventName, DeskEvents, DeskListener, IncidentNews } from "./events.ts"
export type { EvidenceRules } from "./evidence-rules.ts"
export { type Executed, type ExecuteOptions } from "./execute.ts"
export { type RuledOwner } from "./prepared.ts"
export { type Registered, type RegisterOptions, type Registration } from "./register.ts"
export { explainIncident, type ExplainedMatch, type IncidentExplanation } from "./explanation.ts"
export type { DeskHealth, HealthOptions, Readiness } from "./health.ts"
export type { HandlingRules } from "./handling.ts"
export type { ReplyRules } from "./reply-rules.ts"
export type { DeskOptions, RegistrationMode } from "./options.ts"
export type { ImportRequest } from "./move.ts"
export { type PublishResult } from "./publish.ts"
export { type PullFailure, type PullRequest, type PullResult } from "./pull.ts"
export { type GuidanceReview } from "./reading.ts"
export { type ReportRequest } from "./report.ts"
export { type RunOptions } from "./run.ts"
export { type TickFailure, type TickResult } from "./tick.ts"
export { type EraseAuthor, type ErasureProof } from "./erase-author.ts"
export type { KeyRing } from "./key-ring.ts"
export { type ResealResult } from "./reseal.ts"
export { type RetainedPolicy, type RetainResult } from "./retain.ts"
export type { JournalTerm, RetentionPolicy } from "./retention.ts"
export type { UnsealedAuthor } from "./unseal-author.ts"
export type { UnsealAuthor } from "./authorisation.ts"
