import { readInstant, type Instant } from "../base/index.ts"
import { firstReplyGoal, type IncidentEvent } from "../incident/index.ts"
import type { Calendars } from "./deadline.ts"
import { createClockPlanner, type ClockHandling } from "./planner.ts"
import type { Policy } from "./policy.ts"
import { replay, type ReplayedClock } from "./replay.ts"

/** What happened to one incident, from its detection on: as `storage.load` gives it. */
export interface IncidentHistory {
  /** The incident. */
  readonly incidentId: string
  /** Its whole log, in order. */
  readonly events: readonly IncidentEvent[]
}

/** A clock of a simulation. */
export interface SimulatedClock {
  /** The policy that sets the term. */
  readonly policyId: string
  /** Its edition. */
  readonly policyVersion: string
  /** The moment that it counts from. */
  readonly startedAt: Instant
  /** When it is due. */
  readonly dueAt: Instant
  /** When it ended; null while it does not. */
  readonly stoppedAt: Instant | null
  /** Whether it ended without its goal, as with a closing. */
  readonly isCancelled: boolean
  /** Whether the goal was reached after the due time, or was not reached when the due time came. */
  readonly isLate: boolean
}

/** One goal of one incident, as it was and as it would have been. */
export interface SimulatedGoal {
  /** The incident. */
  readonly incidentId: string
  /** The goal. */
  readonly goal: string
  /** 1, and one more for each reopening. */
  readonly cycle: number
  /** 1, and one more for each owner or draft that has a clock of its own. */
  readonly turn: number
  /** Null when no clock ran for the goal. */
  readonly before: SimulatedClock | null
  /** Null when no clock would have run for the goal. */
  readonly after: SimulatedClock | null
}

/** The sums of one goal. */
export interface SimulationTotals {
  /** The goal. */
  readonly goal: string
  /** Clocks that ran, and clocks that would have run. */
  readonly clocksBefore: number
  /** Clocks under the simulated policies. */
  readonly clocksAfter: number
  /** Of those, how many were late, and how many would have been. */
  readonly lateBefore: number
  /** Clocks that are late under the simulated policies. */
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
  /** In the order in which the goals first occur in `goals`. */
  readonly totals: readonly SimulationTotals[]
}

/** The desk's defaults. */
const usualHandling: ClockHandling = {
  resumeGraceMinutes: 60,
  reclassify: { graceMinutes: 60 },
  pausedByQuestion: ["final-reply"],
  questionIsFirstReply: false,
  conversation: { windowRestarts: true },
  ladder: [],
}

/**
 * What would have been late under other policies or other calendars: every history is replayed, and clocks are started
 * at its registration, its hand-overs and its later stages as the desk would have; replies, questions and decisions
 * stop, pause and end them. Pure: nothing is written, and what ran stays as it was.
 *
 * Late is judged on both sides by the same rule, by the moment at which the network published the reply: so a breach
 * that was recorded before a reply became known does not count as one here. The goals `triage`, `promise` and
 * `objection` are left out: the first by lack of facts in the log, the others have no term of a policy that can be
 * missed. Corrected facts reckon running clocks anew unless the log says that they were left alone, and so does a
 * `change-policy`.
 *
 * @param options - the policies to try (read with `policySchema`), the calendars by id, the histories, the moment of
 * the judgement, and the desk's `handling` as far as clocks depend on it (its defaults where absent)
 * @throws DeskError `config` when a policy names a calendar that is not there, or one without enough working time
 * @throws DeskError `protocol` when a history does not begin with the detection, or is broken otherwise
 */
export function simulatePolicies(options: {
  /** The policies to simulate. */
  readonly policies: readonly Policy[]
  /** Calendars by id. */
  readonly calendars: Calendars
  /** The logs of incidents. */
  readonly histories: Iterable<IncidentHistory>
  /** The moment up to which the logs go. */
  readonly asOf: Instant
  /** The rules of the life cycle that touch clocks. Default: as in `createDesk`. */
  readonly handling?: Partial<Omit<ClockHandling, "conversation" | "ladder">>
}): PolicySimulation {
  const { policies, calendars } = options
  const asOf = readInstant(options.asOf, "asOf")
  const handling: ClockHandling = { ...usualHandling, ...options.handling }
  const goals: SimulatedGoal[] = []
  const planner = createClockPlanner({ policies, calendars, handling })
  for (const { incidentId, events } of options.histories) {
    const { before, after, isMerged } = replay(events, planner)
    const [ran, wouldRun] = [byPlace(before), byPlace(after)]
    for (const place of new Set([...ran.keys(), ...wouldRun.keys()])) {
      const [one, other] = [ran.get(place), wouldRun.get(place)]
      const clock = one?.clock ?? other?.clock
      const turn = one?.turn ?? other?.turn ?? 1
      if (clock === undefined) continue
      const sides = { before: judged(one?.clock, asOf, isMerged), after: judged(other?.clock, asOf, isMerged) }
      if (sides.before !== null || sides.after !== null) goals.push({ incidentId, goal: clock.goal, cycle: clock.cycle, turn, ...sides })
    }
  }
  return { asOf, goals, totals: totalsOf(goals) }
}

/** Clocks by what makes two of them the same: goal, cycle and turn. */
function byPlace(clocks: readonly ReplayedClock[]): ReadonlyMap<string, { readonly clock: ReplayedClock; readonly turn: number }> {
  const turns = new Map<string, number>()
  return new Map(
    clocks.map((clock) => {
      const kind = `${clock.cycle} ${clock.goal}`
      const turn = (turns.get(kind) ?? 0) + 1
      turns.set(kind, turn)
      return [`${kind} ${turn}`, { clock, turn }]
    }),
  )
}

/**
 * The state of a clock at a moment; null when it had not started by then.
 *
 * @param isMerged - of a merged incident only the citizen's own clock is waited for
 */
function judged(clock: ReplayedClock | undefined, asOf: Instant, isMerged: boolean): SimulatedClock | null {
  // What lies after the moment of the judgement has not happened yet.
  if (clock === undefined || clock.startedAt > asOf) return null
  const { policyId, policyVersion, startedAt, dueAt } = clock
  const stoppedAt = clock.stoppedAt !== null && clock.stoppedAt <= asOf ? clock.stoppedAt : null
  const isAsleep = isMerged && clock.goal !== firstReplyGoal && stoppedAt === null
  const isLate = clock.missedDueAt !== null ? clock.missedDueAt <= asOf : !isAsleep && isOver(clock, stoppedAt, asOf)
  return { policyId, policyVersion, startedAt, dueAt, stoppedAt, isCancelled: stoppedAt !== null && clock.cancelled !== null, isLate }
}

/** Reached at the very moment of the due time is in time; given up at it is not. */
function isOver({ dueAt, stillSince, cancelled }: ReplayedClock, stoppedAt: Instant | null, asOf: Instant): boolean {
  if (stillSince !== null && stillSince <= asOf) return false
  if (stoppedAt === null) return dueAt <= asOf
  return cancelled === null ? dueAt < stoppedAt : dueAt <= stoppedAt
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
