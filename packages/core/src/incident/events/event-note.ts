import type { MessageKey } from "../../message/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"

/** Somebody of the office left a note. Its text is a row of the message table, whose key is `noteId`. */
export interface NoteAdded extends IncidentEventEnvelope<"note-added"> {
  /** `note:…`; it is not among the messages of the incident. */
  readonly noteId: MessageKey
  /** Whom it is for, by the ids of actors. */
  readonly mentions: readonly string[]
}

/** Tags were put on it or taken off. */
export interface TagsChanged extends IncidentEventEnvelope<"tags-changed"> {
  /** Tags that were added, by id. */
  readonly added: readonly string[]
  /** Tags that were removed, by id. */
  readonly removed: readonly string[]
}

/** A person said where the trouble is. The place itself is in the row of the message. */
export interface PlaceSet extends IncidentEventEnvelope<"place-set"> {
  /** The message whose place was set. */
  readonly messageKey: MessageKey
  /** The revision of the message's row that has the place. */
  readonly revision: number
}

/** A later message of an author has a photo: `accept-offer` makes it evidence. It proves nothing by itself. */
export interface EvidenceOffered extends IncidentEventEnvelope<"evidence-offered"> {
  /** The message that has the photos. */
  readonly messageKey: MessageKey
  /** Which of the message's attachments, from 0. */
  readonly index: number
}

/** What is written down beside the work. */
export type NoteEvent = NoteAdded | TagsChanged | PlaceSet | EvidenceOffered
