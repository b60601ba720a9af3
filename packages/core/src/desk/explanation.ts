import type { MatchedClause } from "../match/index.ts"
import type { Message } from "../message/index.ts"
import type { ExistingIncident } from "../storage/index.ts"

/** A match with its words, as far as they are still known. */
export interface ExplainedMatch {
  readonly ruleId: string
  readonly ruleVersion: string | null
  readonly topic: string | null
  /** `text` is null when the message was erased or edited since: the log keeps offsets only. */
  readonly clauses: readonly (Omit<MatchedClause, "text"> & { readonly text: string | null })[]
}

/** Why there is an incident, who owns it and since when that is due. */
export interface IncidentExplanation {
  readonly incidentId: string
  readonly matches: readonly ExplainedMatch[]
  /** Null while a candidate. */
  readonly route: { readonly authorityId: string | null; readonly ruleId: string | null; readonly why: string } | null
  readonly territory: { readonly territoryId: string | null; readonly why: string } | null
  readonly deadlines: readonly {
    readonly goal: string
    readonly dueAt: string
    readonly policyId: string
    readonly policyVersion: string
  }[]
}

/**
 * Tells why an incident is what it is: which characters matched, which rule gave the owner, which policies gave the due times.
 *
 * @param incident - the state
 * @param messages - its stored messages, in any order; may be empty
 */
export function explainIncident(incident: ExistingIncident, messages: readonly Message[]): IncidentExplanation {
  const message = messages.find((candidate) => candidate.key === incident.messageKeys[0])
  // Offsets belong to the first revision; in another text they would underline the wrong words.
  const text = message !== undefined && message.revision === 1 ? message.text : null
  const registered = "registeredAt" in incident
  return {
    incidentId: incident.incidentId,
    matches: incident.matches.map(({ ruleId, ruleVersion, topic, clauses }) => ({
      ruleId,
      ruleVersion,
      topic,
      clauses: clauses.map((clause) => ({ ...clause, text: text === null ? null : text.slice(clause.start, clause.end) })),
    })),
    route: registered
      ? {
          authorityId: incident.assignment?.authorityId ?? null,
          ruleId: incident.assignment?.ruleId ?? null,
          why: incident.assignment?.why ?? incident.noOwnerWhy ?? "not routed yet",
        }
      : null,
    territory: registered ? { territoryId: incident.territory.territoryId, why: incident.territory.why } : null,
    deadlines: incident.clocks.map(({ goal, dueAt, policyId, policyVersion }) => ({ goal, dueAt, policyId, policyVersion })),
  }
}
