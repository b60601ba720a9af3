import { applyTo, type Changes } from "../../transact/change.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import { collectErasable } from "../../privacy/erasure-set.ts"
import { erasureUnit } from "../../privacy/erasure.ts"
import type { Stamp } from "../facts.ts"
import { incidentsHolding } from "../../transact/holders.ts"
import { findIncidentOf } from "../../transact/message-claims.ts"
import type { ExistingIncident } from "../../../storage/index.ts"
import type { Prepared } from "./prepared.ts"

/** What can be noted of a message. */
export type NoteRequest = Extract<CheckedCommand, { type: "note-deletion" | "note-closed-comments" | "erase" }>

/**
 * A person's word that a message is gone takes its text away only where the person may take it away by `erase` as well.
 */
async function erasesDeleted(context: DeskContext, command: NoteRequest, incident: ExistingIncident, { by }: Stamp): Promise<boolean> {
  if (command.type !== "note-deletion" || !context.handling.eraseDeleted) return false
  const { incidentId, messageKey } = command
  const verdict = await context.authorisation?.decide({ actor: by, command: { type: "erase", incidentId, messageKey }, incident })
  return verdict?.allowed ?? true
}

/** What happened to a message is noted in every incident that holds it. */
export async function prepareNote(
  context: DeskContext,
  command: NoteRequest,
  changes: Changes,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { messageKey } = command
  const isErasing = command.type === "erase" || (await erasesDeleted(context, command, state, stamp))
  const notes = [
    ...(command.type === "erase" ? [] : [{ type: command.type, ...stamp, messageKey }]),
    ...(isErasing ? [{ type: "note-erasure" as const, ...stamp, messageKey }] : []),
  ]
  return {
    steps: notes.map((note) => () => note),
    unit: {},
    async after(change) {
      const owner = (await findIncidentOf(context, messageKey)) ?? change.incident.incidentId
      const holders = await incidentsHolding(context, changes, owner, messageKey)
      for (const holder of holders) if (holder !== change) for (const note of notes) applyTo(holder, note)
      if (!isErasing) return {}
      const cause = command.type === "erase" ? "message" : "deletion"
      const things = await collectErasable(context, [messageKey], holders)
      return erasureUnit(context, { cause, policyId: null, incidentId: command.incidentId, ...stamp }, things)
    },
  }
}
