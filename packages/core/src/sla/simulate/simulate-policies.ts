import type { Instant } from "../../base/index.ts"
import type { IncidentEvent } from "../../incident/index.ts"
import type { Calendars } from "../calendars.ts"
import type { Policy } from "../policy.ts"
import { replay, type ReplayedClock } from "./replay.ts"

/** What happened to one incident, from its detection on: as `storage.load` gives it. */
export interface IncidentHistory {
  readonly incidentId: string
  readonly events: readonly IncidentEvent[]
}

/** A clock of a simulation. */
export interface SimulatedClock {
  readonly policyId: string
  readonly policyVersion: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  /** When the goal was reached; null while it is not. */
  readonly stoppedAt: Instant | null
  /** Whether it was reached after the due time, or was not reached when the due time came. */
  readonly isLate: boolean
}

/** One goal of one incident, as it was and as it would have been. */
export interface SimulatedGoal {
  readonly incidentId: string
  readonly goal: string
  /** Null when no clock ran for the goal. */
  readonly before: SimulatedClock | null
  /** Null when no clock would have run for the goal. */
  readonly after: SimulatedClock | null
}

/** The sums of one goal. */
export interface SimulationTotals {
  readonly goal: string
  /** Clocks that ran, and clocks that would have run. */
  readonly clocksBefore: number
  readonly clocksAfter: number
  /** Of those, how many were late, and how many would have been. */
  readonly lateBefore: number
  readonly lateAfter: number
  /** Late only under the other policies. A clock that did not run was not late. */
  readonly becameLate: number
  /** Late only as it was. */
  readonly becameInTime: number
  /** Clocks that ran and would have run, with another due time. */
  readonly moved: number
}

/** What other policies would have meant. */
export interface PolicySimulation {
  /** The moment at which late was judged. */
  readonly asOf: Instant
  /** In the order of the histories; of one incident, the goals that had a clock first. */
  readonly goals: readonly SimulatedGoal[]
  /** In the order in which the goals first stand in `goals`. */
  readonly totals: readonly SimulationTotals[]
}

/**
 * What would have been late under other policies or other calendars: every history is replayed, and clocks are started at its registration
 * and its hand-overs as `planClocks` would have. Pure: nothing is written, and what ran stays as it was.
 *
 * Late is judged on both sides by the same rule, by the moment at which the reply stood in the network: so a breach that was recorded before
 * a reply became known does not count as one here. An incident that was closed is judged as of its closing.
 *
 * @param options - the policies to try (read with `policySchema`), the calendars by id, the histories, and the moment of the judgement
 * @throws DeskError `config` when a policy names a calendar that is not there, or one without enough working time
 * @throws TypeError when a history does not begin with the detection
 */
export function simulatePolicies(options: {
  readonly policies: readonly Policy[]
  readonly calendars: Calendars
  readonly histories: Iterable<IncidentHistory>
  readonly asOf: Instant
}): PolicySimulation {
  const goals: SimulatedGoal[] = []
  for (const { incidentId, events } of options.histories) {
    const { before, after, endedAt } = replay(events, options.policies, options.calendars)
    const asOf = endedAt !== null && endedAt < options.asOf ? endedAt : options.asOf
    for (const goal of new Set([...before.keys(), ...after.keys()])) {
      const row = { incidentId, goal, before: judged(before.get(goal), asOf), after: judged(after.get(goal), asOf) }
      if (row.before !== null || row.after !== null) goals.push(row)
    }
  }
  return { asOf: options.asOf, goals, totals: totalsOf(goals) }
}

function judged(clock: ReplayedClock | undefined, asOf: Instant): SimulatedClock | null {
  // What lies after the moment of the judgement has not happened yet.
  if (clock === undefined || clock.startedAt > asOf) return null
  const { policyId, policyVersion, startedAt, dueAt } = clock
  const stoppedAt = clock.stoppedAt !== null && clock.stoppedAt <= asOf ? clock.stoppedAt : null
  return { policyId, policyVersion, startedAt, dueAt, stoppedAt, isLate: stoppedAt === null ? dueAt <= asOf : stoppedAt > dueAt }
}

function totalsOf(goals: readonly SimulatedGoal[]): readonly SimulationTotals[] {
  return [...Map.groupBy(goals, ({ goal }) => goal)].map(([goal, rows]) => {
    const count = (holds: (row: SimulatedGoal) => boolean): number => rows.filter(holds).length
    const isLate = (clock: SimulatedClock | null): boolean => clock?.isLate ?? false
    return {
      goal,
      clocksBefore: count(({ before }) => before !== null),
      clocksAfter: count(({ after }) => after !== null),
      lateBefore: count(({ before }) => isLate(before)),
      lateAfter: count(({ after }) => isLate(after)),
      becameLate: count(({ before, after }) => !isLate(before) && isLate(after)),
      becameInTime: count(({ before, after }) => isLate(before) && !isLate(after)),
      moved: count(({ before, after }) => before !== null && after !== null && before.dueAt !== after.dueAt),
    }
  })
}
