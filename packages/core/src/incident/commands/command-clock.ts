import type { IncidentCommandEnvelope, PlannedChange } from "./command-envelope.ts"
import type { GoalId } from "../vocabulary.ts"

/** A due time has passed. */
export interface MissDeadline extends IncidentCommandEnvelope<"miss-deadline"> {
  /** The goal whose clock ran out. */
  readonly goal: GoalId
}

/** A step of the ladder is reached. */
export interface Escalate extends IncidentCommandEnvelope<"escalate"> {
  /** The goal whose clock it is. */
  readonly goal: GoalId
  /** The step of the ladder. */
  readonly level: string
}

/** Bring running clocks under other policies. */
export interface ChangePolicy extends IncidentCommandEnvelope<"change-policy"> {
  /** What becomes of each clock. */
  readonly changes: readonly PlannedChange[]
}

/** What can be asked of clocks. */
export type ClockCommand = MissDeadline | Escalate | ChangePolicy
