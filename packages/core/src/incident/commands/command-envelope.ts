import type { Instant } from "../../base/index.ts"
import type { ClockMark } from "../events/event-clock.ts"
import type { Actor, GoalId, PolicyChangeMode, StageMoment, StartMoment } from "../vocabulary.ts"

/** What every command carries: the moment and who wants it. Facts travel inside; nothing is looked up by `decide`. */
export interface IncidentCommandEnvelope<Type extends string> {
  readonly type: Type
  /** The moment at which it is given. */
  readonly at: Instant
  /** Who gives it. */
  readonly by: Actor
}

/** A clock to start, reckoned by the module `sla`: the policy pinned, the due time known. */
export interface PlannedClock {
  /** What is to be reached in time. */
  readonly goal: GoalId
  /** The policy that sets the term. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** Which moment starts it. */
  readonly startsAt: StartMoment | StageMoment
  /** When that moment was. */
  readonly startedAt: Instant
  /** When it is due. */
  readonly dueAt: Instant
  /** The steps of the escalation ladder; absent: none. */
  readonly marks?: readonly ClockMark[]
}

/** How a paused clock goes on, reckoned by the module `sla`. */
export interface PlannedResumption {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** The new due time. */
  readonly dueAt: Instant
  /** The new moments of the escalation ladder; absent: none. */
  readonly marks?: readonly ClockMark[]
}

/** What becomes of a running clock under another policy, reckoned by the module `sla`. */
export interface PlannedChange {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** Whether the running clock is recomputed. */
  readonly mode: PolicyChangeMode
  /** The policy that sets the term from now on. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** The due time from now on. */
  readonly dueAt: Instant
  /** The moments of the escalation ladder from now on; absent: none. */
  readonly marks?: readonly ClockMark[]
}

/** The window for objections that a final reply opens. */
export interface PlannedWindow {
  /** The policy that sets it. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** When it ends. */
  readonly until: Instant
}

/**
 * What the host's policies say of the clocks that an event touches, reckoned by the planner of sla. Absent parts:
 * nothing follows.
 */
export interface ClockPlans {
  readonly start?: readonly PlannedClock[]
  /** Of a reply that is done, and of a claimed fix. */
  readonly stage?: StageFacts
  /** Of what ends a wait. */
  readonly resumptions?: readonly PlannedResumption[]
  /** Of corrected facts. */
  readonly changes?: readonly PlannedChange[]
}

/**
 * What follows when a reply is published under its last message: facts of the host's policies. Absent parts mean that
 * nothing follows.
 */
export interface StageFacts {
  /** The clocks that a published interim reply starts. */
  readonly clocks?: readonly PlannedClock[]
  /** The window that a published final reply opens; null or absent: none, a person closes. */
  readonly window?: PlannedWindow | null
  /** When the author is asked after a published final reply; absent: never. */
  readonly surveyAt?: Instant
  /** The goals that a published question pauses. */
  readonly pausedGoals?: readonly GoalId[]
  /** Whether the window begins anew when a reply answers a later word. */
  readonly windowRestarts?: boolean
  /** Whether a published question counts as the first reply. */
  readonly clarifyIsFirstReply?: boolean
}
