import { DeskError } from "../../../base/index.ts"
import { standingReplyOf } from "../../../incident/index.ts"
import type { Actor } from "../../../incident/index.ts"
import type { ExistingIncident } from "../../../storage/index.ts"
import { mayGive } from "../../access/authorise.ts"
import type { CheckedCommand } from "../command.ts"
import type { DeskContext } from "../../context.ts"
import { chosen, type Stamp } from "../facts.ts"
import { checkTerritory, checkTopic } from "../names.ts"
import type { Prepared } from "./prepared.ts"

type Asked<Type extends CheckedCommand["type"]> = Extract<CheckedCommand, { type: Type }>

/** So many newcomers get a standing reply within an hour where nobody says otherwise. Our choice. */
const usualPerHour = 200

/** A reply that newcomers get by themselves, within what the approver may answer for. */
export async function approveStandingReply(
  context: DeskContext,
  command: Asked<"approve-standing-reply">,
  state: ExistingIncident,
  stamp: Stamp,
): Promise<Prepared> {
  const { draftId, textHash, topics, territoryIds, until, since = state.publishedAt, perHour = usualPerHour } = command
  for (const topic of topics) checkTopic(context, topic)
  for (const territoryId of territoryIds) checkTerritory(context, territoryId)
  await checkScope(context, command, state, stamp.by)
  const scope = { topics, territoryIds, since, until, perHour }
  const approved = { draftId, textHash, ...scope, sameActorAllowed: context.drafterMayApprove }
  return { steps: [() => ({ type: "approve-standing-reply", ...stamp, ...approved })], unit: {} }
}

/**
 * Refuses a scope that reaches farther than whoever approves it: newcomers are answered in this person's name.
 *
 * @throws DeskError `forbidden`
 */
async function checkScope(
  context: DeskContext,
  command: Asked<"approve-standing-reply">,
  state: ExistingIncident,
  actor: Actor,
): Promise<void> {
  if (context.authorisation === undefined || !("registeredAt" in state)) return
  const outside: string[] = []
  let reason = ""
  for (const [index, topic] of command.topics.entries()) {
    for (const territoryId of command.territoryIds) {
      const verdict = await mayGive(context, actor, command, { ...state, topic, territory: chosen(territoryId) })
      if (verdict.allowed) continue
      outside.push(`topics[${index}] "${topic}" in "${territoryId}"`)
      reason = verdict.reason
    }
  }
  if (outside.length === 0) return
  throw new DeskError("forbidden", `"${actor.id}" may not answer newcomers of ${outside.join(", ")}`, { reason })
}

/** What is not sent yet is not sent, and whoever waits for it waits for a person. */
export async function endStandingReply(context: DeskContext, state: ExistingIncident, stamp: Stamp): Promise<Prepared> {
  const reply = standingReplyOf(state)
  const steps: Prepared["steps"] = [() => ({ type: "end-standing-reply", ...stamp, reason: "revoked" })]
  // While the incident's own publication goes on, its approver stops that (`waive-reply`).
  if (reply === null || (state.status === "publishing" && state.draft.draftId === reply.draftId)) return { steps, unit: {} }
  const { draftId, uses } = reply
  const unsent = (await context.storage.readOutbox(state.incidentId)).filter(
    (entry) =>
      entry.draftId === draftId &&
      entry.state === "planned" &&
      uses.some((use) => use.messageKey === entry.messageKey && use.failure === null),
  )
  const left = unsent.map(
    ({ messageKey }) =>
      () =>
        ({ type: "leave-newcomer", ...stamp, draftId, messageKey, why: "the standing reply was ended" }) as const,
  )
  return { steps: [...left, ...steps], unit: { outbox: unsent.map((entry) => ({ ...entry, state: "refused" })) } }
}
