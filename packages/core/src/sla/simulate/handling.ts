import type { GoalId } from "../../incident/index.ts"

/** The rules of the life cycle that clocks depend on, as the desk has them in `handling`. */
export interface SimulatedHandling {
  /** A clock that goes on after a question is due no earlier than this, in minutes by the clock on the wall. */
  readonly resumeGraceMinutes: number
  /** A due time that comes nearer by a correction is due no earlier than this after it, in minutes by the clock on the wall. */
  readonly reclassify: { readonly graceMinutes: number }
  /** The goals whose clocks a published question pauses. */
  readonly pausedByQuestion: readonly GoalId[]
  /** Whether a published question counts as the first reply. */
  readonly questionIsFirstReply: boolean
}
