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
  EvidenceOffer,
  SurveyState,
  OfficialReply,
  Problem,
  PublishedReply,
  RefusalState,
  ReopeningState,
  StandingReplyState,
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
  /** Its id. */
  readonly incidentId: string
  /** The keys of `messages`, in the same order. */
  readonly messageKeys: readonly MessageKey[]
  /** Its messages, those of merged incidents included, in the order in which they came. */
  readonly messages: readonly MessageState[]
  /** The network of the first message. */
  readonly network: Network
  /** The community or the page where its first message was published; null where none is named. */
  readonly communityKey: MessageKey | null
  /** When the first message was published. */
  readonly publishedAt: Instant
  /** When the desk found it. */
  readonly detectedAt: Instant
  /** The rules that matched. */
  readonly matches: readonly RecordedMatch[]
  /** How it came. */
  readonly intake: Intake
  /** What is known about the problem itself. */
  readonly problem: Problem
  /** Its clocks, in the order of their start, also those that ended. */
  readonly clocks: readonly ClockState[]
  /** Photos and videos on file. */
  readonly evidence: readonly EvidenceState[]
  /** Replies that were published, in the order of their publication. */
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
  /** Photos of later messages, 100 at most. */
  readonly offers: readonly EvidenceOffer[]
  /** The surveys of its cycles, one a cycle at most. */
  readonly surveys: readonly SurveyState[]
  /** Second copies of replies that were found in a network, those that were deleted since too. */
  readonly duplicates: readonly DuplicateReply[]
  /** The incident whose message held more than one question; null for one that was not split off. */
  readonly splitFrom: string | null
  /** Incidents that were split off from it. */
  readonly splitInto: readonly string[]
  /** The earlier incident of the same trouble; null when there is none. */
  readonly repeatOf: string | null
  /** The moment of its last event. */
  readonly updatedAt: Instant
}

/** What every registered incident has. */
export interface RegisteredBase extends IncidentBase {
  /** What the message is. */
  readonly kind: IncidentKind
  /** How important it is. */
  readonly importance: Importance
  /** What it is about; null: no topic. */
  readonly topic: string | null
  /** Where it is, and how that was found. */
  readonly territory: TerritoryFinding
  /** When it was registered. */
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
  /** The reply that newcomers get by themselves, also one that ended; null: there never was one. */
  readonly standingReply: StandingReplyState | null
  /** Who said that the problem is fixed. */
  readonly claimantId: string | null
  /** The window for objections that is open; null: none. */
  readonly window: WindowState | null
  /** When and why it was reopened. */
  readonly reopenings: readonly ReopeningState[]
  /** The formal appeal that it became; null: none. */
  readonly conversion: ConversionState | null
  /** How handling ended; null while it goes on. Stays while a reply to a later word is written. */
  readonly closure: ClosureState | null
}

/** A draft waits for its approver. */
export interface InReview extends RegisteredBase {
  readonly status: "reply-review"
  /** The draft that waits for its approver. */
  readonly draft: DraftState
}

/** An approved reply is in the outbox. */
export interface Publishing extends RegisteredBase {
  readonly status: "publishing"
  /** The draft that is being published. */
  readonly draft: DraftState
}

/** A published question waits for its answer. */
export interface NeedsInfo extends RegisteredBase {
  readonly status: "needs-info"
  /** Since when it waits for the author. */
  readonly wait: WaitState
}

/** The states that an incident can be merged from, and gets back when it is unmerged. */
export type MergeableStatus = "registered" | "assigned" | "returned" | "in-work" | "replied-interim" | "reopened"

/** It is worked on in another incident. */
export interface Merged extends RegisteredBase {
  readonly status: "merged"
  /** The incident that it is worked on in. */
  readonly into: string
  /** When it was merged. */
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
  /** What the rules said about it; null: nothing. */
  readonly proposal: Proposal | null
  /** Why. */
  readonly rejection: RejectionReason
  /** When. */
  readonly rejectedAt: Instant
}

/** Handling, as a union distinguished by `status`. */
export type Incident =
  | { readonly status: "none" }
  | Candidate
  | Rejected
  | (RegisteredBase & {
      readonly status: "dismissed"
      /** Why. */
      readonly dismissal: DismissalReason
      /** When. */
      readonly dismissedAt: Instant
    })
  | (RegisteredBase & { readonly status: "registered" })
  | (RegisteredBase & { readonly status: "assigned" })
  | (RegisteredBase & { readonly status: "returned" })
  | (RegisteredBase & { readonly status: "in-work" })
  | NeedsInfo
  | InReview
  | Publishing
  | (RegisteredBase & { readonly status: "replied-interim" })
  | (RegisteredBase & { readonly status: "replied-final" })
  | (RegisteredBase & {
      readonly status: "closed"
      /** When and why it was closed. */
      readonly closure: ClosureState
    })
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
