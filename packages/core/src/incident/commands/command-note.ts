import type { MessageKey } from "../../message/index.ts"
import type { IncidentCommandEnvelope } from "./command-envelope.ts"

/** Leave a note for the office. */
export interface AddNote extends IncidentCommandEnvelope<"add-note"> {
  /** The key of the note's text. */
  readonly noteId: MessageKey
  /** Whom it is for, by the ids of actors. */
  readonly mentions: readonly string[]
  /** Whether any of the messages still has a text: a note goes with the last of them. */
  readonly textLeft: boolean
}

/** Put tags on it, and take others off. */
export interface ChangeTags extends IncidentCommandEnvelope<"tag"> {
  /** Tags to add, by id. */
  readonly add: readonly string[]
  /** Tags to remove, by id. */
  readonly remove: readonly string[]
}

/** Say where the trouble of a message is. */
export interface SetPlace extends IncidentCommandEnvelope<"set-place"> {
  /** The message whose place was set. */
  readonly messageKey: MessageKey
  /** Of the row that has the place. */
  readonly revision: number
  /** Whether the message still has a text: an erased one gets no place any more. */
  readonly textLeft: boolean
}

/** A later message of an author has photos. */
export interface OfferEvidence extends IncidentCommandEnvelope<"offer-evidence"> {
  /** The message that has the photos. */
  readonly messageKey: MessageKey
  /** Which of the message's attachments, from 0. */
  readonly indexes: readonly number[]
}

/** What is asked to be written down beside the work. */
export type NoteCommand = AddNote | ChangeTags | SetPlace | OfferEvidence
