export type {
  ActorOptions,
  Authorisation,
  AuthorisationRequest,
  AuthorisationVerdict,
  DenialReason,
  Reach,
  ReachLimit,
  ReachRequest,
  Reader,
  Reading,
  SignalOptions,
  WholeTenant,
} from "./access/authorisation.ts"
export {
  createRoleAuthorisation,
  deskRoleCommands,
  deskRoles,
  type CommandRoles,
  type Grant,
  type Role,
  type RoleAuthorisationOptions,
} from "./access/role-authorisation.ts"
export {
  deskCommandSchema,
  type DeskCommand,
  type DeskCommandOf,
  type DeskCommands,
  type DraftOutcome,
  type DraftVariant,
  type IncidentChoices,
} from "./commands/command.ts"
export type { AccessLogRules } from "./options/options.ts"
export type { Case, CaseDraft, CaseMessage, CaseNote, CaseOffer, CaseReply, CaseStep, RelatedIncident, Withheld } from "./queries/case.ts"
export { composeRequestSchema, type Composed, type ComposedTarget, type ComposeRequest } from "./queries/compose.ts"
export type { ConsumeRequest, Handled } from "./work/consume.ts"
export type { Consumer, ConsumerChange, FeedRange } from "./work/consumer.ts"
export type { CaseAction, CaseActions } from "./queries/actions.ts"
export type { Rights, RightsReach, Titled, Vocabulary } from "./queries/rights.ts"
export type { PossibleCommand } from "./access/authorisation.ts"
export type { CitizenAnswer, CitizenNews, CitizenState, CitizenStatus, CitizenStep } from "./citizens/status.ts"
export type { SurveyAnswer, SurveyRecorded } from "./citizens/survey.ts"
export { type Coverage, type SourceCoverage } from "./sources/coverage.ts"
export { createDesk, type Desk } from "./desk.ts"
export type {
  Lesson,
  RuleHit,
  Suggester,
  SuggesterModel,
  SuggesterV1,
  SuggestionInput,
  Suggestions,
  TopicReasons,
} from "./learning/suggester.ts"
export type { BurstPage, BurstRequest, BurstView } from "./bursts/bursts.ts"
export { burstFactsOf } from "./bursts/burst-facts.ts"
export type { LearnResult } from "./learning/learning.ts"
export type { RulePrecision, RulePrecisionRequest } from "./learning/rule-precision.ts"
export type { BurstFact, BurstMemory, BurstRegion, BurstWatch, BurstWatchV1 } from "./bursts/burst-watch.ts"
export type { DeskEventMap, DeskEventName, DeskEvents, DeskListener, CommittedEvent } from "./events.ts"
export type { EvidenceRules } from "./options/evidence-rules.ts"
export { type Executed, type ExecuteOptions } from "./commands/execute.ts"
export type {
  EventScope,
  JoinAllOptions,
  JoinAllRequest,
  JoinAllResult,
  Joining,
  JoinReason,
  LeftOut,
  LeftOutReason,
} from "./commands/join-all.ts"
export type { ManyRequest, ManyResult } from "./commands/many.ts"
export { type RuledOwner } from "./commands/prepare/prepared.ts"
export {
  registrationSchema,
  type Registered,
  type RegisterOptions,
  type Registration,
  type RegistrationChoices,
} from "./commands/register.ts"
export { followUpSchema, type FollowedUp, type FollowUp } from "./commands/follow-up.ts"
export { conditionsSchema } from "./queries/conditions.ts"
export type { CaseConditions, DueCondition, TagCondition } from "./queries/case-conditions.ts"
export type { CaseCount, FindOptions, FoundCases } from "./queries/find.ts"
export type { CaseView } from "./queries/view.ts"
export type { LastWord, QueueCase, QueueExtra } from "./queries/queue-rows.ts"
export { defaultViews, englishViewWording, type QueuePage, type QueueRequest, type ViewWording } from "./queries/views.ts"
export { explainIncident, type ExplainedMatch, type IncidentExplanation } from "./queries/explanation.ts"
export type { DeskHealth, HealthOptions, Readiness } from "./sources/health.ts"
export type { ConversationRules, HandlingRules, ReclassifyRules } from "./options/handling.ts"
export type { ReplyPhotos, ReplyRules } from "./options/reply-rules.ts"
export type { DeskAlarms, DeskLeases, DeskOptions, RegistrationMode } from "./options/options.ts"
export { defineRegion, type Region, type RegionInput } from "./options/region.ts"
export type { ExportConditions, ExportedCase } from "./queries/export-cases.ts"
export { type HistoryRequest, type HistoryResult, type RecordedHistory } from "./history/record-history.ts"
export type { PastIncident, PastStep } from "./history/past-incident.ts"
export type { ImportRequest } from "./privacy/move.ts"
export { type PublishResult } from "./work/publish.ts"
export { type PullFailure, type PullRequest, type PullResult } from "./intake/pull.ts"
export type { FeedItem, FeedPage, FeedRequest } from "./queries/feed.ts"
export type { ExecutorWork, Workload } from "./queries/workload.ts"
export { type GuidanceReview } from "./queries/reading.ts"
export { recogniseAuthorKey } from "./privacy/author-key.ts"
export { type RunOptions } from "./work/run.ts"
export { type TickFailure, type TickResult } from "./work/tick.ts"
export { type EraseAuthor, type ErasureProof } from "./privacy/erase-author.ts"
export type { KeyRing } from "./options/key-ring.ts"
export { type ResealResult } from "./privacy/reseal.ts"
export { type RetainedPolicy, type RetainOptions, type RetainResult } from "./privacy/retain.ts"
export type { JournalTerm, RetentionPolicy } from "./options/retention.ts"
export type { UnsealedAuthor } from "./privacy/unseal-author.ts"
export type { UnsealAuthor } from "./access/authorisation.ts"
export type { ManyRefusal } from "./commands/many.ts"
export type { ManyCommand } from "./commands/many.ts"
export type { ManyOptions } from "./commands/many.ts"
export type { ManyPreviewRequest } from "./commands/many.ts"
export type { SurveyOptions } from "./options/survey.ts"
export type { Tag } from "./options/options.ts"
export type { ManyProgress } from "./commands/many.ts"
