export {
  acceptanceGoal,
  approvalGoal,
  citizensGoals,
  deskGoals,
  finalReplyGoal,
  firstReplyGoal,
  goals,
  followUpGoal,
  objectionGoal,
  promiseGoal,
  triageGoal,
  type Actor,
  type AuthorAct,
  type CancellationReason,
  type ClosingReason,
  type DismissalReason,
  type EarlierMoments,
  type ExternalId,
  type GoalId,
  type Importance,
  type IncidentKind,
  type Intake,
  type Outcome,
  type PolicyChangeMode,
  type Proposal,
  type RecordedMatch,
  type RejectionReason,
  type Relation,
  type ReopeningCause,
  type PublishedKind,
  type ReplyKind,
  type DraftModelName,
  type ReplyOverride,
  type StageMoment,
  type StandingReplyEnd,
  type StartMoment,
  type TerritoryBasis,
  type TerritoryFinding,
  type VerdictBasis,
  type WaitEnd,
  type WaiverReason,
  type CoExecutor,
} from "./vocabulary.ts"
export type { ClockEvent, ClockMark } from "./events/event-clock.ts"
export type { JoinedMessage } from "./events/event-link.ts"
export { type EventOf, type IncidentEvent, type IncidentEventType } from "./events/event.ts"
export {
  type ClockPlans,
  type IncidentCommandEnvelope,
  type PlannedChange,
  type PlannedClock,
  type PlannedResumption,
  type PlannedWindow,
  type StageFacts,
} from "./commands/command-envelope.ts"
export type { Assign, LeaveUnowned, Reclassify, Register, Rerouting } from "./commands/command-handling.ts"
export type { SubmitDraft } from "./commands/command-reply.ts"
export type { NoteWord } from "./commands/command-link.ts"
export { type CommandOf, type IncidentCommand, type IncidentCommandType } from "./commands/command.ts"
export {
  type AssignmentSpan,
  type AssignmentState,
  type ClockState,
  type ConversionState,
  type DraftOrigin,
  type DraftState,
  type EvidenceState,
  type MarkState,
  type MessageState,
  type NoteState,
  type EvidenceOffer,
  type SurveyState,
  type StandingReplyState,
  type StandingReplyUse,
  type Problem,
  type DuplicateReply,
  type PublishedReply,
  type RefusalState,
  type ReopeningState,
  type WaitState,
  type WindowState,
  type ClosureState,
  type OfficialReply,
} from "./state/state-parts.ts"
export {
  initialIncident,
  overStatuses,
  type Candidate,
  type ExistingIncident,
  type Incident,
  type IncidentBase,
  type IncidentStatus,
  type InReview,
  type MergeableStatus,
  type Merged,
  type NeedsInfo,
  type Publishing,
  type RegisteredBase,
  type RegisteredIncident,
  type Rejected,
} from "./state/state.ts"
export { transitions, type Transition } from "./transitions.ts"
export { illegalTransition, legalCommands } from "./legal.ts"
export { legalProblems } from "./state/pairs.ts"
export {
  isAnswer,
  messagesToAnswer,
  unansweredMessages,
  surveyOf,
  unreadWords,
  waitingOf,
  type AuthorWaiting,
  type WaitingFacts,
} from "./state/answered.ts"
export {
  decideWriting,
  writingRows,
  type ConversationChoices,
  type Writer,
  type Writing,
  type WritingFacts,
  type WritingRow,
  type WritingText,
} from "./conversation.ts"
export { longestStandingHours, newcomersOf, standingDraftOf, standingReplyOf, standingRoom } from "./state/standing-reply.ts"
export { cycleOf, isInWork } from "./state/cycle.ts"
export { ownerTimes, type OwnerTime } from "./state/owner-time.ts"
export { withClocks } from "./decide/clock-effects.ts"
export { changeClocks, changePolicies } from "./decide/clock-events.ts"
export { decide } from "./decide/decide.ts"
export { guardOf, isWaivable, type GuardFacts, type GuardRefusal } from "./decide/guards.ts"
export { evolve } from "./evolve/evolve.ts"
export { type IncidentEventEnvelope } from "./events/event-envelope.ts"
