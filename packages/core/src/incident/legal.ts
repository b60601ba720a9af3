import { DeskError } from "../base/index.ts"
import type { IncidentCommandType } from "./command.ts"
import type { Incident, IncidentStatus } from "./state.ts"

const always = ["note-edit"] as const
const open = [...always, "attach-evidence", "miss-deadline"] as const

/**
 * Which commands each state of handling takes: the transition table of `docs/stations/incident.md`, as data.
 */
export const legalCommands: Readonly<Record<IncidentStatus, readonly IncidentCommandType[]>> = {
  none: ["detect"],
  candidate: ["register", "reject", ...always],
  rejected: always,
  registered: ["assign", "leave-unowned", ...open],
  assigned: ["take", ...open],
  "in-work": ["submit-draft", ...open],
  "reply-review": ["approve-draft", "return-draft", ...open],
  publishing: ["record-publication", "record-refusal", ...open],
  "replied-interim": ["submit-draft", ...open],
  "replied-final": ["close", ...open],
  closed: always,
}

/**
 * The error of a command that does not fit the state.
 *
 * @param command - what was asked
 * @param state - what the incident is
 * @param why - a sentence, where the state alone does not tell
 */
export function illegalTransition(command: IncidentCommandType, state: Incident, why?: string): DeskError<"illegal-transition"> {
  const legal = legalCommands[state.status]
  const reason = why ?? `"${command}" does not fit an incident that is "${state.status}"; legal: ${legal.join(", ")}`
  return new DeskError("illegal-transition", reason, { command, status: state.status, legal })
}
