import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentCommandEnvelope, PlannedClock, PlannedResumption, StageFacts } from "./command-envelope.ts"
import type { Outcome, ReplyKind, ReplyOverride, WaitEnd, WaiverReason } from "../vocabulary.ts"

/** Hand a reply to the approver. */
export interface SubmitDraft extends IncidentCommandEnvelope<"submit-draft"> {
  readonly draftId: string
  readonly textHash: string
  readonly replyKind: ReplyKind
  /** What it says about the problem; null for a question and for a redirection. */
  readonly outcome: Outcome | null
  /** Whether this topic asks for proof before "fixed" may be said. */
  readonly evidenceRequired: boolean
  /** The latest moment that a reply may promise. */
  readonly promiseBy: Instant
  /** How long a question waits at most, in minutes by the clock on the wall. */
  readonly waitMinutes?: number | null
  /** The guidance text that it is; absent for one that was written about this case. */
  readonly guidanceId?: string
  /** What the drafter answers for in spite of findings; absent: nothing. */
  readonly override?: ReplyOverride
  /** Of a `follow-up` reply the words that it answers; absent: the newest word of every author who waits. */
  readonly answers?: readonly MessageKey[]
  /** The clock of the approval; absent: none. */
  readonly clocks?: readonly PlannedClock[]
}

/** Approve exactly this text. */
export interface ApproveDraft extends IncidentCommandEnvelope<"approve-draft"> {
  readonly draftId: string
  readonly textHash: string
  /** What the approver answers for in spite of findings; absent: nothing. */
  readonly override?: ReplyOverride
  /** Whether the drafter may approve (a small municipality may switch the separation off). */
  readonly sameActorAllowed: boolean
  /** The latest moment that a reply may promise. */
  readonly promiseBy: Instant
  readonly stage?: StageFacts
}

/** Send the draft back. */
export interface ReturnDraft extends IncidentCommandEnvelope<"return-draft"> {
  readonly draftId: string
}

/** Publish the standing reply under messages that joined after it. */
export interface ExtendReply extends IncidentCommandEnvelope<"extend-reply"> {
  readonly draftId: string
}

/** The reply stands. */
export interface RecordPublication extends IncidentCommandEnvelope<"record-publication"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  readonly replyKey: MessageKey
  readonly url: string
  readonly publishedAt: Instant
  readonly stage?: StageFacts
}

/** The reply stands, and the incident waits for it no more. */
export interface RecordLateReply extends IncidentCommandEnvelope<"record-late-reply"> {
  readonly draftId: string
  readonly replyKind: ReplyKind
  readonly messageKey: MessageKey
  readonly replyKey: MessageKey
  readonly url: string
  readonly publishedAt: Instant
  /** Whether a published question counts as the first reply. */
  readonly clarifyIsFirstReply?: boolean
}

/** A second copy of a recorded reply was published. */
export interface RecordDuplicateReply extends IncidentCommandEnvelope<"record-duplicate-reply"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  readonly replyKey: MessageKey
  readonly url: string
  readonly publishedAt: Instant
}

/** The second copy of a reply was deleted in the network. */
export interface RecordRetraction extends IncidentCommandEnvelope<"record-retraction"> {
  readonly messageKey: MessageKey
  readonly replyKey: MessageKey
}

/** The network said no for good. */
export interface RecordRefusal extends IncidentCommandEnvelope<"record-refusal"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  readonly reason: string
}

/** It is unknown whether the reply is published. */
export interface RecordUncertainty extends IncidentCommandEnvelope<"record-uncertainty"> {
  readonly draftId: string
  readonly messageKey: MessageKey
}

/** Every way to a message is closed: the reply can be published nowhere. */
export interface RecordUnpublishable extends IncidentCommandEnvelope<"record-unpublishable"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  /** Why each way is closed. */
  readonly why: string
}

/** Answer for it that a message gets no reply of its own. */
export interface WaiveReply extends IncidentCommandEnvelope<"waive-reply"> {
  readonly messageKey: MessageKey
  readonly reason: WaiverReason
  readonly stage?: StageFacts
}

/** Wait for the author no longer. */
export interface EndWait extends IncidentCommandEnvelope<"end-wait"> {
  readonly cause: WaitEnd
  /** How the paused clocks go on. */
  readonly resumptions: readonly PlannedResumption[]
}

/** What can be asked of the replies of an incident. */
export type ReplyCommand =
  | SubmitDraft
  | ApproveDraft
  | ReturnDraft
  | ExtendReply
  | RecordPublication
  | RecordLateReply
  | RecordDuplicateReply
  | RecordRetraction
  | RecordRefusal
  | RecordUncertainty
  | RecordUnpublishable
  | WaiveReply
  | EndWait
