import type { MatchedClause } from "../../match/index.ts"
import type { ClockState, CoExecutor } from "../../incident/index.ts"
import type { Message } from "../../message/index.ts"
import { explainDeadline, type DeadlineExplanation } from "../../sla/index.ts"
import type { ExistingIncident } from "../../storage/index.ts"
import type { DeskContext } from "../context.ts"

/** A match with its words, as far as they are still known. */
export interface ExplainedMatch {
  /** The rule that matched. */
  readonly ruleId: string
  /** Its version then; null: it had none. */
  readonly ruleVersion: string | null
  /** Its topic then; null: it had none. */
  readonly topic: string | null
  /** `text` is null when the message was erased or edited since: the log keeps offsets only. */
  readonly clauses: readonly (Omit<MatchedClause, "text"> & {
    /** The words of the text; null after erasure. */
    readonly text: string | null
  })[]
}

/** Why there is an incident, who owns it and since when that is due. */
export interface IncidentExplanation {
  /** The incident. */
  readonly incidentId: string
  /** Why it was found: the rules that matched. */
  readonly matches: readonly ExplainedMatch[]
  /** Null while a candidate. */
  readonly route: {
    /** The owner; null: nobody. */
    readonly authorityId: string | null
    /** The routing rule that decided; null: a person did, or nobody. */
    readonly ruleId: string | null
    /** Why, in words. */
    readonly why: string
    /** Who works on it beside the owner; empty when nobody does. */
    readonly coExecutors: readonly CoExecutor[]
  } | null
  /** Where it is, and why; null before it is registered. */
  readonly territory: {
    /** The territory; null: unknown. */
    readonly territoryId: string | null
    /** Why, in words. */
    readonly why: string
  } | null
  /** When what is due, and why. */
  readonly deadlines: readonly {
    /** The goal, as `first-reply`. */
    readonly goal: string
    /** When it is due. */
    readonly dueAt: string
    /** The policy. */
    readonly policyId: string
    /** Its edition. */
    readonly policyVersion: string
    /**
     * Line by line why it is due then: what was counted, what was skipped and why, pauses and the grace after them.
     * Null where the host has the pinned policy no more, and where it was replaced while the clock ran under the due
     * time of another.
     */
    readonly explanation: DeadlineExplanation | null
  }[]
}

/**
 * Explains why an incident is what it is: which characters matched, which rule gave the owner, which policies gave the
 * due times.
 *
 * @param incident - the state
 * @param messages - its stored messages, in any order; may be empty
 * @param explainClock - explains a clock line by line; absent: it is not reported
 */
export function explainIncident(
  incident: ExistingIncident,
  messages: readonly Message[],
  explainClock: (clock: ClockState) => DeadlineExplanation | null = () => null,
): IncidentExplanation {
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
          coExecutors: incident.assignment?.coExecutors ?? [],
        }
      : null,
    territory: registered ? { territoryId: incident.territory.territoryId, why: incident.territory.why } : null,
    deadlines: incident.clocks.map((clock) => {
      const { goal, dueAt, policyId, policyVersion } = clock
      return { goal, dueAt, policyId, policyVersion, explanation: explainClock(clock) }
    }),
  }
}

/** Explains a clock line by line. One whose due time another policy had left behind cannot be explained by this one. */
export function tellClock(context: DeskContext, clock: ClockState): DeadlineExplanation | null {
  const policy = context.planner.policyOf(clock)
  if (policy === undefined) return null
  const { startedAt, pauses, dueAt } = clock
  const graceMinutes = context.handling.resumeGraceMinutes
  const explained = explainDeadline({ policy, calendars: context.calendars, startedAt, pauses, graceMinutes, zone: context.evidence.zone })
  return explained.dueAt === dueAt ? explained : null
}
