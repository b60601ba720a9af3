import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentCommandEnvelope, PlannedClock } from "./command-envelope.ts"
import type { JoinedMessage } from "../events/event-link.ts"
import type { AuthorAct, PublishedKind } from "../vocabulary.ts"

/** Work on it in another incident: the same problem at the same place. */
export interface Merge extends IncidentCommandEnvelope<"merge"> {
  /** The other incident. */
  readonly into: string
}

/** Take a merging back. */
export type Unmerge = IncidentCommandEnvelope<"unmerge">

/** Take over the messages of an incident that was merged into this one. */
export interface JoinMessages extends IncidentCommandEnvelope<"join-messages"> {
  /** The incident that was merged. */
  readonly from: string
  /** Its messages. */
  readonly messages: readonly JoinedMessage[]
}

/** Give them back. */
export interface ReleaseMessages extends IncidentCommandEnvelope<"release-messages"> {
  /** The incident that was merged. */
  readonly from: string
}

/** The other incident's reply is published under a message of this merged one. */
export interface RecordJointReply extends IncidentCommandEnvelope<"record-joint-reply"> {
  /** The other incident. */
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

/** Give the second question of a message an incident of its own. */
export interface Split extends IncidentCommandEnvelope<"split"> {
  /** The new incident. */
  readonly into: string
  /** The message with the second question. */
  readonly messageKey: MessageKey
}

/** The author wrote again in the same conversation. */
export interface NoteWord extends IncidentCommandEnvelope<"note-word"> {
  /** The later message. */
  readonly messageKey: MessageKey
  /** The author's own complaint here; null when its author is not known any more. */
  readonly of: MessageKey | null
  /** What it was written under. */
  readonly under: MessageKey | null
  /** When it was published. */
  readonly publishedAt: Instant
  /** What it is. */
  readonly act: AuthorAct
  /** Whether a rule matched it. */
  readonly matched: boolean
  /** The clock of the answer to it, where it waits for one; absent: none. */
  readonly clocks?: readonly PlannedClock[]
}

/** Others wrote in the thread. */
export interface NoteVoices extends IncidentCommandEnvelope<"note-voices"> {
  /** How many messages; 1 or more. */
  readonly count: number
}

/** An official account answered in the app of the network. */
export interface NoteOfficialReply extends IncidentCommandEnvelope<"note-official-reply"> {
  /** The message that it answers. */
  readonly messageKey: MessageKey
  /** The reply's own key in the network. */
  readonly replyKey: MessageKey
  /** The reply's link. */
  readonly url: string
  /** When it was published. */
  readonly publishedAt: Instant
}

/** The same trouble as in an earlier incident. */
export interface LinkRepeat extends IncidentCommandEnvelope<"link-repeat"> {
  /** The earlier incident. */
  readonly repeatOf: string
}

/** The author changed the text. */
export interface NoteEdit extends IncidentCommandEnvelope<"note-edit"> {
  /** The message that was edited. */
  readonly messageKey: MessageKey
  /** The number of the new revision; the first text is 1. */
  readonly revision: number
}

/** The message is gone from the network. */
export interface NoteDeletion extends IncidentCommandEnvelope<"note-deletion"> {
  /** The message that was deleted. */
  readonly messageKey: MessageKey
}

/** Nobody can comment under the message any more. */
export interface NoteClosedComments extends IncidentCommandEnvelope<"note-closed-comments"> {
  /** The message. */
  readonly messageKey: MessageKey
}

/** Text and author of a message were erased. */
export interface NoteErasure extends IncidentCommandEnvelope<"note-erasure"> {
  /** The message that was erased. */
  readonly messageKey: MessageKey
}

/** What can be asked between incidents, and of their messages. */
export type LinkCommand =
  | Merge
  | Unmerge
  | JoinMessages
  | ReleaseMessages
  | RecordJointReply
  | Split
  | NoteWord
  | NoteVoices
  | NoteOfficialReply
  | LinkRepeat
  | NoteEdit
  | NoteDeletion
  | NoteClosedComments
  | NoteErasure
