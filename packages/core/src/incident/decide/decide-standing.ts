import { addMinutes, DeskError } from "../../base/index.ts"
import type { ApproveStandingReply, StandingCommand } from "../commands/command-standing.ts"
import type { IncidentCommand } from "../commands/command.ts"
import type { IncidentEvent } from "../events/event.ts"
import { evolve } from "../evolve/evolve.ts"
import { illegalTransition } from "../legal.ts"
import { longestStandingHours, mayGet, standingDraftOf, standingReplyOf, standingRoom, standingStatuses } from "../state/standing-reply.ts"
import type { ExistingIncident, Incident } from "../state/state.ts"
import type { StandingReplyEnd } from "../vocabulary.ts"

/** The events of a command about a standing reply. */
export function decideStanding(command: StandingCommand, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by } = command
  const stamp = { schemaVersion: 1, at, by } as const
  if (command.type === "approve-standing-reply") return approve(command, state)
  if (command.type === "leave-newcomer") {
    const { draftId, messageKey, why } = command
    const reply = "standingReply" in state ? state.standingReply : null
    const use = reply?.draftId === draftId ? reply.uses.find((one) => one.messageKey === messageKey) : undefined
    return use?.failure === null ? [{ type: "newcomer-left", ...stamp, draftId, messageKey, why }] : []
  }
  const reply = standingReplyOf(state)
  // The guard saw that there is one.
  if (reply === null) return []
  const { draftId } = reply
  if (command.type === "end-standing-reply") return [{ type: "standing-reply-ended", ...stamp, draftId, reason: command.reason }]
  const { messageKeys } = command
  if (at >= reply.until) throw illegalTransition(command.type, state, `the standing reply ended at ${reply.until}`)
  if (messageKeys.length > standingRoom(reply, at))
    throw illegalTransition(command.type, state, `at most ${reply.perHour} newcomers get it within an hour`)
  return messageKeys.map((messageKey) => {
    const message = state.messages.find((one) => one.messageKey === messageKey)
    if (message === undefined) throw new DeskError("not-found", "the incident has no such message", { id: messageKey })
    if (!mayGet(state, reply, message)) throw illegalTransition(command.type, state, "the message needs no standing reply")
    return { type: "standing-reply-used", ...stamp, draftId, messageKey }
  })
}

function approve(command: ApproveStandingReply, state: ExistingIncident): readonly IncidentEvent[] {
  const { at, by, draftId, textHash, topics, territoryIds, since, until: asked, perHour } = command
  const draft = standingDraftOf(state)
  if (draft?.draftId !== draftId || draft.textHash !== textHash) {
    throw new DeskError("conflict", "the published reply is not the one that was approved", {
      what: "draft",
      id: draft?.draftId ?? draftId,
    })
  }
  const latest = addMinutes(at, longestStandingHours * 60)
  if (asked <= at || asked > latest) throw wrongEnd(`a moment after ${at} and up to ${latest} was expected`)
  const promised = draft.outcome?.value === "planned" ? draft.outcome.until : asked
  if (promised <= at) throw wrongEnd(`the reply promises ${promised}, and that is over`)
  const until = promised < asked ? promised : asked
  return [{ type: "standing-reply-approved", schemaVersion: 1, at, by, draftId, textHash, topics, territoryIds, since, until, perHour }]
}

function wrongEnd(message: string): DeskError<"config"> {
  return new DeskError("config", `command: until: ${message}`, { issues: [{ path: "until", message }] })
}

/**
 * Ends a standing reply with what took its place, or with what it was about: after another answer was approved, and
 * where the incident is closed, converted, given back or begun anew.
 *
 * @param events - what a command comes to
 * @returns them, and the end of the standing reply where it ends by them
 */
export function withStandingEnd(
  events: readonly IncidentEvent[],
  state: ExistingIncident,
  { at, by }: Pick<IncidentCommand, "at" | "by">,
): readonly IncidentEvent[] {
  const before = standingReplyOf(state)
  if (before === null || events.length === 0) return events
  const after = events.reduce<Incident>(evolve, state)
  if (standingReplyOf(after) === null) return events
  const reason = endOf(after, before.draftId)
  if (reason === null) return events
  return [...events, { type: "standing-reply-ended", schemaVersion: 1, at, by, draftId: before.draftId, reason }]
}

function endOf(after: Incident, draftId: string): StandingReplyEnd | null {
  const statuses: readonly string[] = standingStatuses
  if (!statuses.includes(after.status)) return "over"
  const draft = "draft" in after && after.draft.approved ? after.draft : "standing" in after ? after.standing : null
  const isAnswer = draft?.replyKind === "interim" || draft?.replyKind === "final"
  return isAnswer && draft.draftId !== draftId ? "replaced" : null
}
