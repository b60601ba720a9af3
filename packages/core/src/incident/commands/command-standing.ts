import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentCommandEnvelope } from "./command-envelope.ts"
import type { StandingReplyEnd } from "../vocabulary.ts"

/** Give newcomers of the event a reply of this incident by itself, for a while; given again it is renewed. */
export interface ApproveStandingReply extends IncidentCommandEnvelope<"approve-standing-reply"> {
  /** The draft of the reply, which was approved here. */
  readonly draftId: string
  /** The hash of its text. */
  readonly textHash: string
  /** What newcomers write about: one of these topics. */
  readonly topics: readonly string[]
  /** Where: one of these territories, or inside it. */
  readonly territoryIds: readonly string[]
  /** Whose message was published from then on. */
  readonly since: Instant
  /** The end: at most 72 hours ahead. */
  readonly until: Instant
  /** At most so many newcomers get it within an hour. */
  readonly perHour: number
  /** Whether the drafter may approve. */
  readonly sameActorAllowed: boolean
}

/** Give it to nobody any more. */
export interface EndStandingReply extends IncidentCommandEnvelope<"end-standing-reply"> {
  /** Why. */
  readonly reason: Exclude<StandingReplyEnd, "replaced" | "over">
}

/** Publish it under messages of newcomers. */
export interface UseStandingReply extends IncidentCommandEnvelope<"use-standing-reply"> {
  /** The messages, which are complaints here without this reply. */
  readonly messageKeys: readonly MessageKey[]
}

/** It could not be published under a newcomer's message: a person answers. */
export interface LeaveNewcomer extends IncidentCommandEnvelope<"leave-newcomer"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The message. */
  readonly messageKey: MessageKey
  /** What the network said. */
  readonly why: string
}

/** What can be asked of a standing reply. */
export type StandingCommand = ApproveStandingReply | EndStandingReply | UseStandingReply | LeaveNewcomer
