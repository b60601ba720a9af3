import type { Instant } from "../base/index.ts"
import type { MessageKey, Network } from "../message/index.ts"
import type {
  Actor,
  ClosingReason,
  GoalId,
  Importance,
  IncidentKind,
  Outcome,
  RecordedMatch,
  RejectionReason,
  ReplyKind,
  StartMoment,
  TerritoryFinding,
} from "./event.ts"

/** What every command carries: the moment and who wants it. Facts travel inside; nothing is looked up by `decide`. */
interface Command<Type extends string> {
  readonly type: Type
  readonly at: Instant
  readonly by: Actor
}

/** A clock to start, reckoned by the sla room: the policy pinned, the due time known. */
export interface PlannedClock {
  readonly goal: GoalId
  readonly policyId: string
  readonly policyVersion: string
  readonly startsAt: StartMoment
  readonly startedAt: Instant
  readonly dueAt: Instant
}

/** A message matched. */
export interface Detect extends Command<"detect"> {
  readonly incidentId: string
  readonly messageKey: MessageKey
  readonly network: Network
  readonly publishedAt: Instant
  readonly matches: readonly RecordedMatch[]
}

/** Take the candidate on. */
export interface Register extends Command<"register"> {
  readonly kind: IncidentKind
  readonly importance: Importance
  readonly topic: string | null
  readonly territory: TerritoryFinding
  readonly clocks: readonly PlannedClock[]
}

/** The candidate is no complaint for this desk. */
export interface Reject extends Command<"reject"> {
  readonly reason: RejectionReason
}

/** Give it to an authority. */
export interface Assign extends Command<"assign"> {
  readonly authorityId: string
  readonly ruleId: string | null
  readonly why: string
  readonly clocks: readonly PlannedClock[]
}

/** Put it into the no-owner queue. */
export interface LeaveUnowned extends Command<"leave-unowned"> {
  readonly why: string
}

/** Begin to work. */
export interface Take extends Command<"take"> {
  readonly executorId: string | null
}

/** Put proof on file. */
export interface AttachEvidence extends Command<"attach-evidence"> {
  readonly evidenceId: string
  readonly shows: "problem" | "fix"
  readonly contentHash: string
}

/** Hand a reply to the approver. */
export interface SubmitDraft extends Command<"submit-draft"> {
  readonly draftId: string
  readonly textHash: string
  readonly replyKind: ReplyKind
  readonly outcome: Outcome
  /** Whether this topic asks for proof before "fixed" may be said. */
  readonly evidenceRequired: boolean
}

/** Approve exactly this text. */
export interface ApproveDraft extends Command<"approve-draft"> {
  readonly draftId: string
  readonly textHash: string
  /** Whether the drafter may approve (a small municipality may switch the separation off). */
  readonly sameActorAllowed: boolean
}

/** Send the draft back. */
export interface ReturnDraft extends Command<"return-draft"> {
  readonly draftId: string
}

/** The reply stands. */
export interface RecordPublication extends Command<"record-publication"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  readonly replyKey: MessageKey
  readonly url: string
  readonly publishedAt: Instant
}

/** The network said no for good. */
export interface RecordRefusal extends Command<"record-refusal"> {
  readonly draftId: string
  readonly messageKey: MessageKey
  readonly reason: string
}

/** A due time has passed. */
export interface MissDeadline extends Command<"miss-deadline"> {
  readonly goal: GoalId
}

/** The author changed the text. */
export interface NoteEdit extends Command<"note-edit"> {
  readonly messageKey: MessageKey
  readonly revision: number
}

/** End handling. */
export interface Close extends Command<"close"> {
  readonly reason: ClosingReason
}

/** Everything that can be asked of an incident. */
export type IncidentCommand =
  | Detect
  | Register
  | Reject
  | Assign
  | LeaveUnowned
  | Take
  | AttachEvidence
  | SubmitDraft
  | ApproveDraft
  | ReturnDraft
  | RecordPublication
  | RecordRefusal
  | MissDeadline
  | NoteEdit
  | Close

/** The name of a command. */
export type IncidentCommandType = IncidentCommand["type"]
