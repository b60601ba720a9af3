// What a host needs. The parts have entries of their own: see the folder `entries`.

// The desk
export {
  createDesk,
  createRoleAuthorisation,
  defaultViews,
  defineRegion,
  deskCommandSchema,
  deskRoleCommands,
  deskRoles,
  englishViewWording,
  type Authorisation,
  type AuthorisationRequest,
  type CaseConditions,
  type CaseView,
  type Desk,
  type DeskCommand,
  type DeskEventMap,
  type DeskEventName,
  type DeskHealth,
  type DeskOptions,
  type Executed,
  type ExecuteOptions,
  type FindOptions,
  type FoundCases,
  type Grant,
  type Case,
  type IncidentExplanation,
  type CommittedEvent,
  type PullRequest,
  type PullResult,
  type QueuePage,
  type QueueRequest,
  type Reach,
  type ReachLimit,
  type Reader,
  type Readiness,
  type Reading,
  type Registered,
  type Region,
  type Registration,
  type RetentionPolicy,
  type Role,
  type TickResult,
} from "./desk/index.ts"

// Storages
export { openStatuses, type OpenStatus, type Storage, type StoredEvent, type StoredIncident } from "./storage/index.ts"

// Reports
export type { Report } from "./report/index.ts"

// Evidence
export type { Topic } from "./evidence/index.ts"

// Terms
export type { Calendar, PolicyInput } from "./sla/index.ts"

// Routing
export type { RoutingInput } from "./route/index.ts"

// Incidents
export {
  goals,
  type Actor,
  type Importance,
  type Incident,
  type IncidentEvent,
  type IncidentKind,
  type IncidentStatus,
} from "./incident/index.ts"

// Rules
export type { Rule } from "./match/index.ts"

// Connectors
export type { Connector, Gap, SkippedItem } from "./connector/index.ts"

// Messages
export type { IncomingMessage, KnownAccount, Message, MessageKey, Network } from "./message/index.ts"

// Moments, errors, checks
export {
  addMinutes,
  DeskError,
  diagnosticsChannels,
  inputIssues,
  instantToMillis,
  isDeskError,
  millisToInstant,
  minutesBetween,
  readOptions,
  type AnyDeskError,
  type Clock,
  type DeskErrorCode,
  type DeskErrorDetails,
  type InputIssue,
  type Instant,
} from "./base/index.ts"
