import * as z from "zod"
import { replyFallback } from "../../reply/index.ts"
import { escalationStepSchema } from "../../sla/index.ts"

const days = z.number().min(0).max(3660)
const minutes = z.number().min(0).max(527_040)

/**
 * The rules of the life cycle that a region sets for itself. Every number is a choice of the host: the defaults are
 * only safe beginnings, no region's order gives them.
 */
export const handlingSchema = z.strictObject({
  /** After so many refusals and transfers back to an earlier owner only a supervisor decides who owns it. Default 2. */
  maxRefusals: z.int().min(1).max(100).default(2),
  /** What follows when a person corrects what an incident is about. */
  reclassify: z
    .strictObject({
      /**
       * `follow-topic`: an importance that is the old topic's becomes the new one's; one that a person set stays.
       * `keep`: it stays. Default `follow-topic`.
       */
      importance: z.enum(["follow-topic", "keep"]).default("follow-topic"),
      /**
       * When the owner is routed anew: until somebody took it up, never, or also while it is worked on. Default
       * `until-taken`.
       */
      owner: z.enum(["until-taken", "keep", "always"]).default("until-taken"),
      /**
       * A due time that comes nearer is due no earlier than this after the correction, in minutes by the clock on the
       * wall. Default 60.
       */
      graceMinutes: minutes.default(60),
    })
    .prefault({}),
  /** A reply may promise a date at most so many days ahead, by the clock on the wall. Default 366. */
  promiseMaxDays: z.number().positive().max(3660).default(366),
  /** How long after taking it up an owner may still refuse, in minutes by the clock on the wall. Default 60. */
  refuseWithinMinutes: minutes.default(60),
  /**
   * How long a question to the author may wait at most, in minutes by the clock on the wall. Default 4 320: three days.
   */
  maxWaitMinutes: minutes.min(1).default(4320),
  /**
   * A clock that goes on after a question is due no earlier than this, in minutes by the clock on the wall. Default 60.
   */
  resumeGraceMinutes: minutes.default(60),
  /**
   * The goals whose clocks a published question pauses. Default: only the final reply, so that a question never stops
   * the citizen's clock.
   */
  pausedByQuestion: z.array(z.string().min(1)).default(["final-reply"]),
  /** Whether a published question counts as the first reply. Default false. */
  questionIsFirstReply: z.boolean().default(false),
  /** Whether whoever claimed a fix may confirm it. Default false; a small municipality may need true. */
  claimantMayConfirm: z.boolean().default(false),
  /** What becomes of what residents write after an answer. */
  conversation: z
    .strictObject({
      /**
       * So many days after the closing the author's next complaint of the same topic opens the incident again. Default
       * 14.
       */
      reopenWithinDays: days.default(14),
      /** So many days after the closing it opens a linked repeat; later an incident of its own. Default 90. */
      repeatWithinDays: days.default(90),
      /**
       * Threads of incidents that are closed or converted are read on for so many days after the last thing that
       * happened. Default 30.
       */
      watchDays: days.default(30),
      /**
       * What the author writes after the closing and no rule holds for: it waits for a person (default), opens the
       * incident again within `reopenWithinDays`, or opens a repeat within `repeatWithinDays`.
       */
      afterClose: z.enum(["wait", "reopen", "new"]).default("wait"),
      /** What becomes of «и у нас» by others: a candidate for a person (default), or a count. */
      others: z.enum(["candidate", "count"]).default("candidate"),
      /** Whether a plain thanks is only noted (default), or waits for an answer as any other word. */
      thanks: z.enum(["note", "wait"]).default("note"),
      /** Whether the window for objections begins anew when a reply answers a later word. Default true. */
      windowRestarts: z.boolean().default(true),
    })
    .refine(({ reopenWithinDays, repeatWithinDays }) => reopenWithinDays <= repeatWithinDays, {
      error: "a number of days from `reopenWithinDays` was expected",
      path: ["repeatWithinDays"],
    })
    .prefault({}),
  /**
   * Whether the host has a public page of answers, to which a reply goes that can stand nowhere in the network. Default
   * false.
   */
  publicPage: z.boolean().default(false),
  /**
   * The ways of a reply, the first that is open is taken. Default: under the message, a post of the official account,
   * the public page, none.
   */
  replyFallback: z
    .array(z.enum(["under-message", "official-post", "public-page", "unpublishable"]))
    .min(1)
    .default([...replyFallback]),
  /** Whether the text of a message that is gone from the network is erased here too. Default true. */
  eraseDeleted: z.boolean().default(true),
  /** The escalation ladder: who is told when how much of a term is used up. Default: nobody but the log. */
  ladder: z
    .array(escalationStepSchema)
    .default([])
    .refine((steps) => new Set(steps.map(({ goal, level }) => `${goal}\n${level}`)).size === steps.length, "duplicate `level` of one goal"),
})

/** The rules of the life cycle that a region sets for itself. */
export type HandlingRules = z.output<typeof handlingSchema>
