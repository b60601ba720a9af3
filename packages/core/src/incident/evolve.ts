import type { IncidentEvent } from "./event.ts"
import { changeClock, startClock } from "./evolve-clock.ts"
import type { DraftState, Incident, IncidentBase, RegisteredBase } from "./state.ts"

type Existing = Exclude<Incident, { status: "none" }>
type Registered = Extract<Incident, RegisteredBase>

/**
 * What an incident is after one more event. Pure; `events.reduce(evolve, initialIncident)` gives the present state.
 *
 * @param state - what it was
 * @param event - what happened
 * @throws TypeError when the event cannot follow that state: the log itself is broken
 */
export function evolve(state: Incident, event: IncidentEvent): Incident {
  if (event.type === "incident-detected") {
    if (state.status !== "none") throw broken(state, event)
    return {
      status: "candidate",
      incidentId: event.incidentId,
      messageKeys: [event.messageKey],
      network: event.network,
      publishedAt: event.publishedAt,
      detectedAt: event.at,
      matches: event.matches,
      problem: { value: "unknown" },
      clocks: [],
      evidence: [],
      replies: [],
      updatedAt: event.at,
    }
  }
  if (state.status === "none") throw broken(state, event)
  return { ...evolveExisting(state, event), updatedAt: event.at }
}

function evolveExisting(state: Existing, event: Exclude<IncidentEvent, { type: "incident-detected" }>): Existing {
  switch (event.type) {
    case "incident-registered": {
      if (state.status !== "candidate") throw broken(state, event)
      const { kind, importance, topic, territory, at } = event
      return { ...state, status: "registered", kind, importance, topic, territory, registeredAt: at, assignment: null, noOwnerWhy: null }
    }
    case "incident-rejected":
      return { ...baseOf(state), status: "rejected", rejection: event.reason, rejectedAt: event.at }
    case "clock-started":
      return { ...state, clocks: startClock(state.clocks, event) }
    case "clock-stopped":
      return { ...state, clocks: changeClock(state.clocks, event.goal, { stoppedAt: event.stoppedAt }) }
    case "deadline-missed":
      return { ...state, clocks: changeClock(state.clocks, event.goal, { missedNoticedAt: event.noticedAt }) }
    case "incident-assigned": {
      const { authorityId, ruleId, why, at } = event
      return { ...registeredOf(state, event), status: "assigned", assignment: { authorityId, ruleId, why, at }, noOwnerWhy: null }
    }
    case "owner-not-found":
      return { ...registeredOf(state, event), status: "registered", assignment: null, noOwnerWhy: event.why }
    case "work-taken":
      return { ...registeredOf(state, event), status: "in-work" }
    case "evidence-attached": {
      const { evidenceId, shows, contentHash } = event
      return { ...state, evidence: [...state.evidence, { evidenceId, shows, contentHash }] }
    }
    case "draft-submitted": {
      const { draftId, textHash, replyKind, outcome, by } = event
      return { ...registeredOf(state, event), status: "reply-review", draft: { draftId, textHash, replyKind, outcome, drafterId: by.id } }
    }
    case "draft-approved":
      return { ...registeredOf(state, event), status: "publishing", draft: draftOf(state, event) }
    case "draft-returned":
      return { ...registeredOf(state, event), status: "in-work" }
    case "reply-published": {
      const draft = draftOf(state, event)
      const { draftId, messageKey, replyKey, url, publishedAt } = event
      const base = registeredOf(state, event)
      const replies = [...base.replies, { draftId, replyKind: draft.replyKind, messageKey, replyKey, url, publishedAt }]
      // Every message gets its own publication; only then is the incident answered.
      const answered = base.messageKeys.every((key) => replies.some((reply) => reply.draftId === draftId && reply.messageKey === key))
      if (!answered) return { ...base, replies, status: "publishing", draft }
      return { ...base, replies, problem: draft.outcome, status: draft.replyKind === "final" ? "replied-final" : "replied-interim" }
    }
    case "reply-refused":
      return { ...registeredOf(state, event), status: "reply-review", draft: draftOf(state, event) }
    case "source-edited":
      return state
    case "incident-closed":
      return { ...registeredOf(state, event), status: "closed", closedAt: event.at, closing: event.reason }
  }
}

/** Only what every incident has: leaves behind what belongs to the state that is left. */
function baseOf(state: Existing): IncidentBase {
  const { incidentId, messageKeys, network, publishedAt, detectedAt, matches, problem, clocks, evidence, replies, updatedAt } = state
  return { incidentId, messageKeys, network, publishedAt, detectedAt, matches, problem, clocks, evidence, replies, updatedAt }
}

function registeredOf(state: Existing, event: IncidentEvent): RegisteredBase {
  if (!isRegistered(state)) throw broken(state, event)
  const { kind, importance, topic, territory, registeredAt, assignment, noOwnerWhy } = state
  return { ...baseOf(state), kind, importance, topic, territory, registeredAt, assignment, noOwnerWhy }
}

function isRegistered(state: Existing): state is Registered {
  return state.status !== "candidate" && state.status !== "rejected"
}

function draftOf(state: Existing, event: IncidentEvent): DraftState {
  if (state.status !== "reply-review" && state.status !== "publishing") throw broken(state, event)
  return state.draft
}

function broken(state: Incident, event: IncidentEvent): TypeError {
  return new TypeError(`the log is broken: "${event.type}" cannot follow "${state.status}"`)
}
