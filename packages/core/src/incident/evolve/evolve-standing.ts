import type { StandingEvent } from "../events/event-standing.ts"
import { broken } from "./evolve-base.ts"
import { isRegistered } from "../state/cycle.ts"
import type { ExistingIncident } from "../state/state.ts"
import type { StandingReplyState } from "../state/state-parts.ts"

/** What an incident is after one more event about its standing reply. */
export function evolveStanding(state: ExistingIncident, event: StandingEvent): ExistingIncident {
  if (!isRegistered(state)) throw broken(state, event)
  const { standingReply: reply } = state
  if (event.type === "standing-reply-approved") {
    const { draftId, textHash, topics, territoryIds, since, until, perHour, at, by } = event
    // Renewed, it still counts to whom it went.
    const uses = reply?.draftId === draftId ? reply.uses : []
    const approved = { draftId, textHash, topics, territoryIds, since, until, perHour, approvedAt: at, approverId: by.id }
    return { ...state, standingReply: { ...approved, uses, end: null } }
  }
  if (reply?.draftId !== event.draftId) throw broken(state, event)
  return { ...state, standingReply: changed(reply, event) }
}

function changed(reply: StandingReplyState, event: Exclude<StandingEvent, { type: "standing-reply-approved" }>): StandingReplyState {
  switch (event.type) {
    case "standing-reply-used":
      return { ...reply, uses: [...reply.uses, { messageKey: event.messageKey, at: event.at, failure: null }] }
    case "newcomer-left":
      return { ...reply, uses: reply.uses.map((use) => (use.messageKey === event.messageKey ? { ...use, failure: event.why } : use)) }
    case "standing-reply-ended":
      return { ...reply, end: { at: event.at, reason: event.reason } }
  }
}
