import type { ExistingIncident } from "../../../storage/index.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import { assignCommand, type Stamp } from "../facts.ts"
import { registered } from "./handling.ts"
import type { Prepared } from "./prepared.ts"

type Asked<Type extends CheckedCommand["type"]> = Extract<CheckedCommand, { type: Type }>

/**
 * Ends an incident that is none: its draft is withdrawn, and what was to be published of one that was approved before
 * goes out no more.
 */
export async function dismiss(context: DeskContext, command: Asked<"dismiss">, state: ExistingIncident, stamp: Stamp): Promise<Prepared> {
  const { incidentId, reason, why = null } = command
  const planned = context.planner.onResumed(registered(command, state), stamp.at)
  const open = (await context.storage.readOutbox(incidentId)).filter((entry) => entry.state === "planned" || entry.state === "manual")
  return {
    steps: [() => ({ type: "dismiss", ...stamp, reason, why, resumptions: planned })],
    unit: { outbox: open.map((entry) => ({ ...entry, state: "refused" })) },
  }
}

/** Takes a rejection or a dismissal back; what was registered is routed anew. */
export async function restore(context: DeskContext, command: Asked<"restore">, state: ExistingIncident, stamp: Stamp): Promise<Prepared> {
  const messages = await context.storage.read("message", state.messageKeys)
  const textLeft = messages.some(({ text }) => text !== null)
  const communityKey = messages.find(({ key }) => key === state.messageKeys[0])?.communityKey ?? null
  return {
    steps: [
      () => ({ type: "restore", ...stamp, why: command.why, textLeft }),
      ...(state.status === "dismissed" ? [(at: ExistingIncident) => assignCommand(context, at, communityKey, stamp)] : []),
    ],
    unit: {},
  }
}
