import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"
import type { DraftModelName, Outcome, PublishedKind, ReplyKind, ReplyOverride, WaitEnd, WaiverReason } from "../vocabulary.ts"

/** A reply waits for approval. Its text lives in the drafts table under `draftId`. */
export interface DraftSubmitted extends IncidentEventEnvelope<"draft-submitted"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The hash of the draft's text. */
  readonly textHash: string
  /** What the reply does. */
  readonly replyKind: ReplyKind
  /** What it says about the problem; null for a question to the author and for a redirection. */
  readonly outcome: Outcome | null
  /** How long a question waits at most, in minutes by the clock on the wall; null for other replies. */
  readonly waitMinutes: number | null
  /** The guidance text that it is; absent for one that was written about this case. */
  readonly guidanceId?: string
  /** The findings in spite of which it was handed in, and why; absent: there were none. */
  readonly override?: ReplyOverride
  /** The model that wrote the text; absent: a person did. */
  readonly madeBy?: DraftModelName
  /** Of a `follow-up` reply the words that it is to be published under; absent: under every complaint. */
  readonly answers?: readonly MessageKey[]
}

/** Another party than the drafter approved exactly this text. */
export interface DraftApproved extends IncidentEventEnvelope<"draft-approved"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The hash of the draft's text. */
  readonly textHash: string
  /** The findings in spite of which it was approved, and why; absent: there were none that nobody had answered for. */
  readonly override?: ReplyOverride
  /** Codes of everything that the check of the reply found; absent: it found nothing. */
  readonly findings?: readonly string[]
}

/** The approver sent the draft back; the remark is in the draft's row. */
export interface DraftReturned extends IncidentEventEnvelope<"draft-returned"> {
  /** The draft of the reply. */
  readonly draftId: string
}

/** The published reply is to be published under messages that came to the incident after it. */
export interface ReplyExtended extends IncidentEventEnvelope<"reply-extended"> {
  /** The draft of the reply. */
  readonly draftId: string
}

/** The reply is published under a message. */
export interface ReplyPublished extends IncidentEventEnvelope<"reply-published"> {
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

/**
 * A reply is published that the incident did not wait for: its message had been waived, the draft sent back, or it is
 * the survey.
 */
export interface LateReplyPublished extends IncidentEventEnvelope<"late-reply-published"> {
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
}

/**
 * A second copy of a reply that is recorded was published under the same message: the network shows it twice until the
 * copy is deleted.
 */
export interface ReplyDuplicated extends IncidentEventEnvelope<"reply-duplicated"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** Of the copy. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When the reply was published. */
  readonly publishedAt: Instant
}

/** The second copy of a reply was deleted in the network. */
export interface DuplicateRetracted extends IncidentEventEnvelope<"duplicate-retracted"> {
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
}

/** The network said no for good. */
export interface ReplyRefused extends IncidentEventEnvelope<"reply-refused"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** What the network said. */
  readonly reason: string
}

/** It is unknown whether the reply is published: it is searched for before it is tried again. */
export interface ReplyUncertain extends IncidentEventEnvelope<"reply-uncertain"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
}

/** Every way to a message is closed: a person must answer for it. The citizen's clock goes on. */
export interface ReplyUnpublishable extends IncidentEventEnvelope<"reply-unpublishable"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message that the reply answers. */
  readonly messageKey: MessageKey
  /** Why each channel is closed. */
  readonly why: string
}

/** A message gets no reply of its own, and somebody answers for that. */
export interface ReplyWaived extends IncidentEventEnvelope<"reply-waived"> {
  /** The message that gets no reply. */
  readonly messageKey: MessageKey
  /** Why. */
  readonly reason: WaiverReason
}

/** The waiting for the author is over. */
export interface WaitEnded extends IncidentEventEnvelope<"wait-ended"> {
  /** What ended it. */
  readonly cause: WaitEnd
}

/** What happens to replies. */
export type ReplyEvent =
  | DraftSubmitted
  | DraftApproved
  | DraftReturned
  | ReplyExtended
  | ReplyPublished
  | LateReplyPublished
  | ReplyDuplicated
  | DuplicateRetracted
  | ReplyRefused
  | ReplyUncertain
  | ReplyUnpublishable
  | ReplyWaived
  | WaitEnded
