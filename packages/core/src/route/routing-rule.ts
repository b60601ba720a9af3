import * as z from "zod"
import { schemaOf, type Instant } from "../base/index.ts"
import type { Importance, IncidentKind } from "../incident/index.ts"
import { messageKeySchema, networkSchema, type MessageKey, type Network } from "../message/index.ts"
import { periodShape, type Validity } from "./period.ts"
import { routingIdSchema } from "./routing-id.ts"

/** An authority, or the one that has a role in the incident's territory. */
export type Assignee =
  | {
      /** The authority itself. */
      readonly authorityId: string
    }
  | {
      /** The authority that has this role in the incident's territory (`Territory.owners`). */
      readonly role: string
    }

/**
 * The conditions of a routing rule. Every one that is given must be met; an unknown condition is refused, not passed
 * over.
 */
export interface RoutingConditions {
  /** One of these topics. */
  readonly topics?: readonly string[]
  /** In one of these territories, the parts inside included. */
  readonly territoryIds?: readonly string[]
  /** In one of these networks. */
  readonly networks?: readonly Network[]
  /** In one of these communities, as `vk:-1`. */
  readonly communities?: readonly MessageKey[]
  /** One of these kinds of message. */
  readonly kinds?: readonly IncidentKind[]
  /** Of this importance. */
  readonly importance?: Importance
}

/** Which incidents go where. The first rule whose conditions are met and that finds an owner decides. */
export interface RoutingRule extends Validity {
  /** Unique among the rules. */
  readonly id: string
  /** Which incidents it is for. */
  readonly when: RoutingConditions
  /** The owner: an authority, or the one that has a role in the incident's territory. */
  readonly assign: Assignee
  /** Who works on it next to the owner. One that is not found is reported and keeps nothing from its owner. */
  readonly coExecutors?: readonly Assignee[]
}

const assigneeSchema = z.union(
  [z.strictObject({ authorityId: routingIdSchema }), z.strictObject({ role: z.string().min(1) })],
  "either an authorityId or a role was expected",
)

/** What the conditions of routing rules are compared with. */
export interface RouteFacts {
  /** The topic; null: no rule named one. */
  readonly topic: string | null
  /** The territory; null: unknown. */
  readonly territoryId: string | null
  /** The network of the first message. */
  readonly network: Network
  /** The community or page that the message is in. */
  readonly communityKey?: MessageKey | null
  /** What the message is. */
  readonly kind?: IncidentKind
  /** How important it is. */
  readonly importance?: Importance
  /** Decides which rules and authorities are valid; absent: all of them are. */
  readonly at?: Instant
}

/** Checks a {@link RoutingRule}. */
export const routingRuleSchema = schemaOf<RoutingRule>()(
  z.strictObject({
    id: routingIdSchema,
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
    assign: assigneeSchema,
    coExecutors: z.array(assigneeSchema).min(1).optional(),
    ...periodShape,
  }),
)
