import type { Instant } from "../base/index.ts"

/** Who did it: a person's id in the host, or `system` for the desk itself. Never a citizen. */
export interface Actor {
  /** The person's id in the host, or the name of the program. */
  readonly id: string
  /** Whether a person or the desk itself did it. */
  readonly kind: "person" | "system"
}

/** A match as the log keeps it: offsets only, since events hold no text. */
export interface RecordedMatch {
  /** The rule. */
  readonly ruleId: string
  /** Its version then; null: it had none. */
  readonly ruleVersion: string | null
  /** Its topic; null: it has none. */
  readonly topic: string | null
  /** The clauses that matched, with their places in the text. */
  readonly clauses: readonly {
    /** The clause, as the query writes it. */
    readonly term: string
    /** First UTF-16 unit in the original text. */
    readonly start: number
    /** After the last UTF-16 unit in the original text. */
    readonly end: number
  }[]
}

/** How a territory was found, from the surest way to none. */
export type TerritoryBasis = "place" | "community" | "text" | "person" | "unknown"

/** The territory of an incident, with its reason. */
export interface TerritoryFinding {
  /** The territory; null: unknown. */
  readonly territoryId: string | null
  /** How it was found. */
  readonly basis: TerritoryBasis
  /** 0 to 1. */
  readonly confidence: number
  /** Why, in words. */
  readonly why: string
}

/** A person goes on with a reply in spite of what its check found, and says why. */
export interface ReplyOverride {
  /** Codes of findings, as `personal-data`. */
  readonly codes: readonly string[]
  /** Why the reply goes on in spite of them. */
  readonly why: string
}

/** The model that wrote the text of a reply. A person handed it in, and another person approves it. */
export interface DraftModelName {
  /** Whose it is. */
  readonly provider: string
  /** Which one. */
  readonly modelId: string
  /** SHA-256 of what it was asked; it says nothing to whoever has not the question. */
  readonly promptHash: string
}

/** What a message is. */
export type IncidentKind = "problem" | "question" | "suggestion" | "thanks"

/** Raised importance shortens the term. */
export type Importance = "normal" | "raised"

/** Why a candidate is not registered: a closed list (`docs/modules/incident.md`). */
export type RejectionReason =
  | "not-a-complaint"
  | "advert"
  | "outside-the-region"
  | "private-dispute"
  | "abuse-without-a-problem"
  | "own-post"

/**
 * Why a registered incident turns out to be none: a closed list. `news`: it reports something and asks for nothing;
 * `same-message`: it is worked on elsewhere.
 */
export type DismissalReason = RejectionReason | "news" | "same-message"

/** How an incident came: a connector read it, a person entered it, or it was taken over from another system. */
export type Intake = "network" | "hand" | "import"

/** What an incident is called in the system that it was taken over from. */
export interface ExternalId {
  /** The system, as `im`. */
  readonly system: string
  /** The id in that system. */
  readonly id: string
  /** The number that people there know it by; null where it has none. */
  readonly number: string | null
}

/** What the rules say of a candidate while it waits for a person: as whose it would be registered. */
export interface Proposal {
  /** The topic; null: none. */
  readonly topic: string | null
  /** Where it is, and how that was found. */
  readonly territory: TerritoryFinding
  /** The owner; null: no rule names one. */
  readonly authorityId: string | null
}

/** A clock of an incident, by what it asks for. */
export type GoalId = string

/** Which moment starts a goal's clock, up to the hand-over. */
export type StartMoment = "published" | "detected" | "registered" | "assigned"

/** Which later moment starts a goal's clock. */
export type StageMoment = "draft-submitted" | "interim-published" | "final-published" | "reopened" | "author-wrote"

/** The goals that the desk knows of, by name. A host names others of its own in `createDesk`. */
export const goals = Object.freeze({
  /** The goal of deciding on a candidate (C1 of `docs/modules/sla.md`). */
  triage: "triage",
  /** The goal of the first published reply: the citizen's own clock (C2). */
  firstReply: "first-reply",
  /** The goal of taking an assignment up or refusing it (C2a); each owner has its own. */
  acceptance: "acceptance",
  /** The goal of deciding on a draft (C2b); each draft has its own. */
  approval: "approval",
  /** The goal of the final reply after an interim one (C3). */
  finalReply: "final-reply",
  /** The goal of keeping the date that a published reply named (C4); each promise has its own. */
  promise: "promise",
  /**
   * The goal of answering what an author wrote after an answer of ours; one clock at a time, in any cycle, also after
   * the closing.
   */
  followUp: "follow-up",
  /** The goal that names the window for objections (C5): its end closes the incident, and is no breach. */
  objection: "objection",
  /** The goal of the formal appeal that a converted incident goes on as (C6): reckoned for its channel, kept there. */
  formalReply: "formal-reply",
} as const)

