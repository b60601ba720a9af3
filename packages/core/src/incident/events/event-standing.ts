import type { Instant } from "../../base/index.ts"
import type { MessageKey } from "../../message/index.ts"
import type { IncidentEventEnvelope } from "./event-envelope.ts"
import type { StandingReplyEnd } from "../vocabulary.ts"

/** Newcomers of the event get a reply of this incident by themselves, for a while. A later one takes its place. */
export interface StandingReplyApproved extends IncidentEventEnvelope<"standing-reply-approved"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The hash of its text. */
  readonly textHash: string
  /** What newcomers write about. */
  readonly topics: readonly string[]
  /** Where; what lies inside these territories too. */
  readonly territoryIds: readonly string[]
  /** Whose message was published from then on. */
  readonly since: Instant
  /** The end, never after the date that the reply promises. */
  readonly until: Instant
  /** At most so many newcomers get it within an hour. */
  readonly perHour: number
}

/** A newcomer gets the standing reply: it is published under the message as any other. */
export interface StandingReplyUsed extends IncidentEventEnvelope<"standing-reply-used"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The newcomer's message. */
  readonly messageKey: MessageKey
}

/** The standing reply could not be published under a newcomer's message: a person answers. */
export interface NewcomerLeft extends IncidentEventEnvelope<"newcomer-left"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** The newcomer's message. */
  readonly messageKey: MessageKey
  /** What the network said. */
  readonly why: string
}

/** Nobody gets the standing reply any more. */
export interface StandingReplyEnded extends IncidentEventEnvelope<"standing-reply-ended"> {
  /** The draft of the reply. */
  readonly draftId: string
  /** Why. */
  readonly reason: StandingReplyEnd
}

/** What happens to a standing reply. */
export type StandingEvent = StandingReplyApproved | StandingReplyUsed | NewcomerLeft | StandingReplyEnded
