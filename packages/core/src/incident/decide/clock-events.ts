import type { Instant } from "../../base/index.ts"
import type { PlannedChange, PlannedClock, PlannedResumption } from "../commands/command-envelope.ts"
import type { ClockEvent, DeadlineMissed } from "../events/event-clock.ts"
import type { ClockState } from "../state/state-parts.ts"
import { acceptanceGoal, approvalGoal, followUpGoal, promiseGoal, type Actor, type CancellationReason, type GoalId } from "../vocabulary.ts"

/** The moment and the actor of whatever happens. */
export interface Stamp {
  readonly at: Instant
  readonly by: Actor
}

/**
 * What a step wants of the clocks. When several are true of one goal, stop goes before pause, and pause before start.
 */
export interface ClockWishes {
  /** Goals that are reached, and when. */
  readonly stop?: { readonly goals: readonly GoalId[]; readonly at: Instant }
  readonly cancel?: { readonly goals: readonly GoalId[]; readonly reason: CancellationReason }
  readonly pause?: { readonly goals: readonly GoalId[]; readonly at: Instant }
  readonly start?: readonly PlannedClock[]
}

/**
 * Goals that have a clock of their own for each owner, draft or promise. All others run once a cycle: nobody gets a
 * second term.
 */
const repeatable: readonly GoalId[] = [acceptanceGoal, approvalGoal, promiseGoal, followUpGoal]

/**
 * The clock of a goal that runs or is paused; undefined when there is none.
 *
 * @param clocks - of one incident
 * @param goal - which goal
 */
export function runningClock(clocks: readonly ClockState[], goal: GoalId): ClockState | undefined {
  return clocks.findLast((clock) => clock.goal === goal && clock.stoppedAt === null)
}

/** The goals of all clocks that run or are paused. */
export function runningGoals(clocks: readonly ClockState[]): readonly GoalId[] {
  return [...new Set(clocks.filter((clock) => clock.stoppedAt === null).map((clock) => clock.goal))]
}

/**
 * The events of what a step wants of the clocks. A term that had passed before is written down first: no breach is lost
 * by a change.
 */
export function changeClocks(clocks: readonly ClockState[], cycle: number, stamp: Stamp, wishes: ClockWishes): readonly ClockEvent[] {
  const stopped = new Set(wishes.stop?.goals ?? [])
  const cancelled = new Set((wishes.cancel?.goals ?? []).filter((goal) => !stopped.has(goal)))
  const paused = new Set((wishes.pause?.goals ?? []).filter((goal) => !stopped.has(goal) && !cancelled.has(goal)))
  const barred = new Set([...stopped, ...paused].filter((goal) => runningClock(clocks, goal) !== undefined))
  return [
    ...[...stopped].flatMap((goal) => stopClock(clocks, goal, wishes.stop?.at ?? stamp.at, stamp)),
    ...[...cancelled].flatMap((goal) => cancelClock(clocks, goal, wishes.cancel?.reason ?? "withdrawn", stamp)),
    ...[...paused].flatMap((goal) => pauseClock(clocks, goal, wishes.pause?.at ?? stamp.at, stamp)),
    ...startClocks(clocks, cycle, stamp, wishes.start ?? [], barred, cancelled),
  ]
}

function startClocks(
  clocks: readonly ClockState[],
  cycle: number,
  { at, by }: Stamp,
  planned: readonly PlannedClock[],
  barred: ReadonlySet<GoalId>,
  ended: ReadonlySet<GoalId>,
): readonly ClockEvent[] {
  const started = new Set<GoalId>()
  return planned.flatMap((clock): readonly ClockEvent[] => {
    const { goal, policyId, policyVersion, startedAt, dueAt, marks = [] } = clock
    const isRepeatable = repeatable.includes(goal)
    const isRunning = clocks.some(
      (other) => other.goal === goal && (isRepeatable ? other.stoppedAt === null && !ended.has(goal) : other.cycle === cycle),
    )
    // A goal that is reached in the same step does not start, but one that comes again for another owner or draft does.
    if (isRunning || started.has(goal) || (barred.has(goal) && !isRepeatable)) return []
    started.add(goal)
    return [{ type: "clock-started", schemaVersion: 1, at, by, goal, policyId, policyVersion, startedAt, dueAt, marks }]
  })
}

