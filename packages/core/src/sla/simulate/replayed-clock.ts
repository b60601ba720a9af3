import type { Instant, Interval } from "../../base/index.ts"
import type { GoalId, PlannedClock } from "../../incident/index.ts"

/** A clock as it ran, or as it would have run. */
export interface ReplayedClock {
  readonly goal: GoalId
  /** In which cycle it started: 1, and one more for each reopening. */
  readonly cycle: number
  readonly policyId: string
  readonly policyVersion: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  /** When it ended; null while it does not. */
  readonly stoppedAt: Instant | null
  /** Whether it ended without its goal. */
  readonly isCancelled: boolean
  /** Whether it ended by a dismissal, which may be taken back. */
  readonly isDismissed: boolean
  /** Since when it stands still; null while it does not. */
  readonly pausedAt: Instant | null
  readonly pauses: readonly Interval[]
  /** A due time that had passed and was put off later: a breach stays one. Null when there is none. */
  readonly missedDueAt: Instant | null
}

/** The clocks of one incident in the order of their start; of one goal the last is the present one. */
export type ReplayedClocks = readonly ReplayedClock[]

/** Adds a running clock. */
export function started(clocks: ReplayedClocks, planned: Omit<PlannedClock, "startsAt">, cycle: number): ReplayedClocks {
  const { goal, policyId, policyVersion, startedAt, dueAt } = planned
  const fresh = { stoppedAt: null, isCancelled: false, isDismissed: false, pausedAt: null, pauses: [], missedDueAt: null }
  return [...clocks, { goal, cycle, policyId, policyVersion, startedAt, dueAt, ...fresh }]
}

/** Changes the present clock of a goal, if it runs or stands still. */
function changed(clocks: ReplayedClocks, goal: GoalId, change: (clock: ReplayedClock) => Partial<ReplayedClock>): ReplayedClocks {
  const present = clocks.findLastIndex((clock) => clock.goal === goal)
  return clocks.map((clock, index) => (index === present && clock.stoppedAt === null ? { ...clock, ...change(clock) } : clock))
}

/** Ends a clock whose goal is reached. */
export function stopped(clocks: ReplayedClocks, goal: GoalId, stoppedAt: Instant): ReplayedClocks {
  return changed(clocks, goal, () => ({ stoppedAt }))
}

/** Ends a clock without its goal. */
export function cancelled(clocks: ReplayedClocks, goal: GoalId, stoppedAt: Instant, isDismissed = false): ReplayedClocks {
  return changed(clocks, goal, () => ({ stoppedAt, isCancelled: true, isDismissed }))
}

/** Lets a clock that a dismissal ended go on as if it had not. */
export function restored(clocks: ReplayedClocks, goal: GoalId): ReplayedClocks {
  const present = clocks.findLastIndex((clock) => clock.goal === goal)
  return clocks.map((clock, index) =>
    index === present && clock.isDismissed ? { ...clock, stoppedAt: null, isCancelled: false, isDismissed: false } : clock,
  )
}

/** Lets a clock stand still. */
export function pausedAt(clocks: ReplayedClocks, goal: GoalId, at: Instant): ReplayedClocks {
  return changed(clocks, goal, ({ pausedAt: since, startedAt, dueAt, missedDueAt }) =>
    since === null ? { pausedAt: at < startedAt ? startedAt : at, missedDueAt: missedDueAt ?? (dueAt < at ? dueAt : null) } : {},
  )
}

/** Lets a clock go on, with the due time that is reckoned of its pauses. */
export function resumed(
  clocks: ReplayedClocks,
  goal: GoalId,
  at: Instant,
  dueOf: (clock: ReplayedClock, pauses: readonly Interval[]) => Instant,
): ReplayedClocks {
  return changed(clocks, goal, (clock) => {
    if (clock.pausedAt === null) return {}
    const pauses = [...clock.pauses, { from: clock.pausedAt, to: at < clock.pausedAt ? clock.pausedAt : at }]
    return { pausedAt: null, pauses, dueAt: dueOf(clock, pauses) }
  })
}

/** Brings a clock under another policy. */
export function repinned(
  clocks: ReplayedClocks,
  goal: GoalId,
  at: Instant,
  pin: Pick<ReplayedClock, "policyId" | "policyVersion" | "dueAt">,
): ReplayedClocks {
  return changed(clocks, goal, ({ dueAt, pausedAt: since, missedDueAt }) => ({
    policyId: pin.policyId,
    policyVersion: pin.policyVersion,
    dueAt: pin.dueAt,
    missedDueAt: missedDueAt ?? (pin.dueAt !== dueAt && since === null && dueAt <= at ? dueAt : null),
  }))
}
