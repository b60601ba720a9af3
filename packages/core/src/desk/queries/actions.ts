import { legalCommands, type Actor, type IncidentCommandType } from "../../incident/index.ts"
import type { StoredCase } from "../../storage/index.ts"
import { authoriseReading, mayGive } from "../access/authorise.ts"
import type { DenialReason, PossibleCommand, ActorOptions } from "../access/authorisation.ts"
import { deskCommandTypes, neededFields, type DeskCommand } from "../commands/command.ts"
import { refusalOf, stepOf } from "../commands/legal-commands.ts"
import type { DeskContext } from "../context.ts"
import { readRequest } from "../options/request.ts"

/** Whether somebody may give a command to an incident now, and why not. */
export type CaseAction =
  | {
      /** The command. */
      readonly command: DeskCommand["type"]
      readonly allowed: true
      /**
       * What it cannot do without: fields of the command, and facts that are missing (`evidence.fix`, `message.text`),
       * without which it is refused by `missing-fact`.
       */
      readonly needs: readonly string[]
    }
  | {
      /** The command. */
      readonly command: DeskCommand["type"]
      readonly allowed: false
      /**
       * The part of the person's rights that does not reach; `state`: no incident in this state takes it; `guard`:
       * something else about the incident, or the separation of roles, forbids it.
       */
      readonly why: DenialReason | "state" | "guard"
      /** Why, in a sentence. */
      readonly text: string
    }

/** What somebody may do with an incident in one version. */
export interface CaseActions {
  /** For `expectedVersion`. */
  readonly version: number
  /** Every command that a person can give, each once. */
  readonly actions: readonly CaseAction[]
}

/** What may be done with an incident, for buttons; undefined when there is none, for somebody who may read any. */
export async function actions(context: DeskContext, incidentId: string, given: ActorOptions): Promise<CaseActions | undefined> {
  const { actor } = readRequest("actor", given)
  const stored = await context.storage.readCase(incidentId)
  await authoriseReading(context, { actor }, "case", stored?.incident ?? null)
  return stored === undefined ? undefined : { version: stored.version, actions: await actionsOf(context, stored, actor) }
}

/** What somebody may do with an incident that was read. */
export async function actionsOf(context: DeskContext, stored: StoredCase, actor: Actor): Promise<readonly CaseAction[]> {
  return Promise.all(deskCommandTypes.map(async (command) => actionOf(context, stored, actor, command)))
}

async function actionOf(context: DeskContext, stored: StoredCase, actor: Actor, command: DeskCommand["type"]): Promise<CaseAction> {
  const { incident } = stored
  const at = stored.events.reduce((found, event) => (event.at > found ? event.at : found), context.clock.now())
  const textLeft = stored.messages.some(({ text }) => text !== null)
  const refusal = isLate(command, stored) ? null : refusalOf(context, command, incident, { at, by: actor }, textLeft)
  if (refusal !== null && refusal.code !== "missing-fact") {
    const isState = !legalCommands[incident.status].includes(stepOf(command))
    const text = isState ? `"${command}" does not fit an incident that is "${incident.status}"` : refusal.message
    return { command, allowed: false, why: isState ? "state" : "guard", text }
  }
  // Only what fits is asked about: an authorisation may have to look its rights up.
  const denial = await denialOf(context, stored, actor, command)
  if (denial !== null) return { command, allowed: false, why: denial, text: `"${actor.id}" may not give "${command}": ${denial}` }
  const facts = refusal?.code === "missing-fact" ? refusal.details.facts : []
  return { command, allowed: true, needs: [...neededFields(command), ...facts] }
}

/** A reply that was planned and is waited for no more is recorded all the same. */
function isLate(command: DeskCommand["type"], { incident, outbox }: StoredCase): boolean {
  const late: IncidentCommandType = "record-late-reply"
  return command === "record-publication" && outbox.length > 0 && legalCommands[incident.status].includes(late)
}

async function denialOf(
  context: DeskContext,
  { incident }: StoredCase,
  actor: Actor,
  type: DeskCommand["type"],
): Promise<DenialReason | null> {
  let denial: DenialReason | null = null
  for (const command of possibleCommands(type, incident.incidentId)) {
    const verdict = await mayGive(context, actor, command, incident)
    if (verdict.allowed) return null
    denial ??= verdict.reason
  }
  return denial
}

/** A command before its fields are filled in; of `reopen` once for each cause, since causes belong to roles. */
export function possibleCommands(type: DeskCommand["type"], incidentId: string): readonly PossibleCommand[] {
  if (type !== "reopen") return [{ type, incidentId }]
  return (["repeat", "author", "supervisor-order"] as const).map((cause) => ({ type, incidentId, cause }))
}
