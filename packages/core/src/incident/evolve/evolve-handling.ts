import { communityKeyOf } from "../../message/index.ts"
import { broken, baseOf, beginSpan, changeSpan, endSpan, newMessage, registeredOf } from "./evolve-base.ts"
import { cycleOf, isRegistered, wasOwner } from "../state/cycle.ts"
import type { HandlingEvent, IncidentAssigned, IncidentDetected, IncidentSplitOff } from "../events/event-handling.ts"
import type { ExistingIncident, RegisteredBase } from "../state/state.ts"
import type { EvidenceOffer, Problem } from "../state/state-parts.ts"

const nothingKnown: Problem = { value: "unknown" }

/** The incident that a first event makes. */
export function begun(event: IncidentDetected | IncidentSplitOff): ExistingIncident {
  const { incidentId, messageKey, network, publishedAt, matches, intake, communityKey, at } = event
  return {
    status: "candidate",
    incidentId,
    messageKeys: [messageKey],
    messages: [newMessage(messageKey, publishedAt, at)],
    network,
    communityKey: communityKeyOf({ key: messageKey, communityKey }),
    publishedAt,
    detectedAt: event.type === "incident-detected" ? at : event.detectedAt,
    matches,
    intake,
    proposal: event.type === "incident-detected" ? event.proposal : null,
    problem: nothingKnown,
    clocks: [],
    evidence: [],
    replies: [],
    officialReplies: [],
    voices: 0,
    relation: event.type === "incident-detected" ? (event.relation ?? null) : null,
    notes: [],
    tags: [],
    offers: [],
    surveys: [],
    external: event.type === "incident-detected" ? (event.external ?? null) : null,
    duplicates: [],
    splitFrom: event.type === "incident-detected" ? null : event.from,
    splitInto: [],
    repeatOf: null,
    updatedAt: at,
  }
}

