import type { Instant, Interval } from "../../base/index.ts"
import type { ClosingReason, GoalId, Importance, IncidentKind, IncidentStatus, Intake, Problem } from "../../incident/index.ts"
import type { LabelKind, MetricId, Mover } from "../../report/index.ts"
import type { StoredIncident } from "./stored-incident.ts"

/** A half-open span of moments; an end that is absent is open. */
export interface MomentRange {
  /** From this moment on. */
  readonly from?: Instant
  /** Before this moment. */
  readonly to?: Instant
}

/** Clocks that run: not reached, not taken back, and not paused. */
export interface RunningClocks {
  /** Of one of these goals. Absent: any. */
  readonly goals?: readonly GoalId[]
  /** Due from this moment on. */
  readonly from?: Instant
  /** Due until just before this moment. */
  readonly to?: Instant
}

/** Labels of an incident: it has one of the values or, with `not`, none of them. */
export interface LabelTest {
  /** What the label says. */
  readonly kind: LabelKind
  /** One of these values. */
  readonly values: readonly string[]
  readonly not?: true
}

/** A word as it is written in a text; with `prefix` the beginning of one. */
export interface WordTest {
  /** The word. */
  readonly term: string
  readonly prefix?: true
}

/**
 * What one right reaches. An incident is reached when every list that is given holds its value; `authorityIds` reach
 * what these own and what they work on beside the owner. Without a list it reaches everything.
 */
export interface ReachTest {
  /** In one of these territories. */
  readonly territoryIds?: readonly string[]
  /** One of these topics. */
  readonly topics?: readonly string[]
  /** Owned by one of these authorities, or worked on by them. */
  readonly authorityIds?: readonly string[]
}

/** Which incidents; every condition given must hold. Lists hold 1 value or more. */
export interface CaseFilter {
  /** One of these numbers. */
  readonly numbers?: readonly number[]
  /** True: not over (`overStatuses`); false: over. */
  readonly open?: boolean
  /** In one of these states. */
  readonly statuses?: readonly Exclude<IncidentStatus, "none">[]
  /** Whose move it is. */
  readonly waitsFor?: readonly Mover[]
  /** How it came. */
  readonly intake?: readonly Intake[]
  /** One of these topics. */
  readonly topics?: readonly string[]
  /** One of these kinds of message. */
  readonly kinds?: readonly IncidentKind[]
  /** Of one of these importances. */
  readonly importance?: readonly Importance[]
  /** What is known about the problem is one of these. */
  readonly problems?: readonly Problem["value"][]
  /** Closed for one of these reasons. */
  readonly closings?: readonly ClosingReason[]
  /** In one of these territories. */
  readonly territoryIds?: readonly string[]
  /** Owners; who works beside one is a label. */
  readonly authorityIds?: readonly string[]
  /** Worked on by one of these persons. */
  readonly executorIds?: readonly string[]
  /** In one of these networks. */
  readonly networks?: readonly string[]
  /** When true: registered, still open (not closed, merged into another or converted), and nobody owns it. */
  readonly unowned?: boolean
  /** Whether an author wrote after an answer of ours, and waits for another (`waitingSince` of the facts). */
  readonly authorWaits?: boolean
  /** Whether it repeats an earlier incident. */
  readonly repeats?: boolean
  /** Whether it was opened again. */
  readonly reopened?: boolean
  /** Registered in this interval. */
  readonly registered?: MomentRange
  /** Whose first message was published in this interval. */
  readonly published?: MomentRange
  /** Closed in this interval. */
  readonly closed?: MomentRange
  /** Whose last event is in this interval. */
  readonly updated?: MomentRange
  /** It has a clock like this. */
  readonly due?: RunningClocks
  /** Each must hold. */
  readonly labels?: readonly LabelTest[]
  /** One text of the incident has a word of every group. */
  readonly words?: {
    /** Of each group at least one word. */
    readonly groups: readonly (readonly WordTest[])[]
    /** Which texts: those of its messages, of the office's notes. Each once. */
    readonly in: readonly ("message" | "note")[]
  }
  /** The incidents behind one number of a report. */
  readonly metric?: {
    /** The number's name. */
    readonly id: MetricId
    /** The period that it is counted in. */
    readonly period: Interval
    /** The moment of the report: what lies after it has not happened yet. */
    readonly at: Instant
  }
  /** One of them holds; empty: nothing is found. Absent: all are reached. */
  readonly reach?: readonly ReachTest[]
}

/**
 * In which order incidents come: `number`, as the desk noticed them; `oldest` and `newest`, as they were published;
 * `updated`, the last changed first; `due`, by the next term of the citizen; `waiting`, by the moment since when an
 * author waits. Of equal ones the smaller number comes first, of `newest` and `updated` the larger; what has no such
 * moment comes last.
 */
export type CaseOrder = "number" | "due" | "waiting" | "newest" | "oldest" | "updated"

/** A place in an order: the value that it sorts by, null where there is none, and the number. */
export interface CasePlace {
  /** The value of the field that it is ordered by; null: it has none. */
  readonly value: string | null
  /** The number of the incident. */
  readonly number: number
}

/** Asks for a page of incidents. */
export interface CaseQuery extends CaseFilter {
  /** Default `number`. */
  readonly order?: CaseOrder
  /** A page holds at most this many, 1 to 1 000. */
  readonly limit: number
  /** Where the last page ended. */
  readonly after?: CasePlace
}

/** A page of incidents in the order that was asked for. */
export interface FoundPage {
  /** The incidents of the page, in their order. */
  readonly incidents: readonly StoredIncident[]
  /** Hands on to the next page; null at the end. */
  readonly next: CasePlace | null
}

/** The moment that an order sorts by. */
export type SortField = "publishedAt" | "updatedAt" | "nextDueAt" | "waitingSince"

/** How each order sorts; without a field by the number alone. */
export const caseOrders: Readonly<
  Record<
    CaseOrder,
    {
      /** The field; null: the number. */
      readonly field: SortField | null
      /** Whether the greatest comes first. */
      readonly isDescending: boolean
    }
  >
> = {
  number: { field: null, isDescending: false },
  due: { field: "nextDueAt", isDescending: false },
  waiting: { field: "waitingSince", isDescending: false },
  newest: { field: "publishedAt", isDescending: true },
  oldest: { field: "publishedAt", isDescending: false },
  updated: { field: "updatedAt", isDescending: true },
}
