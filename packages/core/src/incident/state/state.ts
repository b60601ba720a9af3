import type { Instant } from "../../base/index.ts"
import type { MessageKey, Network } from "../../message/index.ts"
import type {
  AssignmentSpan,
  AssignmentState,
  ClockState,
  ClosureState,
  ConversionState,
  DraftState,
  DuplicateReply,
  EvidenceState,
  MessageState,
  NoteState,
  OfficialReply,
  Problem,
  PublishedReply,
  RefusalState,
  ReopeningState,
  WaitState,
  WindowState,
} from "./state-parts.ts"
import type {
  DismissalReason,
  ExternalId,
  Importance,
  IncidentKind,
  Intake,
  Proposal,
  RecordedMatch,
  RejectionReason,
  Relation,
  TerritoryFinding,
} from "../vocabulary.ts"

/** What every incident has from its detection on. */
export interface IncidentBase {
  readonly incidentId: string
  /** The keys of `messages`, in the same order. */
  readonly messageKeys: readonly MessageKey[]
  readonly messages: readonly MessageState[]
  readonly network: Network
  /** The community or the page where its first message was published; null where none is named. */
  readonly communityKey: MessageKey | null
  readonly publishedAt: Instant
  readonly detectedAt: Instant
  readonly matches: readonly RecordedMatch[]
  readonly intake: Intake
  readonly problem: Problem
  readonly clocks: readonly ClockState[]
  readonly evidence: readonly EvidenceState[]
  readonly replies: readonly PublishedReply[]
  /** What official accounts answered in the apps of the networks, and nobody has made a reply of yet. */
  readonly officialReplies: readonly OfficialReply[]
  /** How many messages of others were counted in its threads, 1 000 at most. */
  readonly voices: number
  /** The incident that it was noticed beside; null: none. */
  readonly relation: Relation | null
  /** Notes of the office, oldest first, 1 000 at most. */
  readonly notes: readonly NoteState[]
  /** Ids of the tags on it, in the order in which they were put on. */
  readonly tags: readonly string[]
  /** What it is called in the system that it was taken over from; null: it began here. */
  readonly external: ExternalId | null
  /** Second copies of replies that were found in a network, those that were deleted since too. */
  readonly duplicates: readonly DuplicateReply[]
  /** The incident whose message held more than one question; null for one that was not split off. */
  readonly splitFrom: string | null
  readonly splitInto: readonly string[]
  /** The earlier incident of the same trouble; null when there is none. */
  readonly repeatOf: string | null
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
  /** Every owner with its time, the present one last. */
  readonly owners: readonly AssignmentSpan[]
  /** How often it was refused, or sent back to an earlier owner, since a supervisor decided. */
  readonly refusals: number
  /** The last refusal, until it has another owner. */
  readonly refusal: RefusalState | null
  /** Why there is no owner; null when there is one. */
  readonly noOwnerWhy: string | null
  /** The draft that was published last: what a message that joins later gets too. */
  readonly standing: DraftState | null
  /** Who said that the problem is fixed. */
  readonly claimantId: string | null
  readonly window: WindowState | null
  readonly reopenings: readonly ReopeningState[]
  readonly conversion: ConversionState | null
  /** How handling ended; null while it goes on. Stays while a reply to a later word is written. */
  readonly closure: ClosureState | null
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

/** A published question waits for its answer. */
export interface NeedsInfo extends RegisteredBase {
  readonly status: "needs-info"
  readonly wait: WaitState
}

/** The states that an incident can be merged from, and gets back when it is unmerged. */
export type MergeableStatus = "registered" | "assigned" | "returned" | "in-work" | "replied-interim" | "reopened"

/** It is worked on in another incident. */
export interface Merged extends RegisteredBase {
  readonly status: "merged"
  readonly into: string
  readonly mergedAt: Instant
  /** The state that it gets back. */
  readonly resumes: MergeableStatus
}

/** It waits for a person. */
export interface Candidate extends IncidentBase {
  readonly status: "candidate"
  /** What the rules say of it; null of one that is registered in the same step. */
  readonly proposal: Proposal | null
}

/** A candidate that is no complaint for this desk. */
export interface Rejected extends IncidentBase {
  readonly status: "rejected"
  readonly proposal: Proposal | null
  readonly rejection: RejectionReason
  readonly rejectedAt: Instant
}

/** Handling, as a union told apart by `status`. */
export type Incident =
  | { readonly status: "none" }
  | Candidate
  | Rejected
  | (RegisteredBase & { readonly status: "dismissed"; readonly dismissal: DismissalReason; readonly dismissedAt: Instant })
  | (RegisteredBase & { readonly status: "registered" })
  | (RegisteredBase & { readonly status: "assigned" })
  | (RegisteredBase & { readonly status: "returned" })
  | (RegisteredBase & { readonly status: "in-work" })
  | NeedsInfo
  | InReview
  | Publishing
  | (RegisteredBase & { readonly status: "replied-interim" })
  | (RegisteredBase & { readonly status: "replied-final" })
  | (RegisteredBase & { readonly status: "closed"; readonly closure: ClosureState })
  | (RegisteredBase & { readonly status: "reopened" })
  | Merged
  | (RegisteredBase & { readonly status: "converted" })

/** The name of a state of handling; `none` before anything happened. */
export type IncidentStatus = Incident["status"]

/** The states in which nobody works on an incident here any more. */
export const overStatuses = ["rejected", "dismissed", "closed", "merged", "converted"] as const satisfies readonly IncidentStatus[]

/** An incident of which at least one event is known. */
export type ExistingIncident = Exclude<Incident, { status: "none" }>

/** Any state of an incident that was registered. */
export type RegisteredIncident = Extract<Incident, RegisteredBase>

/**
 * Where every incident begins: before anything happened. `events.reduce(evolve, initialIncident)` gives the present
 * state.
 */
export const initialIncident: Incident = Object.freeze({ status: "none" })
