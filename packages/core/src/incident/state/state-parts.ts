import type { Instant, Interval } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { ClockMark } from "../events/event-clock.ts"
import type {
  DraftModelName,
  AuthorAct,
  CancellationReason,
  ClosingReason,
  CoExecutor,
  GoalId,
  Outcome,
  ReopeningCause,
  PublishedKind,
  ReplyKind,
  ReplyOverride,
  StandingReplyEnd,
  VerdictBasis,
  WaiverReason,
} from "../vocabulary.ts"

/** The problem itself, apart from its handling: "answered" never means "fixed". */
export type Problem =
  | Outcome
  | {
      readonly value: "fix-confirmed"
      /** Who saw it. */
      readonly basis: VerdictBasis
    }
  | { readonly value: "refuted" }

/** A step of the ladder on one clock. */
export interface MarkState extends ClockMark {
  /** When it was noticed; never unwritten. */
  readonly noticedAt: Instant | null
}

/** One clock of an incident. Clocks that have ended stay on the list: of one goal the last is the present one. */
export interface ClockState {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** In which cycle it started: 1, and one more for each reopening. */
  readonly cycle: number
  /** The policy that sets the term. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** The moment that it counts from. */
  readonly startedAt: Instant
  /** While it is paused: as it was before the pause. */
  readonly dueAt: Instant
  /** When the goal was reached, or the clock cancelled. */
  readonly stoppedAt: Instant | null
  /** Why it ended without its goal; null while it runs and when the goal was reached. */
  readonly cancelled: CancellationReason | null
  /** Since when it is paused; null while it does not. */
  readonly pausedAt: Instant | null
  /** The pauses that are over. */
  readonly pauses: readonly Interval[]
  /** When the breach was noticed; never unwritten. */
  readonly missedNoticedAt: Instant | null
  /** When which step of the escalation ladder is reached, and whether it was. */
  readonly marks: readonly MarkState[]
}

/** Who owns the problem. */
export interface AssignmentState {
  /** The owner. */
  readonly authorityId: string
  /** The routing rule that decided; null: a person. */
  readonly ruleId: string | null
  /** Why. */
  readonly why: string
  /** Since when. */
  readonly at: Instant
  /** A supervisor decided: it cannot be refused. */
  readonly isFinal: boolean
  /** Who works on it beside the owner, until it has another owner; absent: nobody. */
  readonly coExecutors?: readonly CoExecutor[]
}

/** An interval in which one authority owned the problem. */
export interface AssignmentSpan {
  /** The owner. */
  readonly authorityId: string
  /** Since when. */
  readonly from: Instant
  /** Null while it owns the problem. */
  readonly to: Instant | null
  /** When it began to work; null when it never did. */
  readonly takenAt: Instant | null
  /** The person who worked on it; null: nobody was named. */
  readonly executorId: string | null
}

/** Why the last owner gave it back. */
export interface RefusalState {
  /** Who refused. */
  readonly authorityId: string
  /** Why. */
  readonly reason: string
  /** Who is responsible, in its opinion; null: it did not say. */
  readonly proposedAuthorityId: string | null
  /** When. */
  readonly at: Instant
  /** Only a supervisor may decide now. */
  readonly supervisorDecides: boolean
}

/** A message of an incident, and what is to be done about it. */
export interface MessageState {
  /** The message. */
  readonly messageKey: MessageKey
  /** When it was published. */
  readonly publishedAt: Instant
  /** When the desk noticed it here. */
  readonly seenAt: Instant
  /** A complaint gets a reply of its own; a follow-up is what its author wrote later. */
  readonly role: "complaint" | "follow-up"
  /** Of a follow-up what it is; null for a complaint. */
  readonly act: AuthorAct | null
  /** Of a follow-up the author's own complaint here; null when that is not known, and for a complaint. */
  readonly of: MessageKey | null
  /** Whether it is the incident's own: an own one stays, whatever is merged and unmerged. */
  readonly isOwn: boolean
  /** The merged incidents that it came with: those of one message with two questions may all be merged here. */
  readonly joinedFrom: readonly string[]
  /** Why it gets no reply of its own; null: it gets one. */
  readonly waiver: WaiverReason | null
  /** When its deletion in the network was noticed; null: it was not. */
  readonly deletedAt: Instant | null
  /** When it was noticed that nobody can comment under it; null: people can. */
  readonly commentsClosedAt: Instant | null
  /** When its text and author were erased; null: they were not. */
  readonly erasedAt: Instant | null
}

/** A note of the office; its text is in the message table. */
export interface NoteState {
  /** The key of its row, `note:…`. */
  readonly noteId: MessageKey
  /** When it was written. */
  readonly at: Instant
  /** The id of the actor who wrote it. */
  readonly by: string
  /** Whom it is for, by the ids of actors. */
  readonly mentions: readonly string[]
  /** When its text was erased; null: it was not. */
  readonly erasedAt: Instant | null
}

/** A photo that an author sent later, and nobody needs to believe. */
export interface EvidenceOffer {
  /** The message that has the photo. */
  readonly messageKey: MessageKey
  /** Which of the message's attachments, from 0. */
  readonly index: number
  /** The piece of evidence that a person made of it; null: nobody did yet. */
  readonly evidenceId: string | null
}