/** What an incident is after one more event about its handling. */
export function evolveHandling(
  state: ExistingIncident,
  event: Exclude<HandlingEvent, IncidentDetected | IncidentSplitOff>,
): ExistingIncident {
  switch (event.type) {
    case "incident-registered": {
      if (state.status !== "candidate") throw broken(state, event)
      const { kind, importance, topic, territory, at } = event
      const owner = { assignment: null, owners: [], refusals: 0, refusal: null, noOwnerWhy: null }
      const later = { standing: null, standingReply: null, claimantId: null, window: null, reopenings: [], conversion: null, closure: null }
      return { ...baseOf(state), status: "registered", kind, importance, topic, territory, registeredAt: at, ...owner, ...later }
    }
    case "incident-rejected":
      if (state.status !== "candidate") throw broken(state, event)
      return { ...baseOf(state), status: "rejected", proposal: state.proposal, rejection: event.reason, rejectedAt: event.at }
    case "incident-dismissed": {
      const base = registeredOf(state, event)
      return { ...base, owners: endSpan(base.owners, event.at), status: "dismissed", dismissal: event.reason, dismissedAt: event.at }
    }
    case "incident-restored":
      if (state.status === "rejected") return { ...baseOf(state), status: "candidate", proposal: state.proposal }
      if (state.status !== "dismissed") throw broken(state, event)
      return { ...registeredOf(state, event), assignment: null, refusal: null, noOwnerWhy: null, status: "registered" }
    case "incident-reclassified": {
      const { kind, importance, topic, territory } = event
      if (state.status === "candidate" || state.status === "rejected") throw broken(state, event)
      return { ...state, kind, importance, topic, territory }
    }
    case "incident-assigned":
      return owned(begunAnew(state, event), event, event.ruleId, false)
    case "owner-decided":
      return owned(begunAnew(state, event), event, null, true)
    case "incident-transferred": {
      const base = begunAnew(state, event)
      // Sent back is refused: it went to and fro.
      const refusals = base.refusals + (wasOwner(base, event.authorityId) ? 1 : 0)
      return owned({ ...base, refusals }, event, null, false)
    }
    case "owner-not-found": {
      const base = begunAnew(state, event)
      return { ...base, status: "registered", assignment: null, owners: endSpan(base.owners, event.at), noOwnerWhy: event.why }
    }
    case "assignment-refused": {
      const base = begunAnew(state, event)
      const { reason, proposedAuthorityId, supervisorDecides, at } = event
      const refusal = { authorityId: base.assignment?.authorityId ?? "", reason, proposedAuthorityId, at, supervisorDecides }
      const owner = { assignment: null, owners: endSpan(base.owners, at), noOwnerWhy: reason }
      return { ...base, ...owner, refusal, refusals: base.refusals + 1, status: "returned" }
    }
    case "work-taken": {
      const base = begunAnew(state, event)
      const owners = changeSpan(base.owners, { takenAt: event.at, executorId: event.executorId })
      return { ...base, owners, status: "in-work" }
    }
    case "executor-named": {
      if (!isRegistered(state)) throw broken(state, event)
      return { ...state, owners: changeSpan(state.owners, { executorId: event.executorId }) }
    }
    case "evidence-attached": {
      const { evidenceId, shows, contentHash, doubts = [], offer } = event
      const isMeant = ({ messageKey, index }: EvidenceOffer): boolean => messageKey === offer?.messageKey && index === offer.index
      const offers = state.offers.map((one) => (isMeant(one) ? { ...one, evidenceId } : one))
      return { ...state, offers, evidence: [...state.evidence, { evidenceId, shows, contentHash, doubts, cycle: cycleOf(state) }] }
    }
    case "fix-claimed":
      return claimed(state, event)
    case "fix-confirmed": {
      if (state.status !== "replied-final" && state.status !== "closed") throw broken(state, event)
      // Nobody needs to wait for an objection any more.
      const window = state.window === null || state.window.until < event.at ? state.window : { ...state.window, until: event.at }
      return { ...state, problem: { value: "fix-confirmed", basis: event.basis }, window }
    }
    case "fix-refuted":
      return { ...state, problem: { value: "refuted" } }
    case "incident-reopened": {
      const base = registeredOf(state, event)
      const reopenings = [...base.reopenings, { cause: event.cause, at: event.at }]
      const owner = base.assignment?.authorityId
      const owners = owner === undefined ? base.owners : beginSpan(base.owners, owner, event.at)
      return { ...base, reopenings, owners, window: null, claimantId: null, standing: null, closure: null, status: "reopened" }
    }
    case "incident-converted": {
      const base = registeredOf(state, event)
      const { externalId, channel, at } = event
      return { ...base, conversion: { externalId, channel, at }, owners: endSpan(base.owners, at), status: "converted" }
    }
    case "incident-closed":
      return { ...registeredOf(state, event), status: "closed", closure: { at: event.at, reason: event.reason } }
  }
}

/** Out of `reopened` the work begins anew: what became of the problem before stays in the log. */
function begunAnew(state: ExistingIncident, event: HandlingEvent): RegisteredBase {
  const base = registeredOf(state, event)
  return state.status === "reopened" ? { ...base, problem: nothingKnown } : base
}

function owned(
  base: RegisteredBase,
  { authorityId, why, at, coExecutors }: Pick<IncidentAssigned, "authorityId" | "why" | "at" | "coExecutors">,
  ruleId: string | null,
  isFinal: boolean,
): ExistingIncident {
  return {
    ...base,
    status: "assigned",
    assignment: { authorityId, ruleId, why, at, isFinal, ...(coExecutors === undefined ? {} : { coExecutors }) },
    owners: beginSpan(base.owners, authorityId, at),
    refusals: isFinal ? 0 : base.refusals,
    refusal: null,
    noOwnerWhy: null,
  }
}

function claimed(state: ExistingIncident, event: HandlingEvent): ExistingIncident {
  if (state.status !== "replied-interim" && state.status !== "replied-final") throw broken(state, event)
  return { ...state, problem: { value: "fix-claimed" }, claimantId: event.by.id }
}
