import * as z from "zod"
import { schemaOf } from "../../base/index.ts"
import type { GoalId } from "../../incident/index.ts"
import { replyFallback, type ReplyStep } from "../../reply/index.ts"
import { escalationStepSchema, type EscalationStep } from "../../sla/index.ts"

const days = z.number().min(0).max(3660)
const minutes = z.number().min(0).max(527_040)

/** What follows when a person corrects what an incident is about. */
export interface ReclassifyRules {
  /**
   * `follow-topic`: an importance that is the old topic's becomes the new one's; one that a person set does not change.
   * `keep`: it never changes. Default `follow-topic`.
   */
  readonly importance?: "follow-topic" | "keep"
  /**
   * When the owner is routed anew: until somebody took it up, never, or also while it is worked on. Default
   * `until-taken`.
   */
  readonly owner?: "until-taken" | "keep" | "always"
  /**
   * A due time that becomes earlier is due no earlier than this after the correction, in minutes by the clock on the
   * wall. Default 60.
   */
  readonly graceMinutes?: number
}

/** What becomes of what residents write after an answer. */
export interface ConversationRules {
  /** Within so many days after the closing the author's next complaint of the same topic reopens it. Default 14. */
  readonly reopenWithinDays?: number
  /** Within so many days after the closing it opens a linked repeat; later an incident of its own. Default 90. */
  readonly repeatWithinDays?: number
  /**
   * Threads of incidents that are closed or converted are still read for so many days after the last event. Default
   * 30.
   */
  readonly watchDays?: number
  /**
   * What the author writes after the closing and no rule matches: it waits for a person (default), reopens the incident
   * within `reopenWithinDays`, or opens a repeat within `repeatWithinDays`.
   */
  readonly afterClose?: "wait" | "reopen" | "new"
  /** What becomes of «и у нас» by others: a candidate for a person (default), or a count. */
  readonly others?: "candidate" | "count"
  /** Whether a plain thanks is only noted (default), or waits for an answer as any other message. */
  readonly thanks?: "note" | "wait"
  /** Whether the window for objections begins anew when a reply answers a later message. Default true. */
  readonly windowRestarts?: boolean
}

/**
 * The rules of the life cycle that a region sets for itself. Every number is a choice of the host: the defaults are
 * only safe beginnings, no region's order gives them.
 */
export interface HandlingRules {
  /** After so many refusals and transfers back to an earlier owner only a supervisor decides who owns it. Default 2. */
  readonly maxRefusals?: number
  /** What follows when a person corrects what an incident is about. */
  readonly reclassify?: ReclassifyRules
  /** A reply may promise a date at most so many days ahead, by the clock on the wall. Default 366. */
  readonly promiseMaxDays?: number
  /** How long after taking it up an owner may still refuse, in minutes by the clock on the wall. Default 60. */
  readonly refuseWithinMinutes?: number
  /**
   * How long a question to the author may wait at most, in minutes by the clock on the wall. Default 4 320: three days.
   */
  readonly maxWaitMinutes?: number
  /**
   * A clock that continues after a question is due no earlier than this, in minutes by the clock on the wall. Default
   * 60.
   */
  readonly resumeGraceMinutes?: number
  /**
   * The goals whose clocks a published question pauses. Default: only the final reply, so that a question never stops
   * the citizen's clock.
   */
  readonly pausedByQuestion?: readonly GoalId[]
  /** Whether a published question counts as the first reply. Default false. */
  readonly questionIsFirstReply?: boolean
  /** Whether the person who claimed a fix may confirm it. Default false; a small municipality may need true. */
  readonly claimantMayConfirm?: boolean
  /** What becomes of what residents write after an answer. */
  readonly conversation?: ConversationRules
  /** Whether the host has a public page for replies that cannot be published in the network. Default false. */
  readonly publicPage?: boolean
  /**
   * The channels of a reply: the first that is open is used. Default: under the message, a post of the official
   * account, the public page, none.
   */
  readonly replyFallback?: readonly Exclude<ReplyStep, "by-hand">[]
  /** Whether the text of a message that was deleted in the network is erased here too. Default true. */
  readonly eraseDeleted?: boolean
  /** The escalation ladder: who is informed when how much of a term is used up. Default: only the log. */
  readonly ladder?: readonly EscalationStep[]
}

/** {@link HandlingRules} with their defaults. */
export type CheckedHandlingRules = Required<Omit<HandlingRules, "reclassify" | "conversation">> & {
  readonly reclassify: Required<ReclassifyRules>
  readonly conversation: Required<ConversationRules>
}

/** Checks {@link HandlingRules}. */
export const handlingSchema = schemaOf<CheckedHandlingRules, HandlingRules>()(
  z.strictObject({
    maxRefusals: z.int().min(1).max(100).default(2),
    reclassify: z
      .strictObject({
        importance: z.enum(["follow-topic", "keep"]).default("follow-topic"),
        owner: z.enum(["until-taken", "keep", "always"]).default("until-taken"),
        graceMinutes: minutes.default(60),
      })
      .prefault({}),
    promiseMaxDays: z.number().positive().max(3660).default(366),
    refuseWithinMinutes: minutes.default(60),
    maxWaitMinutes: minutes.min(1).default(4320),
    resumeGraceMinutes: minutes.default(60),
    pausedByQuestion: z.array(z.string().min(1)).default(["final-reply"]),
    questionIsFirstReply: z.boolean().default(false),
    claimantMayConfirm: z.boolean().default(false),
    conversation: z
      .strictObject({
        reopenWithinDays: days.default(14),
        repeatWithinDays: days.default(90),
        watchDays: days.default(30),
        afterClose: z.enum(["wait", "reopen", "new"]).default("wait"),
        others: z.enum(["candidate", "count"]).default("candidate"),
        thanks: z.enum(["note", "wait"]).default("note"),
        windowRestarts: z.boolean().default(true),
      })
      .refine(({ reopenWithinDays, repeatWithinDays }) => reopenWithinDays <= repeatWithinDays, {
        error: "a number of days from `reopenWithinDays` was expected",
        path: ["repeatWithinDays"],
      })
      .prefault({}),
    publicPage: z.boolean().default(false),
    replyFallback: z
      .array(z.enum(["under-message", "official-post", "public-page", "unpublishable"]))
      .min(1)
      .default([...replyFallback]),
    eraseDeleted: z.boolean().default(true),
    ladder: z
      .array(escalationStepSchema)
      .default([])
      .refine(
        (steps) => new Set(steps.map(({ goal, level }) => `${goal}\n${level}`)).size === steps.length,
        "duplicate `level` of one goal",
      ),
  }),
)
