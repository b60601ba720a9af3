import type { ClockMark, ClockStarted } from "../events/event-clock.ts"
import type { ClockState, MarkState } from "../state/state-parts.ts"
import type { GoalId } from "../vocabulary.ts"

/** Adds a running clock. */
export function startClock(clocks: readonly ClockState[], event: ClockStarted, cycle: number): readonly ClockState[] {
  const { goal, policyId, policyVersion, startedAt, dueAt, marks } = event
  return [
    ...clocks,
    {
      goal,
      cycle,
      policyId,
      policyVersion,
      startedAt,
      dueAt,
      stoppedAt: null,
      cancelled: null,
      pausedAt: null,
      pauses: [],
      missedNoticedAt: null,
      marks: marks.map((mark) => ({ ...mark, noticedAt: null })),
    },
  ]
}

/**
 * Changes the present clock of one goal and leaves the others alone: goals are independent, and what has ended stays as
 * it ended.
 */
export function changeClock(
  clocks: readonly ClockState[],
  goal: GoalId,
  change: (clock: ClockState) => Partial<ClockState>,
): readonly ClockState[] {
  const present = clocks.findLastIndex((clock) => clock.goal === goal)
  return clocks.map((clock, index) => (index === present ? { ...clock, ...change(clock) } : clock))
}

/** The steps of a ladder that was reckoned anew: what was noticed stays noticed. */
export function newMarks(before: readonly MarkState[], marks: readonly ClockMark[]): readonly MarkState[] {
  const renewed = marks.map(
    (mark) => before.find((old) => old.level === mark.level && old.noticedAt !== null) ?? { ...mark, noticedAt: null },
  )
  const gone = before.filter((old) => old.noticedAt !== null && !marks.some((mark) => mark.level === old.level))
  return [...gone, ...renewed]
}

/** Notes that a step was reached. */
export function noticeMark(marks: readonly MarkState[], level: string, noticedAt: string): readonly MarkState[] {
  return marks.map((mark) => (mark.level === level ? { ...mark, noticedAt } : mark))
}
