import type { Instant } from "../../base/index.ts"
import type { MessageKey, Network } from "../../message/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"
import type {
  ClosingReason,
  CoExecutor,
  DismissalReason,
  EarlierMoments,
  ExternalId,
  Importance,
  IncidentKind,
  Intake,
  Proposal,
  RecordedMatch,
  RejectionReason,
  Relation,
  ReopeningCause,
  TerritoryFinding,
  VerdictBasis,
} from "../vocabulary.ts"

/** A message matched and waits for a decision. */
export interface IncidentDetected extends IncidentEventEnvelope<"incident-detected"> {
  readonly incidentId: string
  readonly messageKey: MessageKey
  readonly network: Network
  readonly publishedAt: Instant
  readonly matches: readonly RecordedMatch[]
  readonly intake: Intake
  /** Where it was published; absent: the community that the message's key names, if it names one. */
  readonly communityKey?: MessageKey
  /** What the rules said of it; null when it was registered at once. */
  readonly proposal: Proposal | null
  /** The incident that it was noticed beside; absent: none. */
  readonly relation?: Relation
  /** What it is called in the system that it was taken over from; absent: it began here. */
  readonly external?: ExternalId
}

/** A message holds more than one question: this incident is the other one. It was detected when the message was. */
export interface IncidentSplitOff extends IncidentEventEnvelope<"incident-split-off"> {
  readonly incidentId: string
  readonly from: string
  readonly messageKey: MessageKey
  readonly network: Network
  readonly publishedAt: Instant
  readonly detectedAt: Instant
  readonly matches: readonly RecordedMatch[]
  readonly intake: Intake
  /** Where it was published; absent: the community that the message's key names, if it names one. */
  readonly communityKey?: MessageKey
  /** The citizen has waited since then; its first clocks run from these moments. */
  readonly earlier: EarlierMoments
}

/** The complaint is taken on. */
export interface IncidentRegistered extends IncidentEventEnvelope<"incident-registered"> {
  readonly kind: IncidentKind
  readonly importance: Importance
  readonly topic: string | null
  readonly territory: TerritoryFinding
}

/** The candidate is no complaint for this desk. */
export interface IncidentRejected extends IncidentEventEnvelope<"incident-rejected"> {
  readonly reason: RejectionReason
}

/** It was registered and turned out to be none. It stays counted as received. */
export interface IncidentDismissed extends IncidentEventEnvelope<"incident-dismissed"> {
  readonly reason: DismissalReason
  readonly why: string | null
}

/**
 * It was rejected or dismissed by mistake. Of a dismissed one the citizen's clocks go on by `clock-resumed`, with their
 * old starts and due times.
 */
export interface IncidentRestored extends IncidentEventEnvelope<"incident-restored"> {
  readonly why: string
}

/** A person corrected what it is about. The clocks follow by `policy-changed`. */
export interface IncidentReclassified extends IncidentEventEnvelope<"incident-reclassified"> {
  readonly kind: IncidentKind
  readonly importance: Importance
  readonly topic: string | null
  readonly territory: TerritoryFinding
}

/** An authority owns the problem now. */
export interface IncidentAssigned extends IncidentEventEnvelope<"incident-assigned"> {
  readonly authorityId: string
  /** The routing rule; null when a person decided. */
  readonly ruleId: string | null
  readonly why: string
  /** Who works on it beside the owner; absent: nobody. */
  readonly coExecutors?: readonly CoExecutor[]
}

/** The owner says that it is not its business. */
export interface AssignmentRefused extends IncidentEventEnvelope<"assignment-refused"> {
  readonly reason: string
  readonly proposedAuthorityId: string | null
  /** It was refused as often as the rules allow: only a supervisor may decide now. */
  readonly supervisorDecides: boolean
}

/** A supervisor decided who owns it; it cannot be refused any more. */
export interface OwnerDecided extends IncidentEventEnvelope<"owner-decided"> {
  readonly authorityId: string
  readonly why: string
}

/** Another authority owns the problem now. The citizen's clock goes on. */
export interface IncidentTransferred extends IncidentEventEnvelope<"incident-transferred"> {
  readonly authorityId: string
  readonly why: string
}

/** No rule names an owner: the incident stands in the visible no-owner queue. */
export interface OwnerNotFound extends IncidentEventEnvelope<"owner-not-found"> {
  readonly why: string
}

/** The authority works on it. */
export interface WorkTaken extends IncidentEventEnvelope<"work-taken"> {
  readonly executorId: string | null
}

/** Somebody else of the owner works on it. */
export interface ExecutorNamed extends IncidentEventEnvelope<"executor-named"> {
  readonly executorId: string
}

/** Proof that a problem exists or is fixed. */
export interface EvidenceAttached extends IncidentEventEnvelope<"evidence-attached"> {
  readonly evidenceId: string
  readonly shows: "problem" | "fix"
  readonly contentHash: string
  /**
   * What a person should look at before it is believed, by its code; absent: nothing was found. A doubt refuses
   * nothing.
   */
  readonly doubts?: readonly string[]
}

/** The authority says that the problem is fixed. */
export type FixClaimed = IncidentEventEnvelope<"fix-claimed">

/** Another party than the claimant says that the fix holds. */
export interface FixConfirmed extends IncidentEventEnvelope<"fix-confirmed"> {
  readonly basis: VerdictBasis
}

/** Somebody says that the problem is still there. */
export interface FixRefuted extends IncidentEventEnvelope<"fix-refuted"> {
  readonly basis: VerdictBasis
}

/** A new cycle begins; the results of the earlier ones stay. */
export interface IncidentReopened extends IncidentEventEnvelope<"incident-reopened"> {
  readonly cause: ReopeningCause
}

/** It goes on as a formal appeal elsewhere. */
export interface IncidentConverted extends IncidentEventEnvelope<"incident-converted"> {
  readonly externalId: string
  /** Where it goes on, as the reply names it. */
  readonly channel: string
}

/** Handling ended. */
export interface IncidentClosed extends IncidentEventEnvelope<"incident-closed"> {
  readonly reason: ClosingReason
}

/** What happens to the handling of an incident. */
export type HandlingEvent =
  | IncidentDetected
  | IncidentSplitOff
  | IncidentRegistered
  | IncidentRejected
  | IncidentDismissed
  | IncidentRestored
  | IncidentReclassified
  | IncidentAssigned
  | AssignmentRefused
  | OwnerDecided
  | IncidentTransferred
  | OwnerNotFound
  | WorkTaken
  | ExecutorNamed
  | EvidenceAttached
  | FixClaimed
  | FixConfirmed
  | FixRefuted
  | IncidentReopened
  | IncidentConverted
  | IncidentClosed
