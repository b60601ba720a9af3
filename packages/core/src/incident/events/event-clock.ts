import type { Instant } from "../../base/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"
import type { CancellationReason, GoalId, PolicyChangeMode } from "../vocabulary.ts"

/** A moment on the way to a due time at which somebody is told: a step of the escalation ladder. */
export interface ClockMark {
  /** The step's name in the host's policy, as `supervisor`. */
  readonly level: string
  readonly at: Instant
}

/** A goal's clock runs, under a pinned version of its policy. */
export interface ClockStarted extends IncidentEventEnvelope<"clock-started"> {
  readonly goal: GoalId
  readonly policyId: string
  readonly policyVersion: string
  readonly startedAt: Instant
  readonly dueAt: Instant
  readonly marks: readonly ClockMark[]
}

/** A goal was reached. */
export interface ClockStopped extends IncidentEventEnvelope<"clock-stopped"> {
  readonly goal: GoalId
  /** The moment that counts: when the reply stood in the network, not when the desk learned of it. */
  readonly stoppedAt: Instant
}

/** A clock stands still: a published question waits for its answer. */
export interface ClockPaused extends IncidentEventEnvelope<"clock-paused"> {
  readonly goal: GoalId
  readonly pausedAt: Instant
}

/**
 * A clock goes on, with its due time reckoned anew: what had passed before the pause stays passed. One that a dismissal
 * cancelled goes on as if it had not been.
 */
export interface ClockResumed extends IncidentEventEnvelope<"clock-resumed"> {
  readonly goal: GoalId
  readonly resumedAt: Instant
  readonly dueAt: Instant
  readonly marks: readonly ClockMark[]
}

/** A clock ends without its goal: nobody waits for it any more. */
export interface ClockCancelled extends IncidentEventEnvelope<"clock-cancelled"> {
  readonly goal: GoalId
  readonly reason: CancellationReason
}

/** A goal was not reached in time. Written once, never unwritten. */
export interface DeadlineMissed extends IncidentEventEnvelope<"deadline-missed"> {
  readonly goal: GoalId
  readonly dueAt: Instant
  readonly noticedAt: Instant
}

/**
 * A running clock came under another policy. Start, elapsed time and pauses stay; with `recompute` the due time is
 * another.
 */
export interface PolicyChanged extends IncidentEventEnvelope<"policy-changed"> {
  readonly goal: GoalId
  readonly mode: PolicyChangeMode
  readonly policyId: string
  readonly policyVersion: string
  readonly dueAt: Instant
  readonly marks: readonly ClockMark[]
}

/** A step of the ladder was reached: once a clock and level. */
export interface EscalationRaised extends IncidentEventEnvelope<"escalation-raised"> {
  readonly goal: GoalId
  readonly level: string
  /** When the step was due. */
  readonly dueAt: Instant
  readonly noticedAt: Instant
}

/** The window for objections is open until a moment. */
export interface WindowOpened extends IncidentEventEnvelope<"window-opened"> {
  readonly policyId: string
  readonly policyVersion: string
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
