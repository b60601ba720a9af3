import * as z from "zod"
import { messageKeySchema, networkSchema } from "../message/index.ts"
import { periodShape } from "./period.ts"
import { routingIdSchema } from "./routing-id.ts"

/** An authority, or whoever plays a role in the incident's territory. */
const assigneeSchema = z.union(
  [z.strictObject({ authorityId: routingIdSchema }), z.strictObject({ role: z.string().min(1) })],
  "either an authorityId or a role was expected",
)

/** An authority, or whoever plays a role in the incident's territory. */
export type Assignee = z.output<typeof assigneeSchema>

/** Which incidents go where. The first rule that fits and finds an owner decides. */
export const routingRuleSchema = z.strictObject({
  id: routingIdSchema,
  /**
   * Every condition given must hold; a territory stands for all parts inside it. A condition that is not known is
   * refused, not passed over.
   */
  when: z.strictObject({
    topics: z.array(z.string()).min(1).optional(),
    territoryIds: z.array(routingIdSchema).min(1).optional(),
    networks: z.array(networkSchema).min(1).optional(),
    communities: z.array(messageKeySchema).min(1).optional(),
    kinds: z
      .array(z.enum(["problem", "question", "suggestion", "thanks"]))
      .min(1)
      .optional(),
    importance: z.enum(["normal", "raised"]).optional(),
  }),
  /** The owner: an authority, or whoever plays a role in the incident's territory. */
  assign: assigneeSchema,
  /** Who works on it beside the owner. One that is not found keeps nothing from its owner, and is told. */
  coExecutors: z.array(assigneeSchema).min(1).optional(),
  ...periodShape,
})

/** Which incidents go where. */
export type RoutingRule = z.output<typeof routingRuleSchema>