export const triageGoal: GoalId = goals.triage
export const firstReplyGoal: GoalId = goals.firstReply
export const acceptanceGoal: GoalId = goals.acceptance
export const approvalGoal: GoalId = goals.approval
export const finalReplyGoal: GoalId = goals.finalReply
export const promiseGoal: GoalId = goals.promise
export const followUpGoal: GoalId = goals.followUp
export const objectionGoal: GoalId = goals.objection
/** The goals whose terms run for the citizen; the others are the office's own. */
export const citizensGoals: readonly GoalId[] = [firstReplyGoal, followUpGoal, finalReplyGoal, promiseGoal]
/** Every goal of {@link goals}. */
export const deskGoals: readonly GoalId[] = Object.values(goals)

/** What the reply says about the problem itself. An interim reply names a date, or why there is none. */
export type Outcome =
  | {
      readonly value: "unknown"
      /** Why there is no date. */
      readonly noDateReason?: string
    }
  /** `changeReason` is needed where there is another promise: why its date is not kept. */
  | {
      readonly value: "planned"
      /** The promised date. */
      readonly until: Instant
      /** Why the date of an earlier promise is not kept. */
      readonly changeReason?: string
    }
  | { readonly value: "fix-claimed" }
  | { readonly value: "explained" }
  | {
      readonly value: "cannot-fix"
      /** Why it cannot be fixed. */
      readonly reason: string
    }
  | {
      readonly value: "not-competent"
      /** Who is responsible instead. */
      readonly competent: string
    }

/** Who says that a fix holds, or that it does not. The author is meant as a part, never as a person. */
export type VerdictBasis = "author" | "inspector" | "official"

/**
 * Where a draft goes: `interim` keeps the incident open, `final` ends the work, `clarify` asks the author a question,
 * `redirect` names the channel in which a converted incident goes on, `guidance` says what to do meanwhile and answers
 * nothing: the work and its clocks go on; `follow-up` answers what an author wrote later, says nothing new about the
 * problem, and leaves the incident where it is.
 */
export type ReplyKind = "interim" | "final" | "clarify" | "redirect" | "guidance" | "follow-up"

/** A reply of the office, or the survey, which the desk sends by itself and which answers nobody. */
export type PublishedKind = ReplyKind | "survey"

/** Kinds of replies that answer nobody's word. */
export const unanswering: readonly PublishedKind[] = ["guidance", "survey"]

/** What an author's later message is: something said, a plain thanks, or the answer to our question. */
export type AuthorAct = "word" | "thanks" | "answer"

/**
 * Why the desk noticed an incident beside another one: a neighbour says «и у нас» under it (`joins`), it is in
 * the thread of the other (`same-thread`), or its author wrote again about what was rejected (`earlier`).
 */
export interface Relation {
  /** How they are related. */
  readonly how: "joins" | "same-thread" | "earlier"
  /** The other incident. */
  readonly incidentId: string
}

/** Why handling ended. */
export type ClosingReason = "author-satisfied" | "no-objection" | "decision"

/** Why a message gets no reply of its own: a closed list. */
export type WaiverReason = "abuse" | "source-deleted" | "unpublishable" | "answered-elsewhere" | "no-answer-needed"

/**
 * Why a standing reply ended: a person ended it (`revoked`); its end came (`expired`), or the date that it promises
 * (`text-outdated`); the check of replies found an error in it (`lint`); another answer was approved (`replaced`); the
 * incident is closed, converted, given back or begun anew (`over`).
 */
export type StandingReplyEnd = "revoked" | "expired" | "text-outdated" | "lint" | "replaced" | "over"

/** Why an incident is opened again. */
export type ReopeningCause = "refuted" | "repeat" | "author" | "supervisor-order"

/** What ends the waiting for the author. */
export type WaitEnd = "author-replied" | "expired" | "decision"

/** What a change of policy touches: the running clocks, or only those that start later. */
export type PolicyChangeMode = "recompute" | "new-only"

/** Why a clock was taken back before its goal was reached. */
export type CancellationReason = "converted" | "closed" | "waived" | "transferred" | "replaced" | "withdrawn" | "reopened" | "dismissed"

/** A body that works on it beside the owner, and why. */
export interface CoExecutor {
  /** The authority. */
  readonly authorityId: string
  /** Why, as the routing explains it. */
  readonly why: string
}

/**
 * Since when the citizen of an incident has waited that was split off from another one: moments of that one. Null:
 * since its own.
 */
export interface EarlierMoments {
  /** When the first incident was registered; null: since its own registration. */
  readonly registeredAt: Instant | null
  /** When the first incident was assigned; null: since its own assignment. */
  readonly assignedAt: Instant | null
}
