import { evidenceRequired } from "../../../evidence/index.ts"
import { illegalTransition, type IncidentCommand, type RegisteredIncident } from "../../../incident/index.ts"
import type { ExistingIncident } from "../../../storage/index.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import type { Stamp } from "../facts.ts"
import type { Prepared } from "./prepared.ts"

/** The commands about handling that need facts of the host's data and nothing of the storage. */
export type HandlingRequest = Extract<
  CheckedCommand,
  {
    type:
      | "reject"
      | "assign"
      | "take"
      | "name-executor"
      | "refuse"
      | "arbitrate"
      | "transfer"
      | "change-policy"
      | "end-wait"
      | "claim-fix"
      | "confirm-fix"
      | "refute-fix"
      | "reopen"
      | "convert"
      | "close"
  }
>

/** Gathers the facts of a command about handling. */
export function prepareHandling(context: DeskContext, command: HandlingRequest, stamp: Stamp): Prepared {
  return { steps: [(state) => handlingCommand(context, command, state, stamp)], unit: {} }
}

function handlingCommand(context: DeskContext, command: HandlingRequest, state: ExistingIncident, stamp: Stamp): IncidentCommand {
  const { handling, planner } = context
  const { at } = stamp
  switch (command.type) {
    case "reject":
      return { type: "reject", ...stamp, reason: command.reason }
    case "assign":
    case "arbitrate":
    case "transfer": {
      const { type, authorityId, why } = command
      const clocks = isRegistered(state) ? planner.onHandOver(state, authorityId, at) : []
      const owner = { ...stamp, authorityId, why, clocks }
      if (type === "assign") return { type, ...owner, ruleId: null }
      return type === "transfer" ? { type, ...owner, maxRefusals: handling.maxRefusals } : { type, ...owner }
    }
    case "take":
      return { type: "take", ...stamp, executorId: command.executorId ?? null }
    case "name-executor":
      return { type: "name-executor", ...stamp, executorId: command.executorId }
    case "refuse": {
      const { reason, proposedAuthorityId = null } = command
      const limits = { maxRefusals: handling.maxRefusals, withinMinutes: handling.refuseWithinMinutes }
      return { type: "refuse", ...stamp, reason, proposedAuthorityId, ...limits }
    }
    case "change-policy":
      return { type: "change-policy", ...stamp, changes: planner.onPolicyChange(registered(command, state), command.mode) }
    case "end-wait":
      return { type: "end-wait", ...stamp, cause: command.cause, resumptions: planner.onResumed(registered(command, state), at) }
    case "claim-fix": {
      const incident = registered(command, state)
      const required = evidenceRequired(context.topics, incident.topic)
      return { type: "claim-fix", ...stamp, evidenceRequired: required, window: planner.windowFrom(incident, at) }
    }
    case "confirm-fix":
      return { type: "confirm-fix", ...stamp, basis: command.basis, sameActorAllowed: handling.claimantMayConfirm }
    case "refute-fix":
      return { type: "refute-fix", ...stamp, basis: command.basis, clocks: planner.onReopened(registered(command, state), at) }
    case "reopen": {
      const clocks = planner.onReopened(registered(command, state), at)
      return { type: "reopen", ...stamp, cause: command.cause, clocks }
    }
    case "convert":
      return { type: "convert", ...stamp, externalId: command.externalId, channel: command.channel }
    case "close":
      return { type: "close", ...stamp, reason: command.reason }
  }
}

function isRegistered(state: ExistingIncident): state is RegisteredIncident {
  return "registeredAt" in state
}

/**
 * The state, known to be that of an incident that was registered.
 *
 * @throws DeskError `illegal-transition`
 */
export function registered(
  command: Pick<CheckedCommand, "type"> & { readonly type: IncidentCommand["type"] },
  state: ExistingIncident,
): RegisteredIncident {
  if (isRegistered(state)) return state
  throw illegalTransition(command.type, state)
}
