import type { Instant } from "../../base/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"
import type { CancellationReason, GoalId, PolicyChangeMode } from "../vocabulary.ts"

/** A moment on the way to a due time at which somebody is informed: a step of the escalation ladder. */
export interface ClockMark {
  /** The step's name in the host's policy, as `supervisor`. */
  readonly level: string
  /** When the step is reached. */
  readonly at: Instant
}

/** A goal's clock runs, under a pinned version of its policy. */
export interface ClockStarted extends IncidentEventEnvelope<"clock-started"> {
  /** What is to be reached in time. */
  readonly goal: GoalId
  /** The policy that sets the term. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** The moment that it counts from. */
  readonly startedAt: Instant
  /** When it is due. */
  readonly dueAt: Instant
  /** When which step of the escalation ladder is reached. */
  readonly marks: readonly ClockMark[]
}

/** A goal was reached. */
export interface ClockStopped extends IncidentEventEnvelope<"clock-stopped"> {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** The moment that counts: when the network published the reply, not when the desk learned of it. */
  readonly stoppedAt: Instant
}

/** A clock is paused: a published question waits for its answer. */
export interface ClockPaused extends IncidentEventEnvelope<"clock-paused"> {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** When it stopped counting. */
  readonly pausedAt: Instant
}

/**
 * A clock goes on, with its due time reckoned anew: what had passed before the pause stays passed. One that a dismissal
 * cancelled goes on as if it had not been.
 */
export interface ClockResumed extends IncidentEventEnvelope<"clock-resumed"> {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** When it began to count again. */
  readonly resumedAt: Instant
  /** The new due time. */
  readonly dueAt: Instant
  /** The new moments of the escalation ladder. */
  readonly marks: readonly ClockMark[]
}

/** A clock ends without its goal: nobody waits for it any more. */
export interface ClockCancelled extends IncidentEventEnvelope<"clock-cancelled"> {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** Why. */
  readonly reason: CancellationReason
}

/** A goal was not reached in time. Written once, never unwritten. */
export interface DeadlineMissed extends IncidentEventEnvelope<"deadline-missed"> {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** When it was due. */
  readonly dueAt: Instant
  /** When the desk noticed it. */
  readonly noticedAt: Instant
}

/**
 * A running clock came under another policy. Start, elapsed time and pauses stay; with `recompute` the due time is
 * another.
 */
export interface PolicyChanged extends IncidentEventEnvelope<"policy-changed"> {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** Whether the running clock was recomputed. */
  readonly mode: PolicyChangeMode
  /** The policy that sets the term from now on. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** The due time from now on. */
  readonly dueAt: Instant
  /** The moments of the escalation ladder from now on. */
  readonly marks: readonly ClockMark[]
}

/** A step of the ladder was reached: once a clock and level. */
export interface EscalationRaised extends IncidentEventEnvelope<"escalation-raised"> {
  /** The goal of the clock. */
  readonly goal: GoalId
  /** The step of the ladder. */
  readonly level: string
  /** When the step was due. */
  readonly dueAt: Instant
  /** When the desk noticed it. */
  readonly noticedAt: Instant
}

/** The window for objections is open until a moment. */
export interface WindowOpened extends IncidentEventEnvelope<"window-opened"> {
  /** The policy that sets it. */
  readonly policyId: string
  /** The edition of that policy. */
  readonly policyVersion: string
  /** When it ends. */
  readonly until: Instant
}

/** What happens to clocks. */
export type ClockEvent =
  | ClockStarted
  | ClockStopped
  | ClockPaused
  | ClockResumed
  | ClockCancelled
  | DeadlineMissed
  | PolicyChanged
  | EscalationRaised
  | WindowOpened
