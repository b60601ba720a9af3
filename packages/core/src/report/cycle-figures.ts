import { minutesBetween, type Interval } from "../base/index.ts"
import { evolve, initialIncident, type GoalId, type Incident, type IncidentEvent } from "../incident/index.ts"
import { backlogSigns, countSubjects, tallyMarks, type SubjectCount, type CycleTally, type MarkedIncident } from "./cycle-tally.ts"
import { factsOf } from "./facts-of.ts"
import { marksOf, type BacklogMove } from "./marks.ts"

/** A share with what it is a share of; null when there is nothing to take a share of. */
export interface CycleShare {
  /** The share, 0 to 1; null when `of` is 0. */
  readonly share: number | null
  /** What it is a share of. */
  readonly of: number
}

/**
 * How long something took, by the wall clock: the middle one, and the one that nine of ten do not exceed (nearest
 * rank). Null when there was none.
 */
export interface CycleDuration {
  /** How many were measured. */
  readonly count: number
  /** The median, in minutes; null when there was none. */
  readonly medianMinutes: number | null
  /** What nine of ten do not exceed, in minutes; null when there was none. */
  readonly p90Minutes: number | null
}

/** How often the terms of a goal were missed. */
export interface MissedTerms {
  /** The goal. */
  readonly goal: GoalId
  /** How often its term was missed. */
  readonly count: number
}

/**
 * What the whole cycle makes countable, for a half-open period. Each number but the repeat share is counted by what
 * happened in the period, whatever happened later.
 *
 * The backlog adds up:
 * `openBefore + received + reopened + unmerged + restored - closed - merged - converted - dismissed = openAfter`. Open
 * is what was taken on and is neither closed nor merged into another nor converted nor dismissed; candidates and
 * rejected ones are not part of it.
 */
export interface CycleFigures {
  /** Open when the period began. */
  readonly openBefore: number
  /** Registered in the period. */
  readonly received: number
  /** Begun anew: refuted, repeated, ordered; or answered once more under a message that joined after the closing. */
  readonly reopened: number
  /** Mergings that were taken back. */
  readonly unmerged: number
  /** Taken back into work after a dismissal by mistake. */
  readonly restored: number
  /** Closed in the period. */
  readonly closed: number
  /** Merged into another incident. */
  readonly merged: number
  /** Continued as a formal appeal. */
  readonly converted: number
  /** Registered, and no complaint after all. They stay counted as received. */
  readonly dismissed: number
  /** Open when the period ended. */
  readonly openAfter: number
  /** Owners that gave it back, and owners that were changed. */
  readonly refused: number
  /** Changes of the owner. */
  readonly transferred: number
  /** Drafts that were handed to an approver. */
  readonly draftsSubmitted: number
  /** Drafts that were sent back. */
  readonly draftsReturned: number
  /**
   * Terms that were missed, of every cycle, by goal (`first-reply`, `final-reply`, `promise` …), in the order of the
   * goals' names; written in the period.
   */
  readonly missed: readonly MissedTerms[]
  /** The same trouble reported again: a reopening as a repeat, or a new incident that was linked to the earlier one. */
  readonly repeats: number
  /**
   * Of the incidents whose first cycle was closed in the period: those that were opened again or linked to a repeat at
   * any time since. Both sides are the same incidents.
   */
  readonly repeatShare: CycleShare
  /**
   * From the citizen's message to the first reply under any message of the incident, for first replies that stood in
   * the period. A question is no reply, unless the host's rules count it as the first.
   */
  readonly sincePublication: CycleDuration
  /** The same from the registration. */
  readonly sinceRegistration: CycleDuration
}

/**
 * Counts the cycle of incidents from their logs, each number by the one definition that {@link CycleFigures} gives.
 *
 * An event belongs to the moment at which it was written; where a clock was set back, to the latest moment before it in
 * its log, so that nothing happens before what it follows.
 *
 * @param logs - the whole log of each incident, oldest event first
 * @param period - half-open
 */
export function cycleFigures(logs: Iterable<readonly IncidentEvent[]>, period: Interval): CycleFigures {
  const incidents: MarkedIncident[] = []
  for (const log of logs) {
    const state = log.reduce<Incident>(evolve, initialIncident)
    if (state.status !== "none") incidents.push({ facts: factsOf(state), marks: marksOf(initialIncident, "", log) })
  }
  const marks = incidents.flatMap((incident) => incident.marks)
  return composeCycle(tallyMarks(incidents, period), countSubjects(marks, { kind: "missed", period }))
}

/**
 * The figures of the cycle from the counts of a storage.
 *
 * @param tally - as `storage.counts.tallyCycle` gives it
 * @param missed - as `storage.counts.countSubjects` gives it for `missed` in the same period
 */
export function composeCycle(tally: CycleTally, missed: readonly SubjectCount[]): CycleFigures {
  const { openBefore, counts, firstClosed, firstClosedRepeated, firstAnswers } = tally
  const { received, reopened, unmerged, restored, closed, merged, converted, dismissed } = counts
  const moves: Readonly<Record<BacklogMove, number>> = { received, reopened, unmerged, restored, closed, merged, converted, dismissed }
  const moved = (Object.keys(backlogSigns) as BacklogMove[]).reduce((sum, kind) => sum + backlogSigns[kind] * moves[kind], 0)
  const minutes = (from: "publishedAt" | "registeredAt") =>
    firstAnswers.flatMap((answer) => (answer[from] === null ? [] : [minutesBetween(answer[from], answer.answeredAt)]))
  return {
    openBefore,
    ...moves,
    openAfter: openBefore + moved,
    refused: counts.refused,
    transferred: counts.transferred,
    draftsSubmitted: counts["draft-submitted"],
    draftsReturned: counts["draft-returned"],
    missed: missed.map(({ subject, count }) => ({ goal: subject, count })),
    repeats: counts.repeat,
    repeatShare: { share: firstClosed === 0 ? null : firstClosedRepeated / firstClosed, of: firstClosed },
    sincePublication: durationOf(minutes("publishedAt")),
    sinceRegistration: durationOf(minutes("registeredAt")),
  }
}

function durationOf(minutes: readonly number[]): CycleDuration {
  const sorted = minutes.toSorted((one, other) => one - other)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
  return { count: sorted.length, medianMinutes: rank(0.5), p90Minutes: rank(0.9) }
}
