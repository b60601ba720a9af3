import type { Instant } from "../../base/index.ts"
import type { IncidentKind, IncidentStatus } from "../../incident/index.ts"

/**
 * What retention takes away, each once an incident: the sealed authors of its messages, or their texts with all that
 * belongs to them.
 */
export type SweepKind = "author" | "text"

/** The states in which nobody works on an incident any more, or has not begun: retention reaches no others. */
export type SweptStatus = Extract<IncidentStatus, "candidate" | "rejected" | "dismissed" | "closed" | "converted" | "merged">

/**
 * Notes that retention is done with the current version of an incident. Any later version of it must be processed
 * again.
 */
export interface Sweep {
  /** The incident. */
  readonly incidentId: string
  /** The version that was processed; nothing is noted on another one. */
  readonly version: number
  /** Which policy processed it. */
  readonly sweep: SweepKind
}

/** Asks for incidents whose current version retention has not processed, the longest untouched first, then by id. */
export interface SweepQuery {
  /** Which policy asks. */
  readonly sweep: SweepKind
  /** In one of these states. */
  readonly statuses: readonly SweptStatus[]
  /** Kinds of incidents; absent: all, and what has none yet. */
  readonly kinds?: readonly IncidentKind[]
  /** Nothing has happened to them since before this moment. */
  readonly updatedBefore: Instant
  /** At most this many, 1 to 1 000. */
  readonly limit: number
}
