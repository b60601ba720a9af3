import type { NoteEvent } from "../events/event-note.ts"
import type { ExistingIncident } from "../state/state.ts"

/** What an incident is after something was written down beside the work. */
export function evolveNote(state: ExistingIncident, event: NoteEvent): ExistingIncident {
  switch (event.type) {
    case "note-added": {
      const { noteId, mentions, at, by } = event
      return { ...state, notes: [...state.notes, { noteId, at, by: by.id, mentions, erasedAt: null }] }
    }
    case "tags-changed": {
      const left = state.tags.filter((tag) => !event.removed.includes(tag))
      return { ...state, tags: [...left, ...event.added] }
    }
    case "evidence-offered": {
      const { messageKey, index } = event
      return { ...state, offers: [...state.offers, { messageKey, index, evidenceId: null }] }
    }
    case "place-set":
      return state
  }
}
