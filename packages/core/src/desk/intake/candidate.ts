import { timedId, type Instant } from "../../base/index.ts"
import type { RecordedMatch, Relation } from "../../incident/index.ts"
import type { Match } from "../../match/index.ts"
import { communityKeyOf, type IncomingMessage } from "../../message/index.ts"
import { applyTo, openChange, type IncidentChange } from "../transact/change.ts"
import type { DeskContext } from "../context.ts"
import { assignCommand, importanceOf, proposalOf, registerCommand } from "../commands/facts.ts"
import { deskActor } from "../actor.ts"

/**
 * The incident that a message's first registration makes. The same message gives the same id on every machine and in
 * every run.
 */
export function incidentIdOf({ key, publishedAt }: Pick<IncomingMessage, "key" | "publishedAt">): string {
  return timedId("inc", publishedAt, key)
}

/** What an incident is opened with besides its message. */
export interface Opening {
  /** The incident that it was noticed beside. */
  readonly relation?: Relation | null
  /** A person decides first, whatever the rule says. */
  readonly isForReview?: boolean
}

/**
 * Opens the incident of a message that matched: detected always, registered and routed when the first rule is trusted.
 */
export function openIncident(
  context: DeskContext,
  message: IncomingMessage,
  matches: readonly RecordedMatch[],
  at: Instant,
  { relation = null, isForReview = false }: Opening = {},
): IncidentChange {
  const incidentId = incidentIdOf(message)
  const stamp = { at, by: deskActor } as const
  const { key: messageKey, network, publishedAt } = message
  const topic = matches[0]?.topic ?? null
  const importance = importanceOf(context, topic)
  const facts = { topic, kind: "problem", importance, network, authorityId: null } as const
  const communityKey = communityKeyOf(message)
  const named = message.communityKey
  const whereabouts = { text: message.text, place: message.place, communityKey }
  const proposal = !isForReview ? null : proposalOf(context, topic, network, whereabouts, at)
  const clocks = context.planner.onDetected(facts, { published: publishedAt, detected: at })
  const change = openChange({
    type: "detect",
    ...stamp,
    incidentId,
    messageKey,
    network,
    publishedAt,
    matches,
    ...(relation === null ? {} : { relation }),
    intake: context.intake,
    ...(named === undefined ? {} : { communityKey: named }),
    proposal,
    clocks,
  })
  if (proposal === null) {
    applyTo(change, registerCommand(context, change.incident, whereabouts, {}, stamp))
    applyTo(change, assignCommand(context, change.incident, communityKey, stamp))
  }
  return change
}

/** Whether what a rule finds is registered without a person. */
export function isTrusted(context: DeskContext, first: Match | undefined): boolean {
  return (first?.registration ?? context.registration) === "automatic"
}

/** A match as the log keeps it. */
export function recorded(match: Match): RecordedMatch {
  return {
    ruleId: match.ruleId,
    ruleVersion: match.ruleVersion ?? null,
    topic: match.topic ?? null,
    clauses: match.clauses.map(({ term, start, end }) => ({ term, start, end })),
  }
}
