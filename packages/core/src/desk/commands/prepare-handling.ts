import { DeskError } from "../../base/index.ts"
import { evidenceRequired } from "../../evidence/index.ts"
import { illegalTransition, type IncidentCommand, type RegisteredIncident } from "../../incident/index.ts"
import type { ExistingIncident } from "../../storage/index.ts"
import type { CheckedCommand } from "./command.ts"
import type { DeskContext } from "../context.ts"
import type { Stamp } from "./facts.ts"
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

/**
 * Refuses a command that names a topic, a territory or an authority that there is none of, whatever state the incident
 * is in.
 *
 * @throws DeskError `config`
 */
export function checkNames(context: DeskContext, command: CheckedCommand): void {
  if ("territoryId" in command) checkTerritory(context, command.territoryId)
  if ("topic" in command) checkTopic(context, command.topic)
  if ("authorityId" in command) checkAuthority(context, command.authorityId, "authorityId")
  if ("proposedAuthorityId" in command && command.proposedAuthorityId !== undefined)
    checkAuthority(context, command.proposedAuthorityId, "proposedAuthorityId")
}

/**
 * Refuses an authority that the host's data do not name.
 *
 * @throws DeskError `config`
 */
export function checkAuthority(context: DeskContext, authorityId: string, path: string): void {
  if (context.routing.authorities.some((authority) => authority.id === authorityId)) return
  throw unknownId(path, "authority", authorityId)
}

/**
 * Refuses a territory that the host's data do not hold.
 *
 * @throws DeskError `config`
 */
export function checkTerritory(context: DeskContext, territoryId: string | undefined): void {
  if (territoryId === undefined || context.routing.territories.some((territory) => territory.id === territoryId)) return
  throw unknownId("territoryId", "territory", territoryId)
}

/**
 * Refuses a topic that the host's data do not name. A host that names no topics has them by its rules alone, and any is
 * taken.
 *
 * @throws DeskError `config`
 */
export function checkTopic({ topics }: DeskContext, topic: string | undefined): void {
  if (topic === undefined || topics.length === 0 || topics.some(({ id }) => id === topic)) return
  throw unknownId("topic", "topic", topic)
}

function unknownId(path: string, what: string, id: string): DeskError<"config"> {
  const message = `there is no ${what} "${id}"`
  return new DeskError("config", `command: ${path}: ${message}`, { issues: [{ path, message }] })
}
