import type { MessageKey } from "../../message/index.ts"
import type { IncidentCommandEnvelope } from "./command-envelope.ts"

/** Leave a note for the office. */
export interface AddNote extends IncidentCommandEnvelope<"add-note"> {
  readonly noteId: MessageKey
  readonly mentions: readonly string[]
  /** Whether any of the messages still has a text: a note goes with the last of them. */
  readonly textLeft: boolean
}

/** Put tags on it, and take others off. */
export interface ChangeTags extends IncidentCommandEnvelope<"tag"> {
  readonly add: readonly string[]
  readonly remove: readonly string[]
}

/** Say where the trouble of a message is. */
export interface SetPlace extends IncidentCommandEnvelope<"set-place"> {
  readonly messageKey: MessageKey
  /** Of the row that has the place. */
  readonly revision: number
  /** Whether the message still has a text: an erased one gets no place any more. */
  readonly textLeft: boolean
}

/** What the office asks to be written down beside the work. */
export type NoteCommand = AddNote | ChangeTags | SetPlace
