import type { Instant } from "../../base/index.ts"
import { firstReplyGoal } from "../../incident/index.ts"
import type { ReplayedClock } from "./replayed-clock.ts"

/** A clock of a simulation. */
export interface SimulatedClock {
  readonly policyId: string
  readonly policyVersion: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  /** When it ended; null while it does not. */
  readonly stoppedAt: Instant | null
  /** Whether it ended without its goal, as with a closing. */
  readonly isCancelled: boolean
  /** Whether the goal was reached after the due time, or was not reached when the due time came. */
  readonly isLate: boolean
}

/**
 * What a clock comes to at a moment; null when it had not started by then.
 *
 * @param isMerged - of a merged incident only the citizen's own clock is waited for
 */
export function judged(clock: ReplayedClock | undefined, asOf: Instant, isMerged: boolean): SimulatedClock | null {
  // What lies after the moment of the judgement has not happened yet.
  if (clock === undefined || clock.startedAt > asOf) return null
  const { policyId, policyVersion, startedAt, dueAt } = clock
  const stoppedAt = clock.stoppedAt !== null && clock.stoppedAt <= asOf ? clock.stoppedAt : null
  const isAsleep = isMerged && clock.goal !== firstReplyGoal && stoppedAt === null
  const isLate = clock.missedDueAt !== null ? clock.missedDueAt <= asOf : !isAsleep && isOver(clock, stoppedAt, asOf)
  return { policyId, policyVersion, startedAt, dueAt, stoppedAt, isCancelled: stoppedAt !== null && clock.isCancelled, isLate }
}

/** Reached at the very moment of the due time is in time; given up at it is not. */
function isOver({ dueAt, pausedAt, isCancelled }: ReplayedClock, stoppedAt: Instant | null, asOf: Instant): boolean {
  if (pausedAt !== null && pausedAt <= asOf) return false
  if (stoppedAt === null) return dueAt <= asOf
  return isCancelled ? dueAt <= stoppedAt : dueAt < stoppedAt
}