function stopClock(clocks: readonly ClockState[], goal: GoalId, stoppedAt: Instant, stamp: Stamp): readonly ClockEvent[] {
  const clock = runningClock(clocks, goal)
  if (clock === undefined) return []
  return [
    ...missedBefore(clock, stoppedAt, stamp),
    { type: "clock-stopped", schemaVersion: 1, at: stamp.at, by: stamp.by, goal, stoppedAt },
  ]
}

function cancelClock(clocks: readonly ClockState[], goal: GoalId, reason: CancellationReason, stamp: Stamp): readonly ClockEvent[] {
  const clock = runningClock(clocks, goal)
  if (clock === undefined) return []
  return [
    ...missedBefore(clock, stamp.at, stamp, "at-due"),
    { type: "clock-cancelled", schemaVersion: 1, at: stamp.at, by: stamp.by, goal, reason },
  ]
}

function pauseClock(clocks: readonly ClockState[], goal: GoalId, pausedAt: Instant, stamp: Stamp): readonly ClockEvent[] {
  const clock = runningClock(clocks, goal)
  if (clock === undefined || clock.pausedAt !== null) return []
  return [
    ...missedBefore(clock, pausedAt, stamp),
    {
      type: "clock-paused",
      schemaVersion: 1,
      at: stamp.at,
      by: stamp.by,
      goal,
      pausedAt: pausedAt < clock.startedAt ? clock.startedAt : pausedAt,
    },
  ]
}

/** Resumes every paused clock; one without a planned resumption keeps its due time. */
export function resumeClocks(
  clocks: readonly ClockState[],
  planned: readonly PlannedResumption[],
  { at, by }: Stamp,
): readonly ClockEvent[] {
  return clocks.flatMap((clock): readonly ClockEvent[] => {
    if (clock.stoppedAt !== null || clock.pausedAt === null) return []
    const { goal, pausedAt } = clock
    const plan = planned.find((candidate) => candidate.goal === goal)
    const resumedAt = at < pausedAt ? pausedAt : at
    const dueAt = plan?.dueAt ?? clock.dueAt
    const marks = plan?.marks ?? clock.marks.map(({ level, at: markAt }) => ({ level, at: markAt }))
    return [{ type: "clock-resumed", schemaVersion: 1, at, by, goal, resumedAt, dueAt, marks }]
  })
}

/**
 * Brings running clocks under other policies. Start, elapsed time and pauses stay; a breach of the old term is written
 * down first, since a later due time must not hide it.
 */
export function changePolicies(clocks: readonly ClockState[], changes: readonly PlannedChange[], stamp: Stamp): readonly ClockEvent[] {
  const { at, by } = stamp
  return changes.flatMap((change): readonly ClockEvent[] => {
    const clock = runningClock(clocks, change.goal)
    if (clock === undefined) return []
    const { goal, mode, policyId, policyVersion } = change
    const event = { type: "policy-changed", schemaVersion: 1, at, by, goal, mode, policyId, policyVersion } as const
    if (mode === "new-only")
      return [{ ...event, dueAt: clock.dueAt, marks: clock.marks.map(({ level, at: markAt }) => ({ level, at: markAt })) }]
    return [...missedBefore(clock, at, stamp, "at-due"), { ...event, dueAt: change.dueAt, marks: change.marks ?? [] }]
  })
}

/** The breach of a clock whose term had passed at a moment, unless it is on record or the clock is paused. */
export function missedBefore(
  clock: ClockState,
  moment: Instant,
  { at, by }: Stamp,
  edge: "after-due" | "at-due" = "after-due",
): readonly DeadlineMissed[] {
  const { goal, dueAt } = clock
  if (clock.missedNoticedAt !== null || clock.pausedAt !== null) return []
  if (edge === "at-due" ? dueAt > moment : dueAt >= moment) return []
  return [{ type: "deadline-missed", schemaVersion: 1, at, by, goal, dueAt, noticedAt: at }]
}
