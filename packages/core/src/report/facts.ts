import type { Instant } from "../base/index.ts"
import type { Importance, IncidentKind, IncidentStatus, Intake, Problem } from "../incident/index.ts"
import type { Network } from "../message/index.ts"

/**
 * What reports count of one incident: a flat record that a storage can index. Made from the state by `factsOf`; holds
 * no text and no person.
 */
export interface IncidentFacts {
  readonly incidentId: string
  readonly status: Exclude<IncidentStatus, "none">
  readonly problem: Problem["value"]
  /** How it came. */
  readonly intake: Intake
  /** Of a candidate the one that its rule names; null when none does. */
  readonly topic: string | null
  /** The owner, of a candidate whom the rules would name; null in the no-owner queue. */
  readonly authorityId: string | null
  /** Of a candidate where it seems to be. */
  readonly territoryId: string | null
  readonly network: Network
  readonly kind: IncidentKind | null
  readonly importance: Importance | null
  readonly publishedAt: Instant
  readonly detectedAt: Instant
  readonly registeredAt: Instant | null
  /**
   * When the first reply is due (goal `first-reply`); null when no policy applies, and when it was dismissed before.
   */
  readonly dueAt: Instant | null
  /** When the earliest reply, interim or final, was published in the network; null when none is. */
  readonly answeredAt: Instant | null
  readonly closedAt: Instant | null
  readonly dismissedAt: Instant | null
  /** When the desk saw the first word of an author that waits for an answer of its own; null when none waits. */
  readonly waitingSince: Instant | null
  /**
   * When the next of the terms is due that now run for the citizen: the first reply of any cycle, the answer to later
   * words, the final reply, the promise. Paused ones are none. Null when none runs.
   */
  readonly nextDueAt: Instant | null
  readonly updatedAt: Instant
}

/** By what a report may be split. By author is not among them, and never will be. */
export type Dimension = "topic" | "authority" | "territory" | "network" | "day"

/**
 * Counts of one row of a report. Each number is defined once, in `metrics`; `docs/modules/report.md` says it in words.
 *
 * What lies after the moment of the report has not happened yet, for every number: of a month that still runs, only the
 * terms that have ended are due.
 */
export interface Tally {
  /** Registered in the period. */
  readonly received: number
  /** Of those, not dismissed by the moment of the report. */
  readonly accepted: number
  /** The term of the first reply ended in the period: the denominator of "in time". */
  readonly due: number
  /** Due in the period and first reply published not later than due. */
  readonly answeredInTime: number
  /** Due in the period and first reply published later than due. */
  readonly answeredLate: number
  /** Registered in the period and answered by the moment of the report. */
  readonly answered: number
  /** Registered in the period, term ended by the moment of the report, and not answered by then. */
  readonly overdueOpen: number
  /** Closed in the period. */
  readonly closed: number
}

/** The name of a number. */
export type MetricId = keyof Tally
