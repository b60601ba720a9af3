import type { IncidentCommandEnvelope, PlannedChange } from "./command-envelope.ts"
import type { GoalId } from "../vocabulary.ts"

/** A due time has passed. */
export interface MissDeadline extends IncidentCommandEnvelope<"miss-deadline"> {
  readonly goal: GoalId
}

/** A step of the ladder is reached. */
export interface Escalate extends IncidentCommandEnvelope<"escalate"> {
  readonly goal: GoalId
  readonly level: string
}

/** Bring running clocks under other policies. */
export interface ChangePolicy extends IncidentCommandEnvelope<"change-policy"> {
  readonly changes: readonly PlannedChange[]
}

/** What can be asked of clocks. */
export type ClockCommand = MissDeadline | Escalate | ChangePolicy
