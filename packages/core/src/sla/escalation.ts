import * as z from "zod"
import { addMinutes, minutesBetween, readInstant, schemaOf, type Instant, type Interval } from "../base/index.ts"
import type { ClockMark, GoalId } from "../incident/index.ts"
import { pausedDeadline, type Calendars } from "./deadline.ts"
import type { Policy } from "./policy.ts"

/** A step of the ladder: who is informed when how much of a goal's term is used up. */
export interface EscalationStep {
  /**
   * The step's name, unique within a goal: `executor`, `supervisor`. The host decides who that is and how they are
   * informed.
   */
  readonly level: string
  /** The goal whose clock it watches, as `first-reply`. */
  readonly goal: GoalId
  /** How much of the term, from above 0 to 1: 0.5 warns at half time, 1 reports the breach. */
  readonly share: number
}

/** Checks an {@link EscalationStep}. */
export const escalationStepSchema = schemaOf<EscalationStep>()(
  z.strictObject({
    level: z.string().min(1).max(100),
    goal: z.string().min(1).max(100),
    share: z.number().positive().max(1),
  }),
)

/**
 * The moments at which the steps of the ladder are reached. Shares of a term of minutes are counted as the term itself,
 * so that half of nine working hours is reached during work; shares of a term of days are shares of the time between
 * start and due.
 *
 * @param policy - of the clock
 * @param calendars - by id
 * @param clock - its goal, start and due time, and the pauses that are over
 * @param ladder - the host's steps
 * @throws DeskError `config` as `deadline`
 */
export function escalationMarks(
  policy: Policy,
  calendars: Calendars,
  clock: {
    /** The goal of the clock. */
    readonly goal: GoalId
    /** The moment that it counts from. */
    readonly startedAt: Instant
    /** When it is due. */
    readonly dueAt: Instant
    /** Pauses that are over. Default: none. */
    readonly pauses?: readonly Interval[]
  },
  ladder: readonly EscalationStep[],
): readonly ClockMark[] {
  const { goal, pauses = [] } = clock
  const startedAt = readInstant(clock.startedAt, "startedAt")
  const dueAt = readInstant(clock.dueAt, "dueAt")
  return ladder
    .filter((step) => step.goal === goal)
    .map(({ level, share }) => {
      if (share === 1) return { level, at: dueAt }
      if (!("minutes" in policy.term)) return { level, at: addMinutes(startedAt, minutesBetween(startedAt, dueAt) * share) }
      const part: Policy = { ...policy, term: { ...policy.term, minutes: policy.term.minutes * share } }
      const at = pausedDeadline(part, calendars, startedAt, pauses)
      return { level, at: at < dueAt ? at : dueAt }
    })
}