/** The survey of one cycle. */
export interface SurveyState {
  /** The cycle that it is about. */
  readonly cycle: number
  /** When the author is asked. */
  readonly sendAt: Instant
  /** When it was sent, or given up; null: not yet. */
  readonly endedAt: Instant | null
  /** The reply that has the link; null: none was sent. */
  readonly draftId: string | null
  /** 1 to 5; null until somebody answers. */
  readonly score: number | null
  /** Whether the problem is gone, as the answer says; null: not said. */
  readonly isFixed: boolean | null
  /** When it was answered; null: it was not. */
  readonly answeredAt: Instant | null
}

/** Proof on file. */
export interface EvidenceState {
  /** Its id. */
  readonly evidenceId: string
  /** `problem` is the view before, `fix` the view after. */
  readonly shows: "problem" | "fix"
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  readonly contentHash: string
  /** What a person should check before it is believed, by its code. */
  readonly doubts: readonly string[]
  /** In which cycle it was attached: of a refuted fix the proof counts no more. */
  readonly cycle: number
}

/** Where an incident goes back to when its draft is returned; after a `follow-up` reply also where it stays. */
export type DraftOrigin = "in-work" | "replied-interim" | "replied-final" | "converted" | "closed"

/** How handling ended. */
export interface ClosureState {
  /** When. */
  readonly at: Instant
  /** Why. */
  readonly reason: ClosingReason
}

/** What an official account answered in the app of the network. */
export interface OfficialReply {
  /** The message that it answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When it was published. */
  readonly publishedAt: Instant
}

/** A reply on its way. */
export interface DraftState {
  /** The draft of the reply. */
  readonly draftId: string
  /** The hash of the draft's text. */
  readonly textHash: string
  /** What the reply does. */
  readonly replyKind: ReplyKind
  /** What it says about the problem; null: nothing. */
  readonly outcome: Outcome | null
  /** How long a question waits at most, in minutes by the clock on the wall; null: as the rules say. */
  readonly waitMinutes: number | null
  /** What the drafter answered for in spite of findings; null: nothing. */
  readonly override: ReplyOverride | null
  /** Who handed it in, by the id of an actor. */
  readonly drafterId: string
  /** The model that wrote the text; null: a person did. */
  readonly madeBy: DraftModelName | null
  /** The state that it was written in. */
  readonly returnsTo: DraftOrigin
  /** Approved once: of a refused reply the rest may go on. */
  readonly approved: boolean
  /** Messages under which it may or may not be published. */
  readonly uncertain: readonly MessageKey[]
  /** Messages to which no route is open: a person must answer for them. */
  readonly unpublishable: readonly MessageKey[]
  /** The guidance text that it is; null for one that was written about this case. */
  readonly guidanceId: string | null
  /** Of a `follow-up` reply the words that it answers; null: it goes under every complaint. */
  readonly answers: readonly MessageKey[] | null
}

/** A reply that newcomers of the event get by themselves. */
export interface StandingReplyState {
  /** The draft of the reply. */
  readonly draftId: string
  /** The hash of its text. */
  readonly textHash: string
  /** What newcomers write about: one of these topics. */
  readonly topics: readonly string[]
  /** Where: one of these territories, or inside it. */
  readonly territoryIds: readonly string[]
  /** Whose message was published from then on. */
  readonly since: Instant
  /** The end, never after the date that the reply promises. */
  readonly until: Instant
  /** At most so many newcomers get it within an hour. */
  readonly perHour: number
  /** When it was approved, or renewed. */
  readonly approvedAt: Instant
  /** Who approved it, by the id of an actor. */
  readonly approverId: string
  /** To whom it went, in the order of the log. */
  readonly uses: readonly StandingReplyUse[]
  /** When and why it ended; null while newcomers get it. */
  readonly end: {
    /** When. */
    readonly at: Instant
    /** Why. */
    readonly reason: StandingReplyEnd
  } | null
}

/** One newcomer who got a standing reply. */
export interface StandingReplyUse {
  /** The newcomer's message. */
  readonly messageKey: MessageKey
  /** When. */
  readonly at: Instant
  /** Why it could not be published there; null where it was, or is on its way. */
  readonly failure: string | null
}

/** A published reply. */
export interface PublishedReply {
  /** The draft of the reply. */
  readonly draftId: string
  /** What the reply does. */
  readonly replyKind: PublishedKind
  /** The message that it answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When it was published. */
  readonly publishedAt: Instant
  /** 1, and one more for each reopening. */
  readonly cycle: number
}

/** A second copy of a published reply. */
export interface DuplicateReply {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that it answers. */
  readonly messageKey: MessageKey
  /** Of the copy. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When it was published. */
  readonly publishedAt: Instant
  /** When it was known to be deleted in the network; null while a person may have to delete it. */
  readonly retractedAt: Instant | null
}

/** A cycle that began anew. */
export interface ReopeningState {
  /** Why. */
  readonly cause: ReopeningCause
  /** When. */
  readonly at: Instant
}

/** The time in which an objection is heard. */
export interface WindowState {
  /** The policy that sets it. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** When it ends. */
  readonly until: Instant
}

/** A published question that waits for its answer. */
export interface WaitState {
  /** When the question was published. */
  readonly since: Instant
  /** How long it waits at most. */
  readonly until: Instant
}

/** The appeal in which it goes on. */
export interface ConversionState {
  /** Its number in the other system. */
  readonly externalId: string
  /** The other system. */
  readonly channel: string
  /** When. */
  readonly at: Instant
}
