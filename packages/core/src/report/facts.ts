import type { Instant } from "../base/index.ts"
import type {
  CancellationReason,
  ClosingReason,
  DismissalReason,
  GoalId,
  Importance,
  IncidentKind,
  IncidentStatus,
  Intake,
  Problem,
} from "../incident/index.ts"
import type { Network } from "../message/index.ts"

/**
 * Whose move it is: a moderator's (a candidate, nobody owns it, its author waits after the last answer), the owner's,
 * its executor's, an approver's, a publisher's, or the author's.
 */
export type Mover = "moderator" | "owner" | "executor" | "approver" | "publisher" | "author"

/** Every {@link Mover}, in the order of the work. */
export const movers: readonly Mover[] = ["moderator", "owner", "executor", "approver", "publisher", "author"]

/**
 * What reports count of one incident: a flat record that a storage can index. Made from the state by `factsOf`; holds
 * no text and no person.
 */
export interface IncidentFacts {
  /** Its id. */
  readonly incidentId: string
  /** Its state. */
  readonly status: Exclude<IncidentStatus, "none">
  /** What is known about the problem itself. */
  readonly problem: Problem["value"]
  /** How it came. */
  readonly intake: Intake
  /** Of a candidate the one that its rule names; null when none does. */
  readonly topic: string | null
  /** The owner, of a candidate whom the rules would name; null in the no-owner queue. */
  readonly authorityId: string | null
  /** Who works on it for the owner, by the id that the host gives its people; null when nobody is named. */
  readonly executorId: string | null
  /** Of a candidate where it seems to be. */
  readonly territoryId: string | null
  /** The network of the first message. */
  readonly network: Network
  /** What the message is; null before it is registered. */
  readonly kind: IncidentKind | null
  /** How important it is; null before it is registered. */
  readonly importance: Importance | null
  /** When the first message was published. */
  readonly publishedAt: Instant
  /** When the desk found it. */
  readonly detectedAt: Instant
  /** When it was registered; null: it was not. */
  readonly registeredAt: Instant | null
  /**
   * When the first reply is due (goal `first-reply`); null when no policy applies, and when it was dismissed before.
   */
  readonly dueAt: Instant | null
  /** When the earliest reply, interim or final, was published in the network; null when none is. */
  readonly answeredAt: Instant | null
  /**
   * Working minutes from the registration to `answeredAt`, by the calendar that `createDesk({ reportCalendarId })`
   * names; null without one of the three.
   */
  readonly answeredWorkingMinutes: number | null
  /** When the earliest final reply was published in the network, of any cycle. */
  readonly finalAt: Instant | null
  /** Until when an objection to the last answer is heard; null when no window was opened. */
  readonly windowUntil: Instant | null
  /** Since when it is in work: registered, or opened anew; null when it is over, or was never taken on. */
  readonly openSince: Instant | null
  /** When it was closed; null: it is not. */
  readonly closedAt: Instant | null
  /** Why handling ended; null while it goes on. */
  readonly closing: ClosingReason | null
  /** When it was dismissed; null: it is not. */
  readonly dismissedAt: Instant | null
  /** Why it is no complaint after all; null of one that is not dismissed. */
  readonly dismissal: DismissalReason | null
  /** 1, and one more for each reopening. */
  readonly cycle: number
  /** The earlier incident of the same trouble; null when there is none. */
  readonly repeatOf: string | null
  /** How many messages of others were counted in its threads. */
  readonly voices: number
  /** What its author answered to the survey of the present cycle; null where nobody was asked or answered. */
  readonly score: number | null
  /** Whose move it is; null when it is nobody's: it is over, and nobody waits. */
  readonly waitsFor: Mover | null
  /** When the desk saw the first word of an author that waits for an answer of its own; null when none waits. */
  readonly waitingSince: Instant | null
  /**
   * When the next of the terms is due that now run for the citizen: the first reply of any cycle, the answer to later
   * words, the final reply, the promise. Paused ones are none. Null when none runs.
   */
  readonly nextDueAt: Instant | null
  /** The goal of that term; null when none runs. */
  readonly nextGoal: GoalId | null
  /** The moment of its last event. */
  readonly updatedAt: Instant
}

/** One clock of an incident, as lists and reports look for it. */
export interface ClockFact {
  /** What is to be reached in time. */
  readonly goal: GoalId
  /** In which cycle it started. */
  readonly cycle: number
  /** The moment that it counts from. */
  readonly startedAt: Instant
  /** While it is paused: as it was before the pause. */
  readonly dueAt: Instant
  /** Since when it is paused; null while it does not. */
  readonly pausedAt: Instant | null
  /** When the goal was reached; null until it is. */
  readonly reachedAt: Instant | null
  /** When it was taken back before its goal was reached, and why; null when it was not. */
  readonly endedAt: Instant | null
  /** Why it was taken back; null when it was not. */
  readonly ended: CancellationReason | null
  /** Who owned the incident when the clock ended; of one that runs, who owns it now. Null: nobody. */
  readonly authorityId: string | null
}

/**
 * What a label says: `message`, the key of one of its messages; `note`, that of one of the office's notes; `rule`, that
 * a rule holds for it; `community`, where its first message was published; `co-owner`, who works beside the owner;
 * `tag`, one of the host's tags; `mention`, whom a note calls; `external`, what it is called in another system:
 * `SYSTEM:ID`, and `SYSTEM-number:NUMBER`; `sign`, that it is `answered-by-hand`: an official account replied in the
 * network, and nobody has recorded it.
 */
export type LabelKind = "message" | "note" | "rule" | "community" | "co-owner" | "tag" | "mention" | "external" | "sign"

/** Every {@link LabelKind}. */
export const labelKinds: readonly LabelKind[] = ["message", "note", "rule", "community", "co-owner", "tag", "mention", "external", "sign"]

/** Something that an incident may have several of, and is found by. Each pair once an incident. */
export interface IncidentLabel {
  /** What it says. */
  readonly kind: LabelKind
  /** Its value, as `LabelKind` explains. */
  readonly value: string
}
