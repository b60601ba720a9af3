import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"
import type { AuthorAct, PublishedKind } from "../vocabulary.ts"

/** A message of another incident, as it joins this one. */
export interface JoinedMessage {
  /** The message. */
  readonly messageKey: MessageKey
  /** When it was published. */
  readonly publishedAt: Instant
}

/** The same problem at the same place is worked on in another incident. The citizen's own clock goes on here. */
export interface IncidentMerged extends IncidentEventEnvelope<"incident-merged"> {
  /** The other incident. */
  readonly into: string
}

/** It was another problem after all: everything is as if never merged. */
export type IncidentUnmerged = IncidentEventEnvelope<"incident-unmerged">

/** Messages of a merged incident are answered here from now on. */
export interface MessagesJoined extends IncidentEventEnvelope<"messages-joined"> {
  /** The incident that was merged. */
  readonly from: string
  /** Its messages. */
  readonly messages: readonly JoinedMessage[]
}

/** Messages of an incident that was unmerged are no business of this one any more. */
export interface MessagesReleased extends IncidentEventEnvelope<"messages-released"> {
  /** The incident that was merged. */
  readonly from: string
}

/** The reply of the incident that this one was merged into is published under a message of this one. */
export interface JointReplyPublished extends IncidentEventEnvelope<"joint-reply-published"> {
  /** The other incident, whose reply it is. */
  readonly into: string
  /** The draft of the reply. */
  readonly draftId: string
  /** What the reply does. */
  readonly replyKind: PublishedKind
  /** The message of this incident that it answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When the reply was published. */
  readonly publishedAt: Instant
}

/** A message holds more than one question: the other one has an incident of its own. */
export interface IncidentSplit extends IncidentEventEnvelope<"incident-split"> {
  /** The new incident. */
  readonly into: string
  /** The message with the second question. */
  readonly messageKey: MessageKey
}

/** The author of one of its messages wrote again in the same conversation. */
export interface AuthorWrote extends IncidentEventEnvelope<"author-wrote"> {
  /** The later message. */
  readonly messageKey: MessageKey
  /** The author's own complaint here; null when its author is not known any more. */
  readonly of: MessageKey | null
  /** What it was written under: the author's own message, ours, or the post. */
  readonly under: MessageKey | null
  /** When it was published. */
  readonly publishedAt: Instant
  /** What it is. */
  readonly act: AuthorAct
  /** Whether a rule held for it. */
  readonly matched: boolean
}

/**
 * Others wrote in the thread, or the author of whom very much waits already. Nothing of what they wrote is stored.
 */
export interface VoiceAdded extends IncidentEventEnvelope<"voice-added"> {
  /** How many messages; 1 or more. */
  readonly count: number
}

/**
 * An official account answered in the app of the network. A person makes it a reply (`record-publication`); no clock
 * stops by it.
 */
export interface OfficialReplySeen extends IncidentEventEnvelope<"official-reply-seen"> {
  /** The message of the incident that it was written under. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When it was published. */
  readonly publishedAt: Instant
}

/** The same trouble as in an earlier incident that is over. */
export interface RepeatLinked extends IncidentEventEnvelope<"repeat-linked"> {
  /** The earlier incident. */
  readonly repeatOf: string
}

/** The author changed the text; the new revision is in the message table. */
export interface SourceEdited extends IncidentEventEnvelope<"source-edited"> {
  /** The message that was edited. */
  readonly messageKey: MessageKey
  /** The number of the new revision; the first text is 1. */
  readonly revision: number
}

/** The message is gone from the network. The incident stays, and the number of its messages. */
export interface SourceDeleted extends IncidentEventEnvelope<"source-deleted"> {
  /** The message that was deleted. */
  readonly messageKey: MessageKey
}

/** Nobody can comment under the message any more. */
export interface CommentsClosed extends IncidentEventEnvelope<"comments-closed"> {
  /** The message. */
  readonly messageKey: MessageKey
}

/** Text and author of a message were erased. Statistics stay. */
export interface ErasureNoted extends IncidentEventEnvelope<"erasure-noted"> {
  /** The message that was erased. */
  readonly messageKey: MessageKey
}

/** What happens between incidents, and to their messages. */
export type LinkEvent =
  | IncidentMerged
  | IncidentUnmerged
  | MessagesJoined
  | MessagesReleased
  | JointReplyPublished
  | IncidentSplit
  | AuthorWrote
  | VoiceAdded
  | OfficialReplySeen
  | RepeatLinked
  | SourceEdited
  | SourceDeleted
  | CommentsClosed
  | ErasureNoted
