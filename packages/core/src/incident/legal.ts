import { DeskError } from "../base/index.ts"
import type { IncidentCommandType } from "./commands/command.ts"
import type { Incident, IncidentStatus } from "./state/state.ts"
import { transitions } from "./transitions.ts"

/**
 * Which commands each state of handling takes, read from the table of {@link transitions}.
 */
export const legalCommands: Readonly<Record<IncidentStatus, readonly IncidentCommandType[]>> = {
  none: legalIn("none"),
  candidate: legalIn("candidate"),
  rejected: legalIn("rejected"),
  dismissed: legalIn("dismissed"),
  registered: legalIn("registered"),
  assigned: legalIn("assigned"),
  returned: legalIn("returned"),
  "in-work": legalIn("in-work"),
  "needs-info": legalIn("needs-info"),
  "reply-review": legalIn("reply-review"),
  publishing: legalIn("publishing"),
  "replied-interim": legalIn("replied-interim"),
  "replied-final": legalIn("replied-final"),
  closed: legalIn("closed"),
  reopened: legalIn("reopened"),
  merged: legalIn("merged"),
  converted: legalIn("converted"),
}

function legalIn(status: IncidentStatus): readonly IncidentCommandType[] {
  return Object.freeze(transitions.filter(({ from }) => from.includes(status)).map(({ command }) => command))
}

/**
 * The error of a command that does not fit the state.
 *
 * @param command - what was asked
 * @param state - what the incident is
 * @param why - a sentence, where the state alone does not say
 */
export function illegalTransition(command: IncidentCommandType, state: Incident, why?: string): DeskError<"illegal-transition"> {
  const legal = legalCommands[state.status]
  const reason = why ?? `"${command}" does not fit an incident that is "${state.status}"; legal: ${legal.join(", ")}`
  return new DeskError("illegal-transition", reason, { command, status: state.status, legal })
}
