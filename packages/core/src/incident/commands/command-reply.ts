import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentCommandEnvelope, PlannedClock, PlannedResumption, StageFacts } from "./command-envelope.ts"
import type { DraftModelName, Outcome, PublishedKind, ReplyKind, ReplyOverride, WaitEnd, WaiverReason } from "../vocabulary.ts"

/** Hand a reply to the approver. */
export interface SubmitDraft extends IncidentCommandEnvelope<"submit-draft"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The hash of the draft's text. */
  readonly textHash: string
  /** What the reply does. */
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
  /** The model that wrote the text; absent: a person did. */
  readonly madeBy?: DraftModelName
  /** Of a `follow-up` reply the words that it answers; absent: the newest word of every author who waits. */
  readonly answers?: readonly MessageKey[]
  /** The clock of the approval; absent: none. */
  readonly clocks?: readonly PlannedClock[]
}

/** Approve exactly this text. */
export interface ApproveDraft extends IncidentCommandEnvelope<"approve-draft"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The hash of the draft's text. */
  readonly textHash: string
  /** What the approver answers for in spite of findings; absent: nothing. */
  readonly override?: ReplyOverride
  /** Codes of what the check of the reply found; absent: nothing. */
  readonly findings?: readonly string[]
  /** Whether the drafter may approve (a small municipality may switch the separation off). */
  readonly sameActorAllowed: boolean
  /** The latest moment that a reply may promise. */
  readonly promiseBy: Instant
  /** What follows when it is published. */
  readonly stage?: StageFacts
}

/** Send the draft back. */
export interface ReturnDraft extends IncidentCommandEnvelope<"return-draft"> {
  /** The draft of the reply. */
  readonly draftId: string
}

/** Publish the published reply under messages that joined after it. */
export interface ExtendReply extends IncidentCommandEnvelope<"extend-reply"> {
  /** The draft of the reply. */
  readonly draftId: string
}

/** The reply is published. */
export interface RecordPublication extends IncidentCommandEnvelope<"record-publication"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When the reply was published. */
  readonly publishedAt: Instant
  /** What follows from it. */
  readonly stage?: StageFacts
}

/** The reply is published, and the incident does not wait for it any more. */
export interface RecordLateReply extends IncidentCommandEnvelope<"record-late-reply"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** What the reply does. */
  readonly replyKind: PublishedKind
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When the reply was published. */
  readonly publishedAt: Instant
  /** Whether a published question counts as the first reply. */
  readonly clarifyIsFirstReply?: boolean
}

/** A second copy of a recorded reply was published. */
export interface RecordDuplicateReply extends IncidentCommandEnvelope<"record-duplicate-reply"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When the reply was published. */
  readonly publishedAt: Instant
}

/** The second copy of a reply was deleted in the network. */
export interface RecordRetraction extends IncidentCommandEnvelope<"record-retraction"> {
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
}

/** The network said no for good. */
export interface RecordRefusal extends IncidentCommandEnvelope<"record-refusal"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** What the network said. */
  readonly reason: string
}

/** It is unknown whether the reply is published. */
export interface RecordUncertainty extends IncidentCommandEnvelope<"record-uncertainty"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
}

/** Every way to a message is closed: the reply can be published nowhere. */
export interface RecordUnpublishable extends IncidentCommandEnvelope<"record-unpublishable"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** Why each way is closed. */
  readonly why: string
}

/** Answer for it that a message gets no reply of its own. */
export interface WaiveReply extends IncidentCommandEnvelope<"waive-reply"> {
  /** The message that gets no reply. */
  readonly messageKey: MessageKey
  /** Why. */
  readonly reason: WaiverReason
  /** What follows from it. */
  readonly stage?: StageFacts
}

/** Wait for the author no longer. */
export interface EndWait extends IncidentCommandEnvelope<"end-wait"> {
  /** What ended it. */
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
