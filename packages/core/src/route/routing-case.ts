import * as z from "zod"
import { instantSchema, schemaOf } from "../base/index.ts"
import { messageKeySchema, networkSchema } from "../message/index.ts"
import type { RouteFacts } from "./routing-rule.ts"
import { routingIdSchema } from "./routing-id.ts"

/** An example whose owner the rules must find, stored next to them. */
export interface RoutingCase {
  /** What it is about, in words. */
  readonly title: string
  /** The incident. */
  readonly facts: RouteFacts
  /** The authority that must own it; null: it must be in the no-owner queue. */
  readonly owner: string | null
  /** The rule that must decide; absent: any. */
  readonly ruleId?: string
  /** Exactly these work on it next to the owner, in any order; absent: not checked. */
  readonly coExecutors?: readonly string[]
  /** Parts that the explanation must contain. */
  readonly why?: readonly string[]
}

/** Checks a {@link RoutingCase}; moments may have any offset. */
export const routingCaseSchema = schemaOf<RoutingCase>()(
  z.strictObject({
    title: z.string().min(1).max(300),
    facts: z.strictObject({
      topic: z.string().min(1).nullable(),
      territoryId: routingIdSchema.nullable(),
      network: networkSchema,
      communityKey: messageKeySchema.nullable().optional(),
      kind: z.enum(["problem", "question", "suggestion", "thanks"]).optional(),
      importance: z.enum(["normal", "raised"]).optional(),
      at: instantSchema.optional(),
    }),
    owner: routingIdSchema.nullable(),
    /** The rule that must decide; absent: any. */
    ruleId: routingIdSchema.optional(),
    coExecutors: z.array(routingIdSchema).optional(),
    why: z.array(z.string().min(1)).optional(),
  }),
)
