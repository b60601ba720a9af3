export {
  authoritySchema,
  routingRuleSchema,
  routingSchema,
  territorySchema,
  type Authority,
  type Routing,
  type RoutingInput,
  type RoutingRule,
  type Territory,
} from "./routing.ts"
