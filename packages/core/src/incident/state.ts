import type { Instant } from "../base/index.ts"
import type { MessageKey, Network } from "../message/index.ts"
import type {
  ClosingReason,
  GoalId,
  Importance,
  IncidentKind,
  Outcome,
  RecordedMatch,
  RejectionReason,
  ReplyKind,
  TerritoryFinding,
} from "./event.ts"

/** The problem itself, apart from its handling: "answered" never means "fixed". */
export type Problem = Outcome

/** One clock of an incident. */
export interface ClockState {
  readonly goal: GoalId
  readonly policyId: string
  readonly policyVersion: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  /** When the goal was reached. */
  readonly stoppedAt: Instant | null
  /** When the breach was noticed; never unwritten. */
  readonly missedNoticedAt: Instant | null
}

/** Who owns the problem. */
export interface AssignmentState {
  readonly authorityId: string
  readonly ruleId: string | null
  readonly why: string
  readonly at: Instant
}

/** Proof on file. */
export interface EvidenceState {
  readonly evidenceId: string
  readonly shows: "problem" | "fix"
  readonly contentHash: string
}

/** A reply on its way. */
export interface DraftState {
  readonly draftId: string
  readonly textHash: string
  readonly replyKind: ReplyKind
  readonly outcome: Outcome
  readonly drafterId: string
}

/** A reply that stands. */
export interface PublishedReply {
  readonly draftId: string
  readonly replyKind: ReplyKind
  readonly messageKey: MessageKey
  readonly replyKey: MessageKey
  readonly url: string
  readonly publishedAt: Instant
}

/** What every incident has from its detection on. */
export interface IncidentBase {
  readonly incidentId: string
  readonly messageKeys: readonly MessageKey[]
  readonly network: Network
  readonly publishedAt: Instant
  readonly detectedAt: Instant
  readonly matches: readonly RecordedMatch[]
  readonly problem: Problem
  readonly clocks: readonly ClockState[]
  readonly evidence: readonly EvidenceState[]
  readonly replies: readonly PublishedReply[]
  readonly updatedAt: Instant
}

/** What every registered incident has. */
export interface RegisteredBase extends IncidentBase {
  readonly kind: IncidentKind
  readonly importance: Importance
  readonly topic: string | null
  readonly territory: TerritoryFinding
  readonly registeredAt: Instant
  /** The owner; null in the no-owner queue. */
  readonly assignment: AssignmentState | null
  /** Why there is no owner; null when there is one. */
  readonly noOwnerWhy: string | null
}

/** A draft waits for its approver. */
export interface InReview extends RegisteredBase {
  readonly status: "reply-review"
  readonly draft: DraftState
}

/** An approved reply is in the outbox. */
export interface Publishing extends RegisteredBase {
  readonly status: "publishing"
  readonly draft: DraftState
}

/** Handling, as a union told apart by `status`. */
export type Incident =
  | { readonly status: "none" }
  | (IncidentBase & { readonly status: "candidate" })
  | (IncidentBase & { readonly status: "rejected"; readonly rejection: RejectionReason; readonly rejectedAt: Instant })
  | (RegisteredBase & { readonly status: "registered" })
  | (RegisteredBase & { readonly status: "assigned" })
  | (RegisteredBase & { readonly status: "in-work" })
  | InReview
  | Publishing
  | (RegisteredBase & { readonly status: "replied-interim" })
  | (RegisteredBase & { readonly status: "replied-final" })
  | (RegisteredBase & { readonly status: "closed"; readonly closedAt: Instant; readonly closing: ClosingReason })

/** The name of a state of handling; `none` before anything happened. */
export type IncidentStatus = Incident["status"]

/** Where every incident begins: before anything happened. `events.reduce(evolve, initialIncident)` gives the present state. */
export const initialIncident: Incident = Object.freeze({ status: "none" })
