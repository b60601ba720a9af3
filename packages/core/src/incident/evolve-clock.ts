import type { ClockStarted, GoalId } from "./event.ts"
import type { ClockState } from "./state.ts"

/** Adds a running clock. */
export function startClock(clocks: readonly ClockState[], event: ClockStarted): readonly ClockState[] {
  const { goal, policyId, policyVersion, startedAt, dueAt } = event
  return [...clocks, { goal, policyId, policyVersion, startedAt, dueAt, stoppedAt: null, missedNoticedAt: null }]
}

/** Changes the clock of one goal and leaves the others alone: goals are independent. */
export function changeClock(clocks: readonly ClockState[], goal: GoalId, change: Partial<ClockState>): readonly ClockState[] {
  return clocks.map((clock) => (clock.goal === goal ? { ...clock, ...change } : clock))
}
