import type { Importance, Reclassify, RegisteredIncident } from "../../../incident/index.ts"
import type { ExistingIncident } from "../../../storage/index.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import { assignCommand, chosen, importanceOf, type Stamp } from "../facts.ts"
import { registered } from "./handling.ts"
import type { Prepared, RuledOwner } from "./prepared.ts"

type Asked = Extract<CheckedCommand, { type: "reclassify" }>

/** Corrects what an incident is about: importance, terms and owner follow as `handling.reclassify` says. */
export async function reclassify(context: DeskContext, command: Asked, found: ExistingIncident, stamp: Stamp): Promise<Prepared> {
  const state = registered(command, found)
  const { kind = state.kind, topic = state.topic, territoryId } = command
  const territory = territoryId === undefined ? state.territory : chosen(territoryId)
  const facts = { kind, importance: importanceAfter(context, command, state, topic), topic, territory }
  const corrected: RegisteredIncident = { ...state, ...facts }
  const routing = await ownerByRules(context, corrected, stamp)
  const isSame = routing.authorityId === (state.assignment?.authorityId ?? null)
  const isMoved =
    kind !== state.kind ||
    facts.importance !== state.importance ||
    topic !== state.topic ||
    territory.territoryId !== state.territory.territoryId
  const reroute = isMoved && !isSame && mayFollow(context, state) ? routing : undefined
  const changes = context.planner.onReclassified(owned(corrected, reroute, stamp), command.mode, stamp.at, reroute !== undefined)
  return {
    steps: [() => ({ type: "reclassify", ...stamp, ...facts, changes, ...(reroute === undefined ? {} : { reroute }) })],
    unit: {},
    ...(isMoved && !isSame && reroute === undefined ? { routing: ruledOwner(routing) } : {}),
  }
}

/** What a person says; else the new topic's where it was the old topic's; else what it was. */
function importanceAfter(context: DeskContext, command: Asked, state: RegisteredIncident, topic: string | null): Importance {
  const { importance } = context.handling.reclassify
  const isOfTopic = importance === "follow-topic" && topic !== state.topic && state.importance === importanceOf(context, state.topic)
  return command.importance ?? (isOfTopic ? importanceOf(context, topic) : state.importance)
}

async function ownerByRules(context: DeskContext, incident: RegisteredIncident, stamp: Stamp): Promise<NonNullable<Reclassify["reroute"]>> {
  const [message] = await context.storage.read("message", incident.messageKeys.slice(0, 1))
  const command = assignCommand(context, incident, message?.communityKey ?? null, stamp)
  if (command.type === "leave-unowned") return { authorityId: null, why: command.why }
  const { authorityId, ruleId, why, coExecutors = [], clocks } = command
  return { authorityId, ruleId, why, coExecutors, clocks }
}

/**
 * Whether the owner follows: not where a supervisor decided or is to decide, nor while a reply or a question is on its
 * way.
 */
function mayFollow({ handling }: DeskContext, { status, assignment, refusal }: RegisteredIncident): boolean {
  const { owner } = handling.reclassify
  if (owner === "keep" || assignment?.isFinal === true || refusal?.supervisorDecides === true) return false
  const untaken: readonly string[] = ["registered", "assigned", "returned"]
  return untaken.includes(status) || (owner === "always" && ["in-work", "replied-interim", "reopened"].includes(status))
}

function owned(incident: RegisteredIncident, reroute: Reclassify["reroute"], { at }: Stamp): RegisteredIncident {
  if (reroute === undefined) return incident
  if (reroute.authorityId === null) return { ...incident, assignment: null }
  const { authorityId, ruleId, why } = reroute
  return { ...incident, assignment: { authorityId, ruleId, why, at, isFinal: false } }
}

function ruledOwner(routing: NonNullable<Reclassify["reroute"]>): RuledOwner {
  const { authorityId, why } = routing
  return { authorityId, ruleId: authorityId === null ? null : routing.ruleId, why }
}
