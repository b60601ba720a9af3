import { DeskError, type Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentEvent } from "../events/event.ts"
import { isRegistered } from "../state/cycle.ts"
import type { ExistingIncident, Incident, IncidentBase, RegisteredBase } from "../state/state.ts"
import type { AssignmentSpan, MessageState } from "../state/state-parts.ts"

/** Only what every incident has: leaves behind what belongs to the state that is left. */
export function baseOf(state: IncidentBase): IncidentBase {
  const { incidentId, messageKeys, messages, network, communityKey, publishedAt, detectedAt, matches, intake, problem } = state
  const { clocks, evidence, replies, duplicates, splitFrom, splitInto, repeatOf, updatedAt } = state
  const { officialReplies, voices, relation, notes, tags, external, offers, surveys } = state
  return {
    incidentId,
    messageKeys,
    messages,
    network,
    communityKey,
    publishedAt,
    detectedAt,
    matches,
    intake,
    problem,
    clocks,
    evidence,
    replies,
    officialReplies,
    voices,
    relation,
    notes,
    tags,
    offers,
    surveys,
    external,
    duplicates,
    splitFrom,
    splitInto,
    repeatOf,
    updatedAt,
  }
}

/**
 * Only what every registered incident has.
 *
 * @throws DeskError `protocol` when the incident was never registered: the log itself is broken
 */
export function registeredOf(state: ExistingIncident, event: IncidentEvent): RegisteredBase {
  if (!isRegistered(state)) throw broken(state, event)
  const { kind, importance, topic, territory, registeredAt, assignment, owners, refusals, refusal, noOwnerWhy } = state
  const { standing, standingReply, claimantId, window, reopenings, conversion, closure } = state
  return {
    ...baseOf(state),
    kind,
    importance,
    topic,
    territory,
    registeredAt,
    assignment,
    owners,
    refusals,
    refusal,
    noOwnerWhy,
    standing,
    standingReply,
    claimantId,
    window,
    reopenings,
    conversion,
    closure,
  }
}

/** The messages with others in their place, and their keys beside them. */
export function withMessages<State extends IncidentBase>(state: State, messages: readonly MessageState[]): State {
  return { ...state, messages, messageKeys: messages.map((message) => message.messageKey) }
}

/** Changes one message. */
export function changeMessage<State extends IncidentBase>(state: State, key: MessageKey, change: Partial<MessageState>): State {
  return { ...state, messages: state.messages.map((message) => (message.messageKey === key ? { ...message, ...change } : message)) }
}

/** A complaint of its own of which nothing more is known than that it is there. */
export function newMessage(messageKey: MessageKey, publishedAt: Instant, seenAt: Instant): MessageState {
  const end = { waiver: null, deletedAt: null, commentsClosedAt: null, erasedAt: null }
  return { messageKey, publishedAt, seenAt, role: "complaint", act: null, of: null, isOwn: true, joinedFrom: [], ...end }
}

/** Ends the present owner's time. */
export function endSpan(owners: readonly AssignmentSpan[], to: Instant): readonly AssignmentSpan[] {
  return owners.map((span) => (span.to === null ? { ...span, to } : span))
}

/** Ends the present owner's time and begins another's. */
export function beginSpan(owners: readonly AssignmentSpan[], authorityId: string, from: Instant): readonly AssignmentSpan[] {
  return [...endSpan(owners, from), { authorityId, from, to: null, takenAt: null, executorId: null }]
}

/** Changes the present owner's span. */
export function changeSpan(owners: readonly AssignmentSpan[], change: Partial<AssignmentSpan>): readonly AssignmentSpan[] {
  return owners.map((span, index) => (index === owners.length - 1 && span.to === null ? { ...span, ...change } : span))
}

/** The error of an event that cannot follow a state. */
export function broken(state: Incident, event: IncidentEvent): DeskError<"protocol"> {
  return new DeskError("protocol", `the log is broken: "${event.type}" cannot follow "${state.status}"`, { path: "type" })
}
