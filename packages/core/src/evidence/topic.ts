import * as z from "zod"

/** What the desk needs to know of a topic. */
export const topicSchema = z.strictObject({
  /** The topic that rules name. */
  id: z.string().min(1).max(200),
  /** For people. */
  title: z.string().min(1),
  /** The group it belongs to, for people. */
  group: z.string().min(1).optional(),
  /** Raised importance shortens the term: danger to life, or many people at once. */
  importance: z.enum(["normal", "raised"]).optional(),
  /** Whether "fixed" asks for a photo or video of the fix. */
  evidenceRequired: z.boolean().optional(),
  /** Whether a guidance text may be the final answer to a question about it. Default false: see `replyKindAllowed`. */
  guidanceAnswersQuestion: z.boolean().optional(),
})

/** What the desk needs to know of a topic. */
export type Topic = z.output<typeof topicSchema>
