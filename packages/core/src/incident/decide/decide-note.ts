import { DeskError } from "../../base/index.ts"
import type { NoteCommand } from "../commands/command-note.ts"
import type { IncidentEvent } from "../events/event.ts"
import type { ExistingIncident } from "../state/state.ts"
import { expectMessage } from "./expect.ts"

/** So many photos of later messages are offered at most; the messages have the rest. Our choice. */
const mostOffers = 100

/** The events of a command that writes something down beside the work. */
export function decideNote(command: NoteCommand, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  switch (command.type) {
    case "add-note": {
      const { noteId, mentions } = command
      return [{ type: "note-added", ...stamp, noteId, mentions: [...new Set(mentions)] }]
    }
    case "tag": {
      const removed = state.tags.filter((tag) => command.remove.includes(tag))
      const added = [...new Set(command.add)].filter((tag) => !state.tags.includes(tag))
      return added.length + removed.length === 0 ? [] : [{ type: "tags-changed", ...stamp, added, removed }]
    }
    case "offer-evidence": {
      const { messageKey, indexes } = command
      expectMessage(messageKey, state)
      const fresh = indexes.filter((index) => !state.offers.some((offer) => offer.messageKey === messageKey && offer.index === index))
      const left = Math.max(0, mostOffers - state.offers.length)
      return fresh.slice(0, left).map((index) => ({ type: "evidence-offered", ...stamp, messageKey, index }))
    }
    case "set-place": {
      const { messageKey, revision, textLeft } = command
      expectMessage(messageKey, state)
      if (!textLeft) throw new DeskError("missing-fact", "the message is erased, and its place with it", { facts: ["message.text"] })
      return [{ type: "place-set", ...stamp, messageKey, revision }]
    }
  }
}
