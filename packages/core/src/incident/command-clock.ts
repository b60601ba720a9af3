import type { Command, PlannedChange } from "./command-envelope.ts"
import type { GoalId } from "./vocabulary.ts"

/** A due time has passed. */
export interface MissDeadline extends Command<"miss-deadline"> {
  readonly goal: GoalId
}

/** A step of the ladder is reached. */
export interface Escalate extends Command<"escalate"> {
  readonly goal: GoalId
  readonly level: string
}

/** Bring running clocks under other policies. */
export interface ChangePolicy extends Command<"change-policy"> {
  readonly changes: readonly PlannedChange[]
}

/** What can be asked of clocks. */
export type ClockCommand = MissDeadline | Escalate | ChangePolicy
