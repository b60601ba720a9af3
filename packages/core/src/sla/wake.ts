import { readInstant, type Instant } from "../base/index.ts"
import type { ClockState, GoalId } from "../incident/index.ts"

/** A clock that runs and whose breach is not on record: the only kind that still has something to say. */
function isPending(clock: ClockState): boolean {
  return clock.stoppedAt === null && clock.missedNoticedAt === null
}

/**
 * When an incident's clocks next want attention: the nearest due time of those that run and whose breach is not on record.
 *
 * @param clocks - of one incident
 * @returns null when there is nothing to wait for
 */
export function nextWakeAt(clocks: readonly ClockState[]): Instant | null {
  return clocks
    .filter(isPending)
    .reduce<Instant | null>((nearest, { dueAt }) => (nearest === null || dueAt < nearest ? dueAt : nearest), null)
}

/**
 * The goals whose term has ended and whose breach is to be recorded now, with a `miss-deadline` each, the earliest due first.
 *
 * @param clocks - of one incident
 * @param now - the present moment; a term that ends at it has ended
 */
export function lateGoals(clocks: readonly ClockState[], now: Instant): readonly GoalId[] {
  const moment = readInstant(now, "now")
  return clocks
    .filter((clock) => isPending(clock) && clock.dueAt <= moment)
    .toSorted((one, other) => (one.dueAt < other.dueAt ? -1 : one.dueAt > other.dueAt ? 1 : 0))
    .map((clock) => clock.goal)
}
