import * as z from "zod"
import { schemaOf } from "../base/index.ts"
import type { Importance } from "../incident/index.ts"

/** A topic of complaints, with what the desk does about it. */
export interface Topic {
  /** The topic that rules name. */
  readonly id: string
  /** Its name, for people. */
  readonly title: string
  /** The group it belongs to, for people. */
  readonly group?: string
  /** Raised importance shortens the term: danger to life, or many people at once. Default `normal`. */
  readonly importance?: Importance
  /** Whether "fixed" requires a photo or video of the fix. Default false. */
  readonly evidenceRequired?: boolean
  /** Whether a guidance text may be the final answer to a question about it. Default false: see `replyKindAllowed`. */
  readonly guidanceAnswersQuestion?: boolean
}

/** Checks a {@link Topic}. */
export const topicSchema = schemaOf<Topic>()(
  z.strictObject({
    id: z.string().min(1).max(200),
    title: z.string().min(1),
    group: z.string().min(1).optional(),
    importance: z.enum(["normal", "raised"]).optional(),
    evidenceRequired: z.boolean().optional(),
    guidanceAnswersQuestion: z.boolean().optional(),
  }),
)
