import type { Instant } from "../../base/index.ts"
import type { MessageKey, Network } from "../../message/index.ts"
import type { IncidentCommandEnvelope, PlannedChange, PlannedClock, PlannedResumption, PlannedWindow } from "./command-envelope.ts"
import type {
  ClosingReason,
  CoExecutor,
  DismissalReason,
  EarlierMoments,
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

/** A message matched. */
export interface Detect extends IncidentCommandEnvelope<"detect"> {
  /** The id of the new incident. */
  readonly incidentId: string
  /** The message that was detected. */
  readonly messageKey: MessageKey
  /** Its network. */
  readonly network: Network
  /** When it was published. */
  readonly publishedAt: Instant
  /** The rules that matched. */
  readonly matches: readonly RecordedMatch[]
  /** How it came. */
  readonly intake: Intake
  /** Where it was published; absent: the community that the message's key names, if it names one. */
  readonly communityKey?: MessageKey
  /** What the rules say of it while it waits for a person; null when it is registered at once. */
  readonly proposal: Proposal | null
  /** The incident that it was noticed beside; absent: none. */
  readonly relation?: Relation
  /** The clock of the decision on the candidate; absent: none. */
  readonly clocks?: readonly PlannedClock[]
}

/** The second question of a message becomes an incident, as old as the first. */
export interface OpenSplit extends IncidentCommandEnvelope<"open-split"> {
  /** The id of the new incident. */
  readonly incidentId: string
  /** The incident that it is split off from. */
  readonly from: string
  /** The message with the second question. */
  readonly messageKey: MessageKey
  /** Its network. */
  readonly network: Network
  /** When it was published. */
  readonly publishedAt: Instant
  /** When the first incident was detected. */
  readonly detectedAt: Instant
  /** The rules that matched. */
  readonly matches: readonly RecordedMatch[]
  /** How it came. */
  readonly intake: Intake
  /** Where it was published; absent: the community that the message's key names, if it names one. */
  readonly communityKey?: MessageKey
  /** Since when its citizen has waited. */
  readonly earlier: EarlierMoments
}

/** Take the candidate on. */
export interface Register extends IncidentCommandEnvelope<"register"> {
  /** What the message is. */
  readonly kind: IncidentKind
  /** How important it is. */
  readonly importance: Importance
  /** What it is about; null: no topic. */
  readonly topic: string | null
  /** Where it is, and how that was found. */
  readonly territory: TerritoryFinding
  /** The clocks that registration starts. */
  readonly clocks: readonly PlannedClock[]
}

/** The candidate is no complaint for this desk. */
export interface Reject extends IncidentCommandEnvelope<"reject"> {
  /** Why. */
  readonly reason: RejectionReason
}

/** It was registered and is none: end it without an answer. */
export interface Dismiss extends IncidentCommandEnvelope<"dismiss"> {
  /** Why. */
  readonly reason: DismissalReason
  /** More about it; null: nothing. */
  readonly why: string | null
  /** How clocks that a question paused would go on: what they missed is counted to this moment. */
  readonly resumptions: readonly PlannedResumption[]
}

/** It was rejected or dismissed by mistake. */
export interface Restore extends IncidentCommandEnvelope<"restore"> {
  /** Why. */
  readonly why: string
  /** Whether any of its messages still has a text: without one nobody can work on it. */
  readonly textLeft: boolean
}

/** Correct what it is about; running clocks come under the policies of the new facts. */
export interface Reclassify extends IncidentCommandEnvelope<"reclassify"> {
  /** What the message is. */
  readonly kind: IncidentKind
  /** How important it is. */
  readonly importance: Importance
  /** What it is about; null: no topic. */
  readonly topic: string | null
  /** Where it is, and how that was found. */
  readonly territory: TerritoryFinding
  /** What becomes of the running clocks. */
  readonly changes: readonly PlannedChange[]
  /** Whom the rules name for the corrected facts, where the owner is to follow; absent: the owner stays. */
  readonly reroute?: Rerouting
}

/** Whom the rules name: an owner, or nobody. */
export type Rerouting =
  | Pick<Assign, "authorityId" | "ruleId" | "why" | "coExecutors" | "clocks">
  | {
      readonly authorityId: null
      /** Why no rule names an owner. */
      readonly why: string
    }

/** Give it to an authority. */
export interface Assign extends IncidentCommandEnvelope<"assign"> {
  /** The owner. */
  readonly authorityId: string
  /** The routing rule that decided; null: a person. */
  readonly ruleId: string | null
  /** Why. */
  readonly why: string
  /** Who works on it beside the owner; absent: nobody. */
  readonly coExecutors?: readonly CoExecutor[]
  /** The clocks that the hand-over starts. */
  readonly clocks: readonly PlannedClock[]
}

/** Put it into the no-owner queue. */
export interface LeaveUnowned extends IncidentCommandEnvelope<"leave-unowned"> {
  /** Why no rule names an owner. */
  readonly why: string
}

/** Begin to work. */
export interface Take extends IncidentCommandEnvelope<"take"> {
  /** The person who works on it; null: nobody is named. */
  readonly executorId: string | null
}

/** Say who of the owner works on it; who it was before is let go. */
export interface NameExecutor extends IncidentCommandEnvelope<"name-executor"> {
  /** The person who works on it. */
  readonly executorId: string
}

/** Give it back: not our business. */
export interface Refuse extends IncidentCommandEnvelope<"refuse"> {
  /** Why. */
  readonly reason: string
  /** Who is responsible, in the owner's opinion; null: it does not say. */
  readonly proposedAuthorityId: string | null
  /** After this many refusals only a supervisor decides; 1 or more. */
  readonly maxRefusals: number
  /** How long after taking it up it may still be refused, in minutes by the clock on the wall; 0: not at all. */
  readonly withinMinutes: number
}

/** A supervisor says who owns it, for good. */
export interface Arbitrate extends IncidentCommandEnvelope<"arbitrate"> {
  /** The owner. */
  readonly authorityId: string
  /** Why. */
  readonly why: string
  /** The clocks that the hand-over starts. */
  readonly clocks: readonly PlannedClock[]
}

/** Give it to another authority. */
export interface Transfer extends IncidentCommandEnvelope<"transfer"> {
  /** The new owner. */
  readonly authorityId: string
  /** Why. */
  readonly why: string
  /** As of {@link Refuse}: sending it back to an earlier owner counts like a refusal. */
  readonly maxRefusals: number
  /** The clocks that the hand-over starts. */
  readonly clocks: readonly PlannedClock[]
}

/** Put proof on file. */
export interface AttachEvidence extends IncidentCommandEnvelope<"attach-evidence"> {
  /** Its id. */
  readonly evidenceId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  readonly contentHash: string
  /** What a person should check before it is believed, by its code. */
  readonly doubts?: readonly string[]
  /** The photo of a later message that it is; absent: it is from elsewhere. */
  readonly offer?: {
    /** The later message. */
    readonly messageKey: MessageKey
    /** Which of its attachments, from 0. */
    readonly index: number
  }
}

/** Say that the problem is fixed, after a reply that did not say so. */
export interface ClaimFix extends IncidentCommandEnvelope<"claim-fix"> {
  /** Whether this topic asks for proof before "fixed" may be said. */
  readonly evidenceRequired: boolean
  /** The window for objections that begins now; null or absent: none. */
  readonly window?: PlannedWindow | null
}

/** Say that the fix holds. */
export interface ConfirmFix extends IncidentCommandEnvelope<"confirm-fix"> {
  /** Who saw it. */
  readonly basis: VerdictBasis
  /** Whether the claimant may confirm (a small municipality may switch the separation off). */
  readonly sameActorAllowed: boolean
}

/** Say that the problem is still there. */
export interface RefuteFix extends IncidentCommandEnvelope<"refute-fix"> {
  /** Who saw it. */
  readonly basis: VerdictBasis
  /** The clocks of the new cycle. */
  readonly clocks: readonly PlannedClock[]
}

/** Begin a new cycle: the trouble came back, its author says so, or a supervisor orders it. */
export interface Reopen extends IncidentCommandEnvelope<"reopen"> {
  /** Why. */
  readonly cause: Exclude<ReopeningCause, "refuted">
  /** The clocks of the new cycle. */
  readonly clocks: readonly PlannedClock[]
}

/** Go on as a formal appeal elsewhere. */
export interface Convert extends IncidentCommandEnvelope<"convert"> {
  /** Its number in the other system. */
  readonly externalId: string
  /** The other system. */
  readonly channel: string
}

/** End handling. */
export interface Close extends IncidentCommandEnvelope<"close"> {
  /** Why. */
  readonly reason: ClosingReason
}

/** The window for objections is over. */
export type ExpireWindow = IncidentCommandEnvelope<"expire-window">

/** What can be asked of the handling of an incident. */
export type HandlingCommand =
  | Detect
  | OpenSplit
  | Register
  | Reject
  | Dismiss
  | Restore
  | Reclassify
  | Assign
  | LeaveUnowned
  | Take
  | NameExecutor
  | Refuse
  | Arbitrate
  | Transfer
  | AttachEvidence
  | ClaimFix
  | ConfirmFix
  | RefuteFix
  | Reopen
  | Convert
  | Close
  | ExpireWindow
