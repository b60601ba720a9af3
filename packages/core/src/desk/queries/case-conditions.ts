import type { Instant, Interval } from "../../base/index.ts"
import type { ClosingReason, GoalId, Importance, IncidentKind, IncidentStatus, Intake, Problem } from "../../incident/index.ts"
import type { MetricId, Mover } from "../../report/index.ts"
import type { MomentRange } from "../../storage/index.ts"

/** Clocks that run: not reached, not taken back, and not paused. */
export interface DueCondition {
  /** Absent: of any goal. */
  readonly goals?: readonly GoalId[]
  /** Due earlier than this moment. */
  readonly before?: Instant
  /** Due at this moment or later. */
  readonly after?: Instant
  /** True: the term has passed by now; false: it has not. */
  readonly overdue?: boolean
}

/** Tags on an incident: all of these, one of these, none of these. */
export interface TagCondition {
  /** All of these tags. */
  readonly all?: readonly string[]
  /** At least one of these tags. */
  readonly any?: readonly string[]
  /** None of these tags. */
  readonly none?: readonly string[]
}

/**
 * Which incidents; every condition given must hold. A field or a value that there is not is refused, and so is an empty
 * list.
 */
export interface CaseConditions {
  /** Numbers for people. */
  readonly numbers?: readonly number[]
  /** It has this message. */
  readonly messageKey?: string
  /** What it is called in another system: `SYSTEM:ID`, or `SYSTEM-number:NUMBER`. */
  readonly external?: string
  /** True: not over; false: rejected, dismissed, closed, merged or converted. */
  readonly open?: boolean
  /** In one of these states. */
  readonly statuses?: readonly Exclude<IncidentStatus, "none">[]
  /** Whose move it is. */
  readonly waitsFor?: Mover
  /** How it came. */
  readonly intake?: readonly Intake[]
  /** Of a candidate the topic that its rule names. */
  readonly topics?: readonly string[]
  /** Topics of these groups. */
  readonly topicGroups?: readonly string[]
  /** One of these kinds of message. */
  readonly kinds?: readonly IncidentKind[]
  /** Of one of these importances. */
  readonly importance?: readonly Importance[]
  /** What is known about the problem is one of these. */
  readonly problems?: readonly Problem["value"][]
  /** Why handling ended. */
  readonly closings?: readonly ClosingReason[]
  /** Of a candidate where it seems to be. */
  readonly territoryIds?: readonly string[]
  /** Also what lies inside these territories. Default false. */
  readonly withParts?: boolean
  /** Owners; of a candidate whom the rules would name. */
  readonly authorityIds?: readonly string[]
  /** Who works on it for the owner, by the ids of the host's people. */
  readonly executorIds?: readonly string[]
  /** True: registered, still open, and nobody owns it. */
  readonly unowned?: boolean
  /** In one of these networks. */
  readonly networks?: readonly string[]
  /** Communities and pages where its first message was published, by their keys. */
  readonly communities?: readonly string[]
  /** A rule with one of these ids holds. */
  readonly rules?: readonly string[]
  /** With or without these tags. */
  readonly tags?: TagCondition
  /** Somebody of these is called in a note of the office. */
  readonly mentioned?: readonly string[]
  /** Registered in this interval. */
  readonly registered?: MomentRange
  /** Whose first message was published in this interval. */
  readonly published?: MomentRange
  /** Closed in this interval. */
  readonly closed?: MomentRange
  /** Whose last event is in this interval. */
  readonly updated?: MomentRange
  /** It has a clock like this. */
  readonly due?: DueCondition
  /** Whether an author wrote after an answer of ours, and waits for another. */
  readonly authorWaits?: boolean
  /** Whether an official account answered in the network, and nobody has recorded it (`record-publication`). */
  readonly answeredByHand?: boolean
  /** Whether newcomers get a standing reply of it. */
  readonly standingReply?: boolean
  /** Whether it repeats an earlier incident. */
  readonly repeats?: boolean
  /** Whether it was opened again. */
  readonly reopened?: boolean
  /**
   * One text of it has all of these words, in any form that the locale knows; `=word` as it is written, `word*` with
   * any ending (3 letters or more). Each search is written into the journal.
   */
  readonly text?: string
  /** Which texts are searched. Default: those of messages. */
  readonly in?: readonly ("messages" | "notes")[]
  /** The incidents behind one number of a report. */
  readonly metric?: {
    /** The number's name: any of `metrics`, or of a goal's terms. */
    readonly id: MetricId
    /** The period that it is counted in. */
    readonly period: Interval
    /** The moment of the report: what lies after it has not happened yet. */
    readonly at: Instant
  }
}
