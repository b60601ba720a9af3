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
  /** The id of the new incident. */
  readonly incidentId: string
  /** The message that was detected. */
  readonly messageKey: MessageKey
  /** The network of the first message. */
  readonly network: Network
  /** When the message was published. */
  readonly publishedAt: Instant
  /** The rules that matched. */
  readonly matches: readonly RecordedMatch[]
  /** How it came. */
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
  /** The id of the new incident. */
  readonly incidentId: string
  /** The incident that it is split off from. */
  readonly from: string
  /** The message with the second question. */
  readonly messageKey: MessageKey
  /** The network of the first message. */
  readonly network: Network
  /** When the message was published. */
  readonly publishedAt: Instant
  /** When the first incident was detected. */
  readonly detectedAt: Instant
  /** The rules that matched. */
  readonly matches: readonly RecordedMatch[]
  /** How it came. */
  readonly intake: Intake
  /** Where it was published; absent: the community that the message's key names, if it names one. */
  readonly communityKey?: MessageKey
  /** The citizen has waited since then; its first clocks run from these moments. */
  readonly earlier: EarlierMoments
}

/** The complaint is taken on. */
export interface IncidentRegistered extends IncidentEventEnvelope<"incident-registered"> {
  /** What the message is. */
  readonly kind: IncidentKind
  /** How important it is. */
  readonly importance: Importance
  /** What it is about; null: no topic. */
  readonly topic: string | null
  /** Where it is, and how that was found. */
  readonly territory: TerritoryFinding
}

/** The candidate is no complaint for this desk. */
export interface IncidentRejected extends IncidentEventEnvelope<"incident-rejected"> {
  /** Why. */
  readonly reason: RejectionReason
}

/** It was registered and turned out to be none. It stays counted as received. */
export interface IncidentDismissed extends IncidentEventEnvelope<"incident-dismissed"> {
  /** Why. */
  readonly reason: DismissalReason
  /** More about it; null: nothing. */
  readonly why: string | null
}

/**
 * It was rejected or dismissed by mistake. Of a dismissed one the citizen's clocks go on by `clock-resumed`, with their
 * old starts and due times.
 */
export interface IncidentRestored extends IncidentEventEnvelope<"incident-restored"> {
  /** Why. */
  readonly why: string
}

/** A person corrected what it is about. The clocks follow by `policy-changed`. */
export interface IncidentReclassified extends IncidentEventEnvelope<"incident-reclassified"> {
  /** What the message is. */
  readonly kind: IncidentKind
  /** How important it is. */
  readonly importance: Importance
  /** What it is about; null: no topic. */
  readonly topic: string | null
  /** Where it is, and how that was found. */
  readonly territory: TerritoryFinding
}

/** An authority owns the problem now. */
export interface IncidentAssigned extends IncidentEventEnvelope<"incident-assigned"> {
  /** The owner. */
  readonly authorityId: string
  /** The routing rule; null when a person decided. */
  readonly ruleId: string | null
  /** Why. */
  readonly why: string
  /** Who works on it beside the owner; absent: nobody. */
  readonly coExecutors?: readonly CoExecutor[]
}

/** The owner says that it is not its business. */
export interface AssignmentRefused extends IncidentEventEnvelope<"assignment-refused"> {
  /** Why. */
  readonly reason: string
  /** Who is responsible, in the owner's opinion; null: it does not say. */
  readonly proposedAuthorityId: string | null
  /** It was refused as often as the rules allow: only a supervisor may decide now. */
  readonly supervisorDecides: boolean
}

/** A supervisor decided who owns it; it cannot be refused any more. */
export interface OwnerDecided extends IncidentEventEnvelope<"owner-decided"> {
  /** The owner, for good. */
  readonly authorityId: string
  /** Why. */
  readonly why: string
}

/** Another authority owns the problem now. The citizen's clock goes on. */
export interface IncidentTransferred extends IncidentEventEnvelope<"incident-transferred"> {
  /** The new owner. */
  readonly authorityId: string
  /** Why. */
  readonly why: string
}

/** No rule names an owner: the incident is in the visible no-owner queue. */
export interface OwnerNotFound extends IncidentEventEnvelope<"owner-not-found"> {
  /** Why no rule names an owner. */
  readonly why: string
}

/** The authority works on it. */
export interface WorkTaken extends IncidentEventEnvelope<"work-taken"> {
  /** The person who works on it; null: nobody is named. */
  readonly executorId: string | null
}

/** Somebody else of the owner works on it. */
export interface ExecutorNamed extends IncidentEventEnvelope<"executor-named"> {
  /** The person who works on it. */
  readonly executorId: string
}

/** Proof that a problem exists or is fixed. */
export interface EvidenceAttached extends IncidentEventEnvelope<"evidence-attached"> {
  /** Its id. */
  readonly evidenceId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  readonly contentHash: string
  /**
   * What a person should check before it is believed, by its code; absent: nothing was found. A doubt refuses
   * nothing.
   */
  readonly doubts?: readonly string[]
  /** The photo of a later message that it is; absent: it is from elsewhere. */
  readonly offer?: {
    /** The later message. */
    readonly messageKey: MessageKey
    /** Which of its attachments, from 0. */
    readonly index: number
  }
}

/** The authority says that the problem is fixed. */
export type FixClaimed = IncidentEventEnvelope<"fix-claimed">

/** Another party than the claimant says that the fix holds. */
export interface FixConfirmed extends IncidentEventEnvelope<"fix-confirmed"> {
  /** Who saw it. */
  readonly basis: VerdictBasis
}

/** Somebody says that the problem is still there. */
export interface FixRefuted extends IncidentEventEnvelope<"fix-refuted"> {
  /** Who saw it. */
  readonly basis: VerdictBasis
}

/** A new cycle begins; the results of the earlier ones stay. */
export interface IncidentReopened extends IncidentEventEnvelope<"incident-reopened"> {
  /** Why. */
  readonly cause: ReopeningCause
}

/** It goes on as a formal appeal elsewhere. */
export interface IncidentConverted extends IncidentEventEnvelope<"incident-converted"> {
  /** Its number in the other system. */
  readonly externalId: string
  /** Where it goes on, as the reply names it. */
  readonly channel: string
}

/** Handling ended. */
export interface IncidentClosed extends IncidentEventEnvelope<"incident-closed"> {
  /** Why. */
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
