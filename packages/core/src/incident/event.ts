import type { Instant } from "../base/index.ts"
import type { MessageKey, Network } from "../message/index.ts"

/** Who did it: a person's id in the host, or `system` for the desk itself. Never a citizen. */
export interface Actor {
  readonly id: string
  readonly kind: "person" | "system"
}

/** A match as the log keeps it: offsets only, since events hold no text. */
export interface RecordedMatch {
  readonly ruleId: string
  readonly ruleVersion: string | null
  readonly topic: string | null
  readonly clauses: readonly { readonly term: string; readonly start: number; readonly end: number }[]
}

/** How a territory was found, from the surest way to none. */
export type TerritoryBasis = "place" | "community" | "text" | "person" | "unknown"

/** The territory of an incident, with its reason. */
export interface TerritoryFinding {
  readonly territoryId: string | null
  readonly basis: TerritoryBasis
  /** 0 to 1. */
  readonly confidence: number
  readonly why: string
}

/** What a message is. */
export type IncidentKind = "problem" | "question" | "suggestion" | "thanks"

/** Raised importance shortens the term. */
export type Importance = "normal" | "raised"

/** Why a candidate is not registered: a closed list (`docs/stations/incident.md`). */
export type RejectionReason =
  | "not-a-complaint"
  | "advert"
  | "outside-the-region"
  | "private-dispute"
  | "abuse-without-a-problem"
  | "own-post"

/** A clock of an incident, by what it asks for. */
export type GoalId = string

/** Which moment starts a goal's clock. */
export type StartMoment = "published" | "detected" | "registered" | "assigned"

/** The goal of the first published reply: the citizen's own clock (C2 of `docs/stations/sla.md`). */
export const firstReplyGoal: GoalId = "first-reply"

/** The goal of the final reply after an interim one (C3). */
export const finalReplyGoal: GoalId = "final-reply"

/** What the reply says about the problem itself. An interim reply names a date, or why there is none. */
export type Outcome =
  | { readonly value: "unknown"; readonly noDateReason?: string }
  | { readonly value: "planned"; readonly until: Instant }
  | { readonly value: "fix-claimed" }
  | { readonly value: "explained" }
  | { readonly value: "cannot-fix"; readonly reason: string }
  | { readonly value: "not-competent"; readonly competent: string }

/** Where a draft goes: an interim reply keeps the incident open. */
export type ReplyKind = "interim" | "final"

/** Why handling ended. */
export type ClosingReason = "author-satisfied" | "no-objection" | "decision"

/** What every event carries. */
interface Happened<Type extends string> {
  readonly type: Type
  /** Version of the event's shape; storages upcast older ones when reading. */
  readonly schemaVersion: 1
  readonly at: Instant
  readonly by: Actor
}

/** A message matched and waits for a decision. */
export interface IncidentDetected extends Happened<"incident-detected"> {
  readonly incidentId: string
  readonly messageKey: MessageKey
  readonly network: Network
  readonly publishedAt: Instant
  readonly matches: readonly RecordedMatch[]
}

/** The complaint is taken on. */
export interface IncidentRegistered extends Happened<"incident-registered"> {
  readonly kind: IncidentKind
  readonly importance: Importance
  readonly topic: string | null
  readonly territory: TerritoryFinding
}

/** The candidate is no complaint for this desk. */
export interface IncidentRejected extends Happened<"incident-rejected"> {
  readonly reason: RejectionReason
}

/** A goal's clock runs, under a pinned version of its policy. */
export interface ClockStarted extends Happened<"clock-started"> {
  readonly goal: GoalId
  readonly policyId: string
  readonly policyVersion: string
  readonly startedAt: Instant
  readonly dueAt: Instant
}

/** A goal was reached. */
export interface ClockStopped extends Happened<"clock-stopped"> {
  readonly goal: GoalId
  /** The moment that counts: when the reply stood in the network, not when the desk learned of it. */
  readonly stoppedAt: Instant
}

/** A goal was not reached in time. Written once, never unwritten. */
export interface DeadlineMissed extends Happened<"deadline-missed"> {
  readonly goal: GoalId
  readonly dueAt: Instant
  readonly noticedAt: Instant
}

/** An authority owns the problem now. */
export interface IncidentAssigned extends Happened<"incident-assigned"> {
  readonly authorityId: string
  /** The routing rule; null when a person decided. */
  readonly ruleId: string | null
  readonly why: string
}

/** No rule names an owner: the incident stands in the visible no-owner queue. */
export interface OwnerNotFound extends Happened<"owner-not-found"> {
  readonly why: string
}

/** The authority works on it. */
export interface WorkTaken extends Happened<"work-taken"> {
  readonly executorId: string | null
}

/** Proof that a problem exists or is fixed. */
export interface EvidenceAttached extends Happened<"evidence-attached"> {
  readonly evidenceId: string
  readonly shows: "problem" | "fix"
  readonly contentHash: string
}

/** A reply waits for approval. Its text lives in the drafts table under `draftId`. */
export interface DraftSubmitted extends Happened<"draft-submitted"> {
  readonly draftId: string
  readonly textHash: string
  readonly replyKind: ReplyKind
  readonly outcome: Outcome
}

/** Somebody else than the drafter approved exactly this text. */
export interface DraftApproved extends Happened<"draft-approved"> {
  readonly draftId: string
  readonly textHash: string
}

/** The approver sent the draft back; the remark stands in the draft's row. */
export interface DraftReturned extends Happened<"draft-returned"> {
  readonly draftId: string
}

/** The reply stands under a message. */
export interface ReplyPublished extends Happened<"reply-published"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  readonly replyKey: MessageKey
  readonly url: string
  readonly publishedAt: Instant
}

/** The network said no for good. */
export interface ReplyRefused extends Happened<"reply-refused"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  readonly reason: string
}

/** The author changed the text; the new revision stands in the message table. */
export interface SourceEdited extends Happened<"source-edited"> {
  readonly messageKey: MessageKey
  readonly revision: number
}

/** Handling ended. */
export interface IncidentClosed extends Happened<"incident-closed"> {
  readonly reason: ClosingReason
}

/** Everything that can happen to an incident. Events hold no text of a citizen and no author. */
export type IncidentEvent =
  | IncidentDetected
  | IncidentRegistered
  | IncidentRejected
  | ClockStarted
  | ClockStopped
  | DeadlineMissed
  | IncidentAssigned
  | OwnerNotFound
  | WorkTaken
  | EvidenceAttached
  | DraftSubmitted
  | DraftApproved
  | DraftReturned
  | ReplyPublished
  | ReplyRefused
  | SourceEdited
  | IncidentClosed

/** The name of an event. */
export type IncidentEventType = IncidentEvent["type"]
