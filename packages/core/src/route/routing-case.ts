import * as z from "zod"
import { instantSchema } from "../base/index.ts"
import { messageKeySchema, networkSchema } from "../message/index.ts"
import { routingIdSchema } from "./routing-id.ts"

/** An example that the rules must do right by, kept beside them. */
export const routingCaseSchema = z.strictObject({
  /** What it is about, in words. */
  title: z.string().min(1).max(300),
  facts: z.strictObject({
    topic: z.string().min(1).nullable(),
    territoryId: routingIdSchema.nullable(),
    network: networkSchema,
    communityKey: messageKeySchema.optional(),
    kind: z.enum(["problem", "question", "suggestion", "thanks"]).optional(),
    importance: z.enum(["normal", "raised"]).optional(),
    at: instantSchema.optional(),
  }),
  /** The authority that must own it; null: it must stand in the no-owner queue. */
  owner: routingIdSchema.nullable(),
  /** The rule that must decide; absent: any. */
  ruleId: routingIdSchema.optional(),
  /** Exactly these work on it beside the owner, in any order; absent: not looked at. */
  coExecutors: z.array(routingIdSchema).optional(),
  /** Pieces of the sentence that must tell why. */
  why: z.array(z.string().min(1)).optional(),
})

/** An example that the rules must do right by. */
export type RoutingCase = z.output<typeof routingCaseSchema>

/** {@link RoutingCase} as a host writes it. */
export type RoutingCaseInput = z.input<typeof routingCaseSchema>
