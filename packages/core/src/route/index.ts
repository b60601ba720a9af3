export { createLocator, type LocateFacts, type Locator } from "./locate.ts"
export { route, type PassedRule, type Route, type RouteFacts } from "./route.ts"
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
