import { DeskError } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentCommand } from "../commands/command.ts"
import { illegalTransition } from "../legal.ts"
import type { ExistingIncident, IncidentStatus } from "../state/state.ts"

/**
 * The state, known to be one of some.
 *
 * @throws DeskError `illegal-transition`
 */
export function expectStatus<Status extends IncidentStatus>(
  command: IncidentCommand,
  state: ExistingIncident,
  ...statuses: readonly Status[]
): Extract<ExistingIncident, { status: Status }> {
  if (isIn(state, statuses)) return state
  throw illegalTransition(command.type, state)
}

function isIn<Status extends IncidentStatus>(
  state: ExistingIncident,
  statuses: readonly Status[],
): state is Extract<ExistingIncident, { status: Status }> {
  const list: readonly IncidentStatus[] = statuses
  return list.includes(state.status)
}

/**
 * Refuses a message that is not the incident's.
 *
 * @throws DeskError `not-found`
 */
export function expectMessage(key: MessageKey, state: ExistingIncident): void {
  if (!state.messageKeys.includes(key)) throw new DeskError("not-found", "the incident has no such message", { id: key })
}

/**
 * Refuses another draft than the one on file.
 *
 * @throws DeskError `conflict`
 */
export function expectDraft(given: string, onFile: string): void {
  if (given !== onFile) throw new DeskError("conflict", "another draft is on file", { what: "draft", id: onFile })
}
