import { DeskError } from "../../base/index.ts"
import { evidenceRequired } from "../../evidence/index.ts"
import { guardOf, legalCommands, type GuardRefusal, type IncidentCommandType, type IncidentStatus } from "../../incident/index.ts"
import type { ExistingIncident } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"
import { deskCommandTypes, type DeskCommand } from "./command.ts"
import type { Stamp } from "./facts.ts"

/** The step of the life cycle that a person's command begins with. */
export function stepOf(type: DeskCommand["type"]): IncidentCommandType {
  switch (type) {
    case "erase":
      return "note-erasure"
    case "accept-offer":
      return "attach-evidence"
    case "join":
      return "register"
    case "register-repeat":
      return "split"
    default:
      return type
  }
}

/**
 * Why a person's command does not fit an incident, whatever else it says; null where it fits.
 *
 * @param textLeft - whether any of its messages still has a text; absent: it is not looked
 */
export function refusalOf(
  context: DeskContext,
  type: DeskCommand["type"],
  incident: ExistingIncident,
  { at, by }: Stamp,
  textLeft?: boolean,
): GuardRefusal | null {
  return guardOf(stepOf(type), incident, {
    at,
    by,
    withinMinutes: context.handling.refuseWithinMinutes,
    sameActorAllowed: type === "confirm-fix" ? context.handling.claimantMayConfirm : context.drafterMayApprove,
    evidenceRequired: evidenceRequired(context.topics, "topic" in incident ? incident.topic : null),
    ...(textLeft === undefined ? {} : { textLeft }),
  })
}

/** The commands that a person can give to an incident in a state. */
function legalDeskCommands(status: IncidentStatus): readonly DeskCommand["type"][] {
  return deskCommandTypes.filter((type) => legalCommands[status].includes(stepOf(type)))
}

/** The error of a command that does not fit, in the words of a person's commands: the desk's own appear nowhere. */
export function inPersonsWords(
  asked: DeskCommand["type"],
  { message, details }: DeskError<"illegal-transition">,
): DeskError<"illegal-transition"> {
  const legal = legalDeskCommands(details.status as IncidentStatus)
  const isUsual = message.startsWith(`"${details.command}" does not fit`)
  const usual = `"${asked}" does not fit an incident that is "${details.status}"; legal: ${legal.join(", ")}`
  return new DeskError("illegal-transition", isUsual ? usual : message, { ...details, command: asked, legal })
}
