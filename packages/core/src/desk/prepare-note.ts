import { messageClaim } from "./candidate.ts"
import { applyTo, type Changes } from "./change.ts"
import type { CheckedCommand } from "./command.ts"
import type { DeskContext } from "./context.ts"
import type { Stamp } from "./facts.ts"
import { holdersOf } from "./holders.ts"
import type { Prepared } from "./prepared.ts"

/** What can be noted of a message. */
export type NoteRequest = Extract<CheckedCommand, { type: "note-deletion" | "note-closed-comments" | "erase" }>

/** What happened to a message is noted in every incident that holds it. */
export function prepareNote(context: DeskContext, command: NoteRequest, changes: Changes, stamp: Stamp): Prepared {
  const { messageKey } = command
  const isErasing = command.type === "erase" || (command.type === "note-deletion" && context.handling.eraseDeleted)
  const notes = [
    ...(command.type === "erase" ? [] : [{ type: command.type, ...stamp, messageKey }]),
    ...(isErasing ? [{ type: "note-erasure" as const, ...stamp, messageKey }] : []),
  ]
  return {
    steps: notes.map((note) => () => note),
    unit: {},
    async after(change) {
      const claim = messageClaim(messageKey)
      const owner = (await context.storage.findClaims([claim])).get(claim) ?? change.incident.incidentId
      for (const holder of await holdersOf(context, changes, owner, messageKey)) {
        if (holder !== change) for (const note of notes) applyTo(holder, note)
      }
      // Before the log says so: erased twice is erased, but noted and not erased would be a lie.
      if (isErasing) await context.storage.erase({ by: "message", keys: [messageKey], at: stamp.at })
    },
  }
}
